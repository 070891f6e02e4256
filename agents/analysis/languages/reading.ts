import type { Argument, Expression, Item } from '../code/expression.ts';
import type { Read, Write } from '../code/grammar.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';

/** Steps that the grammars share. */

export function inner(node: SyntaxNode, read: Read): Expression {
  const child = node.children[0];
  return child === undefined ? { kind: 'other', node, children: [] } : read(child);
}

export function last(node: SyntaxNode, read: Read): Expression {
  const child = node.children.at(-1);
  return child === undefined ? { kind: 'other', node, children: [] } : read(child);
}

export function field(node: SyntaxNode, name: string, read: Read): Expression {
  const child = node.field(name);
  return child === undefined ? { kind: 'other', node, children: [] } : read(child);
}

export function nameAt(node: SyntaxNode): Expression {
  return { kind: 'name', node, name: node.text };
}

export function constantAt(node: SyntaxNode): Expression {
  return { kind: 'constant', node, text: node.text.replace(/^:/, '') };
}

export function numberAt(node: SyntaxNode): Expression {
  return {
    kind: 'number',
    node,
    value: Number(node.text.replaceAll('_', '').replace(/(?<=\d)[lLfFdDuUmM]+$/, '')),
  };
}

export function others(node: SyntaxNode, read: Read): Expression {
  return { kind: 'other', node, children: node.children.map(read) };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

/** What an escape sequence stands for; unknown ones stand for themselves. */
export function unescaped(text: string): string {
  return escapes[text.slice(1)] ?? text.slice(1);
}

/** A literal whose children are its pieces: text, escapes, and expressions put in between. */
export function literalOf(node: SyntaxNode, read: Read, isText: RegExp): Expression {
  const parts = piecesOf(node, read, isText);
  if (parts.every((part) => part.kind === 'text')) {
    return {
      kind: 'text',
      node,
      text: parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''),
    };
  }
  return { kind: 'joined', node, parts };
}

function piecesOf(node: SyntaxNode, read: Read, isText: RegExp): readonly Expression[] {
  return node.children.flatMap((child): readonly Expression[] => {
    if (child.kind === 'escape_sequence') return [{ kind: 'text', node: child, text: unescaped(child.text) }];
    if (isText.test(child.kind)) return [{ kind: 'text', node: child, text: child.text }];
    if (/(_start|_end|_brace|_beginning|start|end)$/.test(child.kind)) return [];
    return [read(child)];
  });
}

export function operatorOf(written: string): string {
  return { '&&': 'and', '||': 'or' }[written] ?? written;
}

export function binaryOf(
  node: SyntaxNode,
  read: Read,
  operator = operatorOf(node.token('operator')),
): Expression {
  const [left, right] = [node.field('left') ?? node.children[0], node.field('right') ?? node.children[1]];
  if (left === undefined || right === undefined) return others(node, read);
  return { kind: 'binary', node, operator, left: read(left), right: read(right) };
}

export function collectionOf(node: SyntaxNode, items: readonly Item[], type?: string): Expression {
  return { kind: 'collection', node, items, ...(type === undefined ? {} : { type }) };
}

export function callOf(
  node: SyntaxNode,
  callee: Expression,
  given: readonly Argument[],
  construction = false,
): Expression {
  return { kind: 'call', node, callee, arguments: given, construction };
}

/** What an assignment does to its target. */
export function writeTo(
  target: Expression,
  value: Expression,
  node: SyntaxNode,
  mode: Write['mode'],
): readonly Write[] {
  if (target.kind === 'name') return [{ target: target.name, value, node, mode }];
  if (target.kind === 'member') return [{ target: targetText(target), value, node, mode }];
  if (target.kind === 'collection') return patternWrites(target.items, value, node);
  if (target.kind === 'other') return target.children.flatMap((child) => writeTo(child, value, node, 'part'));
  if (target.kind !== 'index') return [];
  const { object } = target;
  const isNamed = object.kind === 'name' || object.kind === 'member';
  return isNamed ? [{ target: targetText(object), value, node, mode: 'element', key: target.index }] : [];
}

/** `a, b = x, y` gives each its own; of one value each gets a part. */
function patternWrites(targets: readonly Item[], value: Expression, node: SyntaxNode): readonly Write[] {
  const values =
    value.kind === 'collection' && value.items.length === targets.length ? value.items : undefined;
  return targets.flatMap((target, place) => {
    const own = values?.[place];
    return own === undefined
      ? writeTo(target.value, value, node, 'part')
      : writeTo(target.value, own.value, node, 'set');
  });
}

function targetText(target: Expression): string {
  if (target.kind !== 'member') return target.node.text;
  const object = target.object.node.text;
  return /^(self|this|\$this|cls)$/.test(object) ? `this.${target.name}` : `${object}.${target.name}`;
}

/** The name a declaration is written under. */
export function nameOf(node: SyntaxNode): string {
  return node.field('name')?.text ?? '';
}
