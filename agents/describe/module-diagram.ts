import { posix } from 'node:path';
import type { Change } from '../contract.ts';
import { kindOf, moduleOf } from './change-map.ts';

const maxModules = 12;
const maxEdges = 30;
const importForm =
  /(?:^|\n)\s*(?:import|export)\b[^'"\n;]*?['"]([^'"\n]+)['"]|\bfrom\s+['"]([^'"\n]+)['"]|\brequire\(['"]([^'"\n]+)['"]\)/g;

/**
 * Which of the touched modules use which, as a Mermaid flowchart; undefined where fewer than two are touched or none
 * uses another. Read from the imports of the changed files, tests left out.
 */
export function moduleDiagram(changes: readonly Change[]): string | undefined {
  const files = changes.filter(({ path, headText }) => headText !== undefined && kindOf(path) !== 'tests');
  const touched = new Set(files.map(({ path }) => moduleOf(path)));
  const edges = new Set<string>();
  for (const { path, headText = '' } of files) {
    for (const target of importedModules(path, headText)) {
      const from = moduleOf(path);
      if (target !== from && touched.has(target)) edges.add(JSON.stringify([from, target]));
    }
  }
  if (edges.size === 0) return undefined;
  const pairs = [...edges].slice(0, maxEdges).map((edge) => JSON.parse(edge) as [string, string]);
  const modules = [...new Set(pairs.flat())].slice(0, maxModules);
  const ids = new Map(modules.map((name, index) => [name, `m${index}`]));
  const nodes = modules.map((name) => `  ${ids.get(name)}["${label(name)}"]`);
  const arrows = pairs.flatMap(([from, to]) => {
    const [source, target] = [ids.get(from), ids.get(to)];
    return source && target ? [`  ${source} --> ${target}`] : [];
  });
  return ['```mermaid', 'flowchart LR', ...nodes, ...arrows, '```'].join('\n');
}

function importedModules(path: string, text: string): string[] {
  return [...text.matchAll(importForm)].flatMap(([, one, other, third]) => {
    const target = one ?? other ?? third ?? '';
    if (target.startsWith('.')) return [moduleOf(posix.normalize(posix.join(posix.dirname(path), target)))];
    // `#jobs/…`, `@/jobs/…`, `~/jobs/…` and `src/jobs/…` name folders of the repository.
    const inner = /^(?:#|@\/|~\/)?([\w.-]+(?:\/[\w.-]+)+)$/.exec(target)?.[1];
    return inner === undefined ? [] : [moduleOf(inner), moduleOf(`src/${inner}`)];
  });
}

/** Inside quotes Mermaid takes anything but a quote; `#` begins an entity there. */
const label = (name: string): string =>
  name
    .replaceAll('#', '#35;')
    .replaceAll('"', '#quot;')
    .replaceAll(/[<>`\n]/g, ' ');
