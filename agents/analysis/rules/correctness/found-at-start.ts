import { calleeOf, lastName, unwrap } from '../../syntax/expressions.ts';
import { defineRule, type Match } from '../define-rule.ts';

export const foundAtStart = defineRule({
  id: 'correctness/found-at-start',
  title: '`{source}` misses what stands at the start',
  cwe: 'CWE-193',
  severity: 'medium',
  confidence: 0.85,
  why: '`indexOf` answers 0 for the first place and -1 for none: `> 0` treats the first element as absent, and the bare number treats -1 as found.',
  instead: 'Ask `includes`.',
  example: 'if (roles.includes(role)) return true;',
  *find(file): Iterable<Match> {
    for (const node of file.nodes('binary_expression')) {
      const [left, right] = [node.field('left'), node.field('right')];
      if (node.token('operator') !== '>' || right?.text !== '0' || left === undefined) continue;
      const call = unwrap(left);
      if (call.kind === 'call_expression' && lastName(calleeOf(call)) === 'indexOf')
        yield { node, source: node.text };
    }
    for (const statement of file.nodes('if_statement', 'ternary_expression')) {
      const condition = statement.field('condition');
      const call = condition === undefined ? undefined : unwrap(condition);
      if (call?.kind !== 'call_expression' || lastName(calleeOf(call)) !== 'indexOf') continue;
      yield { node: call, source: call.text };
    }
  },
});
