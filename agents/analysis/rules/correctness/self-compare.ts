import { unwrap, withoutBlanks } from '../../syntax/expressions.ts';
import { descendants } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';

export const selfCompare = defineRule({
  id: 'correctness/self-compare',
  title: 'Both sides of `{source}` are the same',
  cwe: 'CWE-570',
  severity: 'medium',
  confidence: 0.9,
  why: 'Compared with itself a value gives the same answer every time: one side was meant to be something else.',
  instead: 'Compare with the other value, or ask `Number.isNaN` if that was the question.',
  example: 'if (left.id === right.id) return true;',
  *find(file): Iterable<Match> {
    for (const node of file.nodes('binary_expression')) {
      const [left, right] = [node.field('left'), node.field('right')];
      if (
        !/^([!=]==?|[<>]=?|&&|\|\||-)$/.test(node.token('operator')) ||
        left === undefined ||
        right === undefined
      )
        continue;
      if (withoutBlanks(left.text) !== withoutBlanks(right.text)) continue;
      if (/^(number|string|true|false)$/.test(unwrap(left).kind) || hasEffect(left)) continue;
      yield { node, source: node.text };
    }
  },
});

/** Two reads of an iterator or of a clock differ. */
function hasEffect(node: Parameters<typeof unwrap>[0]): boolean {
  return [...descendants(node)].some(({ kind }) =>
    /^(call_expression|new_expression|update_expression|await_expression|assignment_expression)$/.test(kind),
  );
}
