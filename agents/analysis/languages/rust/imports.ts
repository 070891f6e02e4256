import type { Import } from '../../code/grammar.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';

/** `use a::{b, c::d as e}`: each local name with its whole path, by dots. */
export function importsOf(node: SyntaxNode): readonly Import[] {
  const argument = node.field('argument');
  return argument === undefined ? [] : namesOf(argument, []);
}

function namesOf(node: SyntaxNode, path: readonly string[]): readonly Import[] {
  switch (node.kind) {
    case 'use_list':
      return node.children.flatMap((child) => namesOf(child, path));
    case 'scoped_use_list':
      return (node.field('list')?.children ?? []).flatMap((child) =>
        namesOf(child, [...path, ...pathOf(node.field('path'))]),
      );
    case 'use_as_clause':
      return [
        {
          local: node.fieldText('alias'),
          origin: [...path, ...pathOf(node.field('path'))].join('.'),
        },
      ];
    case 'self':
      return [{ local: path.at(-1) ?? '', origin: path.join('.') }];
    case 'use_wildcard':
      return [];
    default: {
      const parts = [...path, ...pathOf(node)];
      const local = parts.at(-1) ?? '';
      // What the own crate names is known by its own name.
      return parts[0] === 'crate' || parts[0] === 'super' ? [] : [{ local, origin: parts.join('.') }];
    }
  }
}

function pathOf(node: SyntaxNode | undefined): readonly string[] {
  return node === undefined ? [] : node.text.split('::').map((part) => part.trim());
}
