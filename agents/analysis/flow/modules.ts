import type { SyntaxNode } from '../syntax/syntax-node.ts';
import { exportsOf } from './exports.ts';
import type { Flow } from './flow.ts';

/** The other files of a change, as far as imports lead to them. */
export interface Modules {
  /** The file an import names; undefined for packages and for files that the change does not touch. */
  resolve(from: string, module: string): string | undefined;
  open(path: string): Flow | undefined;
  /** The files that may hand something from outside to what a file exports under a name. */
  importersOf(path: string, name: string): readonly string[];
}

/** A declaration of another file, with the values of that file. */
export interface Foreign {
  readonly flow: Flow;
  readonly node: SyntaxNode;
}

/** A re-export of a re-export of a re-export is as far as people go. */
const maxForwards = 4;

/**
 * What an imported name stands for: a declaration of a file of the change, or a name of a package (`module` and
 * `imported`) when the file only hands it on.
 */
export function importedFrom(
  flow: Flow,
  module: string,
  imported: string,
  forwards = maxForwards,
): Foreign | { readonly module: string; readonly imported: string } | undefined {
  const path = flow.modules?.resolve(flow.path, module);
  if (path === undefined) return isRelative(module) ? undefined : { module, imported };
  const other = forwards === 0 ? undefined : flow.modules?.open(path);
  if (other === undefined) return undefined;
  for (const exported of exportsOf(other.root, imported)) {
    if (exported.kind === 'declared') return { flow: other, node: exported.node };
    const found =
      exported.kind === 'forwarded'
        ? importedFrom(other, exported.module.replace(/^node:/, ''), exported.imported, forwards - 1)
        : localOf(other, exported.name, forwards);
    if (found !== undefined) return found;
  }
  return undefined;
}

function localOf(flow: Flow, name: SyntaxNode, forwards: number): ReturnType<typeof importedFrom> {
  const binding = flow.bindings.resolve(name);
  if (binding?.kind === 'import') return importedFrom(flow, binding.module, binding.imported, forwards - 1);
  const value = binding === undefined || binding.kind === 'parameter' ? undefined : binding.value;
  const isWhole = binding?.kind !== 'variable' || binding.path.length === 0;
  return value === undefined || !isWhole ? undefined : { flow, node: value };
}

export function isRelative(module: string): boolean {
  return /^(\.{1,2}(\/|$)|[#~@]\/|#|~)/.test(module);
}
