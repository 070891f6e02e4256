import { ancestors, descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';

/** The names that a pattern gives values to: not those of the types it takes apart. */
export function namesIn(pattern: SyntaxNode | undefined): readonly SyntaxNode[] {
  if (pattern === undefined) return [];
  return [...descendants(pattern)].filter(
    (node) =>
      (node.kind === 'identifier' || node.kind === 'shorthand_field_identifier') &&
      /^[a-z_]/.test(node.text) &&
      !isType(node, pattern),
  );
}

function isType(node: SyntaxNode, pattern: SyntaxNode): boolean {
  let inner = node;
  for (const outer of ancestors(node)) {
    if (
      outer.kind.startsWith('scoped_') ||
      outer.field('type') === inner ||
      outer.field('condition') === inner
    )
      return true;
    if (outer === pattern) return false;
    inner = outer;
  }
  return false;
}
