import type { CodeFile } from '../../code/code-file.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';

const known = new WeakMap<SyntaxNode, ReadonlyMap<string, readonly SyntaxNode[]>>();

/** The identifiers of a name inside of a node. The file is read once, however many names are asked for. */
export function usesOf(name: string, inside: SyntaxNode, { root, flow }: CodeFile): readonly SyntaxNode[] {
  let uses = known.get(root);
  if (uses === undefined) {
    uses = Map.groupBy(flow.index.nodesOf('identifier'), ({ text }) => text);
    known.set(root, uses);
  }
  return (uses.get(name) ?? []).filter((use) => inside.contains(use));
}
