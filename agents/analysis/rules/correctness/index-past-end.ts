import { withoutBlanks } from '../../syntax/expressions.ts';
import { descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';

export const indexPastEnd = defineRule({
  id: 'correctness/index-past-end',
  title: 'The loop reads `{source}` one past its end',
  cwe: 'CWE-193',
  severity: 'high',
  confidence: 0.9,
  why: 'The last index is `length - 1`; with `<=` the last round reads `undefined`.',
  instead: 'Use `<`, or `for … of`.',
  example: 'for (let i = 0; i < items.length; i++) use(items[i]);',
  *find(file): Iterable<Match> {
    for (const loop of file.nodes('for_statement')) {
      const condition = loop.field('condition');
      const test = condition?.kind === 'binary_expression' ? condition : condition?.children[0];
      const [index, bound] = [test?.field('left'), test?.field('right')];
      if (test?.token('operator') !== '<=' || index === undefined || bound === undefined) continue;
      const list = /^([\s\S]+?)\??\.length$/.exec(bound.text)?.[1];
      if (list === undefined || !startsLow(loop) || !reads(loop.field('body'), list, index.text)) continue;
      const text = `${index.text} < ${bound.text}`;
      yield { node: test, source: list, edit: { node: test, text } };
    }
  },
});

/** A loop that counts from 1 may well end at the length. */
function startsLow(loop: SyntaxNode): boolean {
  return /=\s*0\s*[,;]?/.test(loop.field('initializer')?.text ?? '');
}

function reads(body: SyntaxNode | undefined, list: string, index: string): boolean {
  if (body === undefined) return false;
  const wanted = withoutBlanks(`${list}[${index}]`);
  return [...descendants(body)].some(
    (node) =>
      node.kind === 'subscript_expression' && withoutBlanks(node.text) === wanted && !isChecked(node, body),
  );
}

/** `const item = items[i]; if (item === undefined) …`: the round past the end is meant. */
function isChecked(read: SyntaxNode, body: SyntaxNode): boolean {
  const name = read.parent?.kind === 'variable_declarator' ? read.parent.field('name')?.text : undefined;
  return (
    name !== undefined && new RegExp(`\\b${name}\\s*([!=]==?|\\?\\.|\\?\\?)|!${name}\\b`).test(body.text)
  );
}
