import { stringValue, unwrap } from '../../syntax/expressions.ts';
import { defineRule, type Match } from '../define-rule.ts';

export const assignmentInCondition = defineRule({
  id: 'correctness/assignment-in-condition',
  title: '`{source}` assigns where a comparison was meant',
  cwe: 'CWE-481',
  severity: 'high',
  confidence: 0.95,
  why: 'One `=` writes the value and the condition tests what was written: it always goes the same way, and the variable is changed on the way.',
  instead: 'Compare with `===`.',
  example: "if (status === 'done') return;",
  *find(file): Iterable<Match> {
    for (const statement of file.nodes(
      'if_statement',
      'while_statement',
      'do_statement',
      'ternary_expression',
    )) {
      const condition = statement.field('condition');
      // A second pair of parentheses says that the assignment is meant.
      const inner = condition?.kind === 'parenthesized_expression' ? condition.children[0] : condition;
      if (inner?.kind !== 'assignment_expression') continue;
      const right = inner.field('right');
      const left = inner.field('left');
      if (right === undefined || left === undefined || !isConstant(unwrap(right))) continue;
      const text = `${left.text} === ${right.text}`;
      yield { node: inner, source: inner.text, edit: { node: inner, text } };
    }
  },
});

/** `while (m = regex.exec(s))` reads on; writing a constant in a condition is no idiom. */
function isConstant(node: Parameters<typeof stringValue>[0] & object): boolean {
  return (
    stringValue(node) !== undefined ||
    /^(number|true|false|null|undefined)$/.test(node.kind) ||
    /^[A-Z][A-Z_\d]+$/.test(node.text)
  );
}
