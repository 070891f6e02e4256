import { ancestors } from '../syntax/syntax-node.ts';
import type { CodeFile } from './code-file.ts';
import type { FunctionShape } from './grammar.ts';

/** The function of the other version with the same name, in a class of the same name. */
export function counterpartOf(fn: FunctionShape, from: CodeFile, to: CodeFile): FunctionShape | undefined {
  if (fn.name === '') return undefined;
  const owner = ownerOf(fn, from);
  return to.flow.index.functionsNamed(fn.name).find((other) => ownerOf(other, to) === owner);
}

/** The name of the class, or the receiver that Go writes in front of a method. */
export function ownerOf({ node }: FunctionShape, { flow }: CodeFile): string {
  const { classes } = flow.language.grammar;
  const owner = [...ancestors(node)].find(({ kind }) => classes.has(kind));
  return owner?.field('name')?.text ?? node.field('receiver')?.text.replace(/^\(\w*\s*|\W/g, '') ?? '';
}
