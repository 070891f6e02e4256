import type { Check } from '../../code/check.ts';
import type { CodeFile } from '../../code/code-file.ts';
import { lastNameOf } from '../../code/expression.ts';
import type { Language } from '../../code/language.ts';
import type { Match } from '../../rules/define-rule.ts';
import { descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import {
  around,
  conditionsOfChains,
  correctness,
  mentions,
  partsAt,
  pastEnd,
  repeated,
  sameSides,
  shown,
} from '../shared/correctness.ts';
import { errorFaults, errorForms } from './error-faults.ts';
import { leakForms, leaks } from './leaks.ts';
import { lockFaults, lockForms } from './locks.ts';

export const correctnessChecks: readonly Check[] = [
  ...errorFaults,
  ...leaks,
  ...lockFaults,
  correctness('deferred-in-loop', deferredInLoops),
  correctness('nil-map-write', nilMapWrites),
  correctness('narrowed-number', narrowedNumbers),
  correctness('index-past-end', (file) =>
    pastEnd(
      file,
      (text) => /^len\(([\w.]+)\)$/.exec(text)?.[1],
      (list, index) => [`${list}[${index}]`],
    ),
  ),
  correctness('self-compare', (file) => sameSides(file, ['binary_expression'], /^([<>]=?|&&|\|\||-)$/)),
  correctness('duplicate-condition', (file) => repeated(chainsIn(file))),
];

export const correctnessForms: Language['safeForms'] = {
  ...errorForms,
  ...leakForms,
  ...lockForms,
  'correctness/deferred-in-loop':
    'for _, path := range paths {\n\tif err := process(path); err != nil { // opens and closes it\n\t\treturn err\n\t}\n}',
  'correctness/nil-map-write': 'counts := make(map[string]int)',
  'correctness/narrowed-number': 'n, err := strconv.ParseInt(text, 10, 32)',
  'correctness/index-past-end': {
    instead: 'Use `<`, or `range`.',
    example: 'for i := range items {\n\tuse(items[i])\n}',
  },
  'correctness/self-compare': { instead: 'Compare with the other value.', example: 'return a.Rank < b.Rank' },
  'correctness/duplicate-condition': 'if kind == "a" {\n\tone()\n} else if kind == "b" {\n\ttwo()\n}',
};

/** They all wait for the end of the function. */
function* deferredInLoops(file: CodeFile): Generator<Match> {
  if (file.isTest) return;
  for (const node of file.nodes('defer_statement')) {
    const outer = around(node, /^(for_statement|func_literal|function_declaration|method_declaration)$/);
    if (
      outer?.kind !== 'for_statement' ||
      !/\.(Close|Unlock|RUnlock|Rollback|Release|Stop)\(\)/.test(node.text)
    )
      continue;
    const list = node.parent?.children ?? [];
    const isLeft = list.some(({ kind }) => /^(return|break)_statement$/.test(kind));
    const isEndless = /^for\s*\{/.test(outer.text);
    if (!isLeft && !isEndless) yield shown(node);
  }
}

/** `var m map[K]V` and then `m[k] = v`. */
function* nilMapWrites(file: CodeFile): Generator<Match> {
  for (const spec of file.nodes('var_spec')) {
    const name = spec.fieldText('name');
    if (spec.field('type')?.kind !== 'map_type' || spec.field('value') !== undefined) continue;
    const scope = around(spec, /^(block|source_file)$/);
    if (scope?.kind !== 'block' || isMade(name, scope.text.slice(spec.end - scope.start))) continue;
    const write = [...descendants(scope)].find(
      (node) =>
        node.kind === 'assignment_statement' &&
        node.start > spec.end &&
        partsAt(node, 'left')[0]?.fieldText('operand') === name,
    );
    if (write !== undefined) yield { node: write, source: name, trail: [spec] };
  }
}

/** Whether a map gets a value of its own, or is handed to something that may give it one. */
function isMade(name: string, text: string): boolean {
  return new RegExp(
    `(?<![\\w.])${name}\\s*(,[^\\n]*)?:?=[^=]|&${name}\\b|,\\s*${name}\\b[^\\n]*:?=[^=]`,
  ).test(text);
}

const smaller = /^u?int(8|16|32)$/;

/** A number of the platform's size, cut to a smaller one without a look at it. */
function* narrowedNumbers(file: CodeFile): Generator<Match> {
  if (file.isTest) return;
  for (const { call, node } of file.calls()) {
    const [only, second] = call.arguments;
    if (!smaller.test(lastNameOf(call.callee)) || only?.value.kind !== 'name' || second !== undefined)
      continue;
    const { name } = only.value;
    const body = file.flow.index.enclosing(node)?.body?.text ?? '';
    const isLookedAt = new RegExp(`\\b${name}\\s*[<>]|[<>]=?\\s*${name}\\b|Max|Min`).test(body);
    const parsed = isLookedAt ? undefined : wideValueOf(name, node, file);
    if (parsed !== undefined) yield { node, source: `${call.callee.node.text}(${name})`, trail: [parsed] };
  }
}

/** The call that parsed a number of the platform's size into a name. */
function wideValueOf(name: string, at: SyntaxNode, file: CodeFile): SyntaxNode | undefined {
  const binding = file.flow.index.resolve(name, at);
  const value = binding?.kind === 'variable' ? binding.writes[0]?.value.node : undefined;
  const isWide = /^strconv\.(Atoi\(|ParseU?[Ii]nt\([^,]+,[^,]+,\s*(64|0)\s*\))/.test(value?.text ?? '');
  return isWide ? value : undefined;
}

function* chainsIn(file: CodeFile): Generator<readonly SyntaxNode[]> {
  for (const chain of conditionsOfChains(file, conditionOf))
    yield chain.filter(({ text }) => !mentions(text, 'ok') && !mentions(text, 'err'));
}

/** `if x, ok := f(); ok` asks something new each time. */
function conditionOf(statement: SyntaxNode): SyntaxNode | undefined {
  const condition = statement.field('condition');
  return condition !== undefined && statement.textBefore(condition).includes(';') ? undefined : condition;
}
