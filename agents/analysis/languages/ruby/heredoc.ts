import { ancestors, type SyntaxNode } from '../../syntax/syntax-node.ts';

/** The text that `<<~SQL` announces: it stands below the line, wherever that ends in the tree. */
export function heredocOf(beginning: SyntaxNode): SyntaxNode | undefined {
  const label = beginning.text.replace(/^<<[~-]?|['"`]/g, '');
  for (const outer of ancestors(beginning)) {
    const body = outer.children.find(
      (child) =>
        child.kind === 'heredoc_body' &&
        child.start >= beginning.end &&
        child.children.at(-1)?.text.trim() === label,
    );
    if (body !== undefined) return body;
  }
  return undefined;
}
