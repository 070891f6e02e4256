import { calleeOf, lastName, unwrap } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';

export const foundAtStart = defineRule({
  id: 'correctness/found-at-start',
  title: '`{source}` misses what stands at the start',
  cwe: 'CWE-193',
  severity: 'medium',
  confidence: 0.85,
  why: 'A search answers 0 for the first place, and -1 or `false` for none: `> 0` treats the first element as absent, and so does a test that takes 0 for false; -1 counts as found.',
  instead: 'Ask `includes`.',
  example: 'if (roles.includes(role)) return true;',
  *find(file): Iterable<Match> {
    for (const node of file.nodes('binary_expression')) {
      const isMore = node.token('operator') === '>' && node.field('right')?.text === '0';
      if (isMore && isSearch(node.field('left'))) yield { node, source: node.text };
    }
    for (const statement of file.nodes('if_statement', 'ternary_expression')) {
      const condition = statement.field('condition');
      if (condition !== undefined && isSearch(condition))
        yield { node: condition, source: unwrap(condition).text };
    }
  },
});

function isSearch(node: SyntaxNode | undefined): boolean {
  const call = node === undefined ? undefined : unwrap(node);
  return call?.kind === 'call_expression' && lastName(calleeOf(call)) === 'indexOf';
}
