import type { Change, ChangeSet, ReadFile } from '#agents/contract.ts';
import { importsOf } from '#agents/judge/related/imported-names.ts';
import { type Alias, aliasesOf, pathsOfImport } from '#agents/judge/related/resolve-import.ts';
import { copyOf, type NewFunction } from '../duplication.ts';
import { code } from '../findings/shown-text.ts';
import type { Spotted } from '../findings/spotted.ts';
import { isTestPath } from '../missing-tests/test-paths.ts';
import { normaliseText } from '../syntax/expressions.ts';

/** The model's context is read from the same allowance. A wrong guess at a path is a read as well. */
const maxReads = 10;
/** A larger change is a move or a start. */
const maxFunctions = 20;

/**
 * New functions that stand, word for word, in a file which the change leaves alone: one that the changed file imports,
 * or that the index of its folder gives on.
 */
export async function findRepositoryCopies(
  changeSet: ChangeSet,
  functions: readonly NewFunction[],
  readFile: ReadFile | undefined,
): Promise<readonly Spotted[]> {
  if (readFile === undefined || functions.length === 0 || functions.length > maxFunctions) return [];
  const files = new Neighbours(changeSet, readFile);
  const spotted: Spotted[] = [];
  for (const change of changeSet.changes) {
    const own = functions.filter(({ path }) => path === change.path);
    if (own.length === 0) continue;
    const left = new Set(own);
    for await (const { path, text } of files.of(change)) {
      for (const one of left) {
        if (!text.includes(one.body)) continue;
        spotted.push(copyOf(one, code(path)));
        left.delete(one);
      }
      if (left.size === 0) break;
    }
  }
  return spotted;
}

interface Neighbour {
  readonly path: string;
  /** Normalised. */
  readonly text: string;
}

class Neighbours {
  readonly #changed: ReadonlySet<string>;
  readonly #readFile: ReadFile;
  readonly #texts = new Map<string, string | undefined>();
  #aliases: readonly Alias[] | undefined;

  constructor({ changes }: ChangeSet, readFile: ReadFile) {
    this.#changed = new Set(changes.map(({ path }) => path));
    this.#readFile = readFile;
  }

  /** What a file imports, then what the index of its folder gives on; files of the change were compared before. */
  async *of({ path, headText = '', language }: Change): AsyncGenerator<Neighbour> {
    const seen = new Set([path]);
    const index = path.replace(/[^/]+$/, 'index.ts');
    yield* this.#importedBy({ path, text: headText, language }, seen);
    const text = seen.has(index) ? undefined : await this.#read(index);
    if (text !== undefined) yield* this.#importedBy({ path: index, text, language }, seen);
  }

  async *#importedBy(
    file: { readonly path: string; readonly text: string; readonly language: string | undefined },
    seen: Set<string>,
  ): AsyncGenerator<Neighbour> {
    for (const { from } of importsOf(file.text, file.language)) {
      if (!from.startsWith('.')) this.#aliases ??= aliasesOf(await this.#read('package.json'));
      for (const path of pathsOfImport(file.path, from, this.#aliases ?? [])) {
        if (seen.has(path)) break;
        const text = await this.#read(path);
        if (text === undefined) continue;
        seen.add(path);
        if (!this.#changed.has(path) && !isTestPath(path)) yield { path, text: normaliseText(text) };
        break;
      }
    }
  }

  async #read(path: string): Promise<string | undefined> {
    if (this.#texts.has(path) || this.#texts.size >= maxReads) return this.#texts.get(path);
    const text = await this.#readFile(path);
    this.#texts.set(path, text);
    return text;
  }
}
