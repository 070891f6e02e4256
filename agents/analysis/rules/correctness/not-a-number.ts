import { defineRule, type Match } from '../define-rule.ts';

export const notANumber = defineRule({
  id: 'correctness/compare-nan',
  title: 'Nothing equals NaN: `{source}` never changes',
  cwe: 'CWE-570',
  severity: 'medium',
  confidence: 0.99,
  why: '`NaN` is unequal to every value, itself included, so this comparison always has the same result.',
  instead: 'Ask `Number.isNaN`.',
  example: 'if (Number.isNaN(value)) return undefined;',
  *find(file): Iterable<Match> {
    for (const node of file.nodes('binary_expression')) {
      const operator = node.token('operator');
      const sides = [node.field('left'), node.field('right')];
      const other = sides.find((side) => side !== undefined && !isNaNLiteral(side.text));
      if (!/^[!=]==?$/.test(operator) || other === undefined) continue;
      if (!sides.some((side) => side !== undefined && isNaNLiteral(side.text))) continue;
      const text = `${operator.startsWith('!') ? '!' : ''}Number.isNaN(${other.text})`;
      yield { node, source: node.text, edit: { node, text } };
    }
  },
});

function isNaNLiteral(text: string): boolean {
  return text === 'NaN' || text === 'Number.NaN';
}
