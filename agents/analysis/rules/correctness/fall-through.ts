import { calleeOf, lastName } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';

export const fallThrough = defineRule({
  id: 'correctness/fall-through',
  title: '`{source}` runs on into the next case',
  summary: 'A case of a `switch` runs on into the next one',
  cwe: 'CWE-484',
  severity: 'medium',
  confidence: 0.85,
  why: 'Without `break` or `return` the statements of the next case run as well, whatever its value is.',
  instead: 'End the case with `break` or `return`; where running on is meant, say so: `// falls through`.',
  example: "case 'open': show(); break;\ncase 'closed': hide(); break;",
  *find(file): Iterable<Match> {
    for (const body of file.nodes('switch_body')) {
      const cases = body.children.filter(({ kind }) => kind.startsWith('switch_'));
      for (const [index, one] of cases.entries()) {
        const next = cases[index + 1];
        const statements = statementsOf(one);
        const last = statements.at(-1);
        if (next === undefined || last === undefined || ends(last)) continue;
        if (isHarmless(next, cases.slice(index + 2)) || isMeant(one.text + one.textAfterUntil(next)))
          continue;
        yield { node: lastInside(last), trail: [one, next], source: labelOf(one), identity: labelOf(one) };
      }
    }
  },
});

function statementsOf(one: SyntaxNode): readonly SyntaxNode[] {
  const value = one.field('value');
  return one.children.filter((child) => child !== value);
}

/** The last statement of a case in braces. */
function lastInside(statement: SyntaxNode): SyntaxNode {
  const last = statement.kind === 'statement_block' ? statement.children.at(-1) : undefined;
  return last === undefined ? statement : lastInside(last);
}

function labelOf(one: SyntaxNode): string {
  const value = one.field('value');
  return value === undefined ? 'default' : `case ${value.text}`;
}

/** Running on into an end changes nothing; into labels without statements it leads to what follows them. */
function isHarmless(next: SyntaxNode, after: readonly SyntaxNode[]): boolean {
  const [first] = statementsOf(next);
  const [following, ...rest] = after;
  if (first === undefined) return following === undefined || isHarmless(following, rest);
  return (
    first.kind === 'break_statement' || (first.kind === 'return_statement' && first.children.length === 0)
  );
}

function isMeant(text: string): boolean {
  return /(\/\/|\/\*)[^\n]*\b(falls?\b|falling|fall-?through|no[- ]break|intentional|deliberate|on purpose|continues? with|also\b)/i.test(
    text,
  );
}

const leaves = /^(break|return|throw|continue)_statement$/;
/** These may not come back, and whether they do is not to be seen here. */
const leavingCalls =
  /^(exit|abort|fail|panic|never|unreachable|redirect|notFound)$|never|unreachable|exhaust/i;

/** Whether nothing behind a statement is reached, as far as one can see; in doubt, yes. */
function ends(statement: SyntaxNode): boolean {
  if (leaves.test(statement.kind)) return true;
  if (statement.kind === 'statement_block') {
    const last = statement.children.at(-1);
    return last !== undefined && ends(last);
  }
  if (statement.kind === 'if_statement') return bothEnd(statement);
  if (statement.kind === 'try_statement') return attemptEnds(statement);
  if (statement.kind === 'expression_statement') return isLeavingCall(statement.children[0]);
  return /^(switch|while|for|do|labeled)_statement$/.test(statement.kind);
}

function bothEnd(statement: SyntaxNode): boolean {
  const consequence = statement.field('consequence');
  const otherwise = statement.field('alternative')?.children[0];
  return consequence !== undefined && otherwise !== undefined && ends(consequence) && ends(otherwise);
}

function attemptEnds(statement: SyntaxNode): boolean {
  const isEnding = (block: SyntaxNode | undefined) => block !== undefined && ends(block);
  if (isEnding(statement.field('finalizer')?.field('body'))) return true;
  const handler = statement.field('handler');
  return isEnding(statement.field('body')) && (handler === undefined || isEnding(handler.field('body')));
}

function isLeavingCall(expression: SyntaxNode | undefined): boolean {
  const call = expression?.kind === 'await_expression' ? expression.children[0] : expression;
  return call?.kind === 'call_expression' && leavingCalls.test(lastName(calleeOf(call)));
}
