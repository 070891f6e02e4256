import type { Check } from '../../code/check.ts';
import type { CodeFile } from '../../code/code-file.ts';
import { shortText } from '../../code/run-checks.ts';
import type { Match } from '../../rules/define-rule.ts';
import { removedBreaks } from '../../rules/removed/removed-breaks.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { correctness } from './correctness.ts';

interface Kinds {
  /** What holds the cases. */
  readonly body: string;
  /** A case with its statements. */
  readonly group: string;
  /** The children of a case that are no statements. */
  readonly label: RegExp;
}

const meant =
  /(\/\/|\/\*|#)[^\n]*\b(falls?\b|falling|fall-?through|no[- ]break|intentional|on purpose|continues? with|also\b)/i;
const ends = /^(break|return|throw|continue|yield|goto|exit)_?(statement|expression)?$/;
const left = /^(while|for|do|labeled|try|switch)\w*_statement$|^switch_expression$|^synchronized_statement$/;

/** Both rules about cases that run on: those that do, and those that a change makes do so. */
export function caseChecks(kinds: Kinds): readonly Check[] {
  return [
    correctness('fall-through', (file) => fallThrough(file, kinds)),
    correctness('removed-break', function* find(file) {
      const after = file.after?.();
      if (after !== undefined) yield* removedBreaks(file.nodes(kinds.group), fallThrough(after, kinds));
    }),
  ];
}

/** Cases whose statements run on into the next case, without a word that it is meant. */
function* fallThrough(file: CodeFile, kinds: Kinds): Generator<Match> {
  for (const body of file.nodes(kinds.body)) {
    const groups = body.children.filter(({ kind }) => kind === kinds.group || kind === 'default_statement');
    for (const [index, group] of groups.entries()) {
      const next = groups[index + 1];
      const last = statementsOf(group, kinds).at(-1);
      const first = next === undefined ? undefined : statementsOf(next, kinds)[0];
      if (next === undefined || last === undefined || first === undefined || isEnd(last)) continue;
      if (/^(break|return)_statement$/.test(first.kind)) continue;
      if (meant.test(group.text + group.textAfterUntil(next) + next.text.slice(0, 80))) continue;
      const label = shortText(group.text.slice(0, Math.max(0, group.text.indexOf(':'))));
      yield { node: lastInside(last), trail: [group, next], source: label, identity: label };
    }
  }
}

/** The last statement of a case in braces. */
function lastInside(statement: SyntaxNode): SyntaxNode {
  const last = /^(block|compound_statement)$/.test(statement.kind) ? statement.children.at(-1) : undefined;
  return last === undefined ? statement : lastInside(last);
}

function statementsOf(group: SyntaxNode, { label }: Kinds): readonly SyntaxNode[] {
  const value = group.field('value');
  return group.children.filter((child) => child !== value && !label.test(child.kind));
}

/** Whether nothing behind a statement is reached, as far as one can see; in doubt, yes. */
function isEnd(statement: SyntaxNode): boolean {
  if (ends.test(statement.kind) || left.test(statement.kind)) return true;
  if (/^(block|compound_statement)$/.test(statement.kind)) {
    const last = statement.children.at(-1);
    return last !== undefined && isEnd(last);
  }
  if (statement.kind === 'if_statement') return /\belse\b/.test(statement.text);
  return /^(throw|yield|exit|die)\b|\b(fail|abort|panic|exit|unreachable|never\w*)\(/i.test(statement.text);
}
