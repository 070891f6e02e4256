import type { Argument, Expression } from '../../code/expression.ts';
import type { Read } from '../../code/grammar.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { callOf, collectionOf } from '../reading.ts';

/** One argument of a macro: the tokens between two commas. */
export interface Tokens {
  readonly name?: string;
  readonly nodes: readonly SyntaxNode[];
  readonly tree: SyntaxNode;
}

export type Expand = (macro: {
  readonly node: SyntaxNode;
  readonly name: string;
  readonly tree: SyntaxNode;
}) => Expression;

/** The arguments in a token tree, apart where its own commas stand. */
export function argumentGroups(tree: SyntaxNode): readonly Tokens[] {
  const groups: SyntaxNode[][] = [];
  let before: SyntaxNode | undefined;
  for (const node of tree.children) {
    const gap = before === undefined ? '' : before.textAfterUntil(node);
    const group = before === undefined || /[,;]|=>/.test(gap) ? undefined : groups.at(-1);
    if (group === undefined) groups.push([node]);
    else group.push(node);
    before = node;
  }
  return groups.map((nodes) => named(nodes, tree));
}

/** `name = value`, and `"key": value` of maps. */
function named(nodes: readonly SyntaxNode[], tree: SyntaxNode): Tokens {
  const [first, second] = nodes;
  if (first === undefined || second === undefined) return { nodes, tree };
  const gap = first.textAfterUntil(second).trim();
  const isNamed = (/^=[\s%?&*]*$/.test(gap) && first.kind === 'identifier') || /^:[&*]*$/.test(gap);
  return isNamed ? { name: first.text.replace(/^"|"$/g, ''), nodes: nodes.slice(1), tree } : { nodes, tree };
}

/** A chain of names, members, calls and indexes; anything else is made of its parts. */
export function readTokens({ nodes, tree }: Tokens, read: Read, expand: Expand): Expression {
  const [first, ...rest] = nodes;
  if (first === undefined) return { kind: 'other', node: tree, children: [] };
  let value = startOf(first, read, expand);
  let before = first;
  for (const node of rest) {
    const next = stepOf({ value, before, node, first, tree }, read, expand);
    if (next === undefined) return partsOf({ nodes, tree }, read, expand);
    value = next;
    before = node;
  }
  return value;
}

function partsOf({ nodes, tree }: Tokens, read: Read, expand: Expand): Expression {
  return { kind: 'other', node: tree, children: nodes.map((node) => startOf(node, read, expand)) };
}

function startOf(node: SyntaxNode, read: Read, expand: Expand): Expression {
  if (node.kind !== 'token_tree') return read(node);
  const items = argumentGroups(node).map((group) => ({ value: readTokens(group, read, expand) }));
  return collectionOf(node, items);
}

interface Step {
  readonly value: Expression;
  readonly before: SyntaxNode;
  readonly node: SyntaxNode;
  readonly first: SyntaxNode;
  readonly tree: SyntaxNode;
}

/** What one more token makes of the value before it; undefined where it is an operand of its own. */
function stepOf(
  { value, before, node, first, tree }: Step,
  read: Read,
  expand: Expand,
): Expression | undefined {
  const gap = before.textAfterUntil(node).replace(/\s|\?/g, '');
  const span = tree.part(first.start, node.end);
  if (node.kind === 'token_tree') {
    if (gap === '!' && value.kind === 'name') return expand({ node: span, name: value.name, tree: node });
    if (gap !== '') return undefined;
    const given = argumentGroups(node).map((group): Argument => ({
      value: readTokens(group, read, expand),
    }));
    if (node.text.startsWith('(')) return callOf(span, value, given);
    return node.text.startsWith('[')
      ? { kind: 'index', node: span, object: value, index: given[0]?.value }
      : undefined;
  }
  if (gap !== '.' && gap !== '::') return undefined;
  return node.text === 'await' ? value : { kind: 'member', node: span, object: value, name: node.text };
}
