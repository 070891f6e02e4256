import { withoutBlanks } from '../../syntax/expressions.ts';
import { descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';

export const indexPastEnd = defineRule({
  id: 'correctness/index-past-end',
  title: 'The loop reads `{source}` one past its end',
  cwe: 'CWE-193',
  severity: 'high',
  confidence: 0.9,
  why: 'The last index is one less than the length: the last round reads a place that is not there.',
  instead: 'Use `<`, or `for … of`.',
  example: 'for (let i = 0; i < items.length; i++) use(items[i]);',
  *find(file): Iterable<Match> {
    for (const loop of file.nodes('for_statement')) {
      const test = testOf(loop);
      if (test === undefined || !startsLow(loop) || !readsPastEnd(loop, test)) continue;
      const { node, index, list } = test;
      yield { node, source: list, edit: { node, text: `${index} < ${list}.length` } };
    }
  },
});

interface Test {
  readonly node: SyntaxNode;
  readonly index: string;
  readonly list: string;
}

/** `i <= list.length` */
function testOf(loop: SyntaxNode): Test | undefined {
  const condition = loop.field('condition');
  const node = condition?.kind === 'binary_expression' ? condition : condition?.children[0];
  if (node?.token('operator') !== '<=') return undefined;
  const list = /^([\s\S]+)\.length$/.exec(node.fieldText('right'))?.[1];
  return list === undefined ? undefined : { node, index: node.fieldText('left'), list };
}

/** A loop that counts from 1 may well end at the length. */
function startsLow(loop: SyntaxNode): boolean {
  return /=\s*0\s*[,;]?/.test(loop.field('initializer')?.text ?? '');
}

function readsPastEnd(loop: SyntaxNode, { index, list }: Test): boolean {
  const body = loop.field('body');
  if (body === undefined) return false;
  // The body itself knows the round past the end.
  if (withoutBlanks(body.text).includes(`${index}<${withoutBlanks(list)}.length`)) return false;
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
