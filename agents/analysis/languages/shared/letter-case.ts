import type { Check } from '../../code/check.ts';
import type { CodeFile } from '../../code/code-file.ts';
import { type Expression, lastNameOf, literalText } from '../../code/expression.ts';
import type { Match } from '../../rules/define-rule.ts';
import { correctness, shown } from './correctness.ts';

/** The check for texts in one case that are compared with a literal in the other; `kind` is that of comparisons. */
export function letterCase(kind: string): Check {
  return correctness('impossible-case', (file) => impossibleCases(file, kind));
}

const lower = /^(ToLower(Invariant)?|downcase|to_(ascii_)?lowercase)$/;
const upper = /^(ToUpper(Invariant)?|upcase|to_(ascii_)?uppercase)$/;
/** They leave the case of letters alone. */
const keeping = /^(Trim(Start|End)?|l?r?strip|chomp|as_str|trim(_start|_end)?|to_s|to_string|as_ref)$/;
const comparing =
  /^(Equals|StartsWith|EndsWith|Contains|start_with\?|end_with\?|include\?|eql\?|starts_with|ends_with|contains)$/;

function* impossibleCases(file: CodeFile, kind: string): Generator<Match> {
  for (const node of file.nodes(kind)) {
    if (!/^[!=]=$/.test(node.token('operator'))) continue;
    const sides = ['left', 'right'].flatMap((side) => node.field(side) ?? []);
    const [left, right] = sides.map((side) => file.flow.index.read(side));
    if (isImpossible(left, right) || isImpossible(right, left)) yield shown(node);
  }
  for (const { node, method, receiver, call } of file.calls()) {
    // A second argument may say that case does not matter.
    const isAsked = comparing.test(method) && call.arguments.length === 1;
    if (isAsked && isImpossible(receiver, call.arguments[0]?.value)) yield shown(node);
  }
}

function isImpossible(converted: Expression | undefined, other: Expression | undefined): boolean {
  const text = literalText(other) ?? '';
  const letters = caseOf(converted);
  return (letters === 'lower' && /\p{Lu}/u.test(text)) || (letters === 'upper' && /\p{Ll}/u.test(text));
}

function caseOf(expression: Expression | undefined): 'lower' | 'upper' | undefined {
  if (expression?.kind !== 'call') return undefined;
  const { callee } = expression;
  const method = lastNameOf(callee);
  if (lower.test(method)) return 'lower';
  if (upper.test(method)) return 'upper';
  return keeping.test(method) && callee.kind === 'member' ? caseOf(callee.object) : undefined;
}
