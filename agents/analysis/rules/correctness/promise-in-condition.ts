import { calleeOf, isAsync } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { calledFunction } from '../../flow/evaluate-call.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { SourceFile } from '../source-file.ts';

export const promiseInCondition = defineRule({
  id: 'correctness/promise-in-condition',
  title: '`{source}` is a promise, and so always true',
  cwe: 'CWE-571',
  severity: 'high',
  confidence: 0.9,
  why: 'The condition holds before the answer is known, and whatever it is: a check that is not awaited lets everyone pass.',
  instead: 'Await the call.',
  example: 'if (await mayEnter(user)) open();',
  *find(file): Iterable<Match> {
    for (const node of file.nodes('if_statement', 'while_statement', 'ternary_expression')) {
      const condition = node.field('condition');
      const call = condition === undefined ? undefined : testedCall(condition);
      if (call !== undefined && answersLater(file, call))
        yield { node: call, source: call.text, edit: { node: call, text: `await ${call.text}` } };
    }
  },
});

/** The call that a condition is, or is the negation of; an awaited one is none. */
function testedCall(condition: SyntaxNode): SyntaxNode | undefined {
  let node: SyntaxNode | undefined = condition;
  while (node?.kind === 'parenthesized_expression' || isNegation(node))
    node = node?.kind === 'parenthesized_expression' ? node.children[0] : node?.field('argument');
  return node?.kind === 'call_expression' ? node : undefined;
}

function isNegation(node: SyntaxNode | undefined): boolean {
  return node?.kind === 'unary_expression' && node.token('operator') === '!';
}

function answersLater(file: SourceFile, call: SyntaxNode): boolean {
  const callee = calleeOf(call);
  const called = callee === undefined ? undefined : calledFunction(file.flow, callee);
  return called !== undefined && isAsync(called.node) && !called.node.kind.startsWith('generator');
}
