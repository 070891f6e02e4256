import type { Change, ChangeSet, ReadFile } from '#agents/contract.ts';
import { importsOf } from '#agents/judge/related/imported-names.ts';
import { type Alias, aliasesOf, pathsOfImport } from '#agents/judge/related/resolve-import.ts';
import { copyOf, type NewFunction } from '../duplication.ts';
import { code } from '../findings/shown-text.ts';
import type { Spotted } from '../findings/spotted.ts';
import { longShapeOf } from './renamed-copies.ts';
import { findShape, shapeOf } from './shape.ts';
import { isTestPath } from '../missing-tests/test-paths.ts';
import { normaliseText } from '../syntax/expressions.ts';

/** The model's context is read from the same allowance. A wrong guess at a path is a read as well. */
const maxReads = 10;
/** A larger change is a move or a start. */
const maxFunctions = 20;
const maxChars = 300_000;

/**
 * New functions that stand, word for word or with other names, in a file which the change leaves alone: one that the
 * changed file imports, or that the index of its folder gives on.
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
    let left = own;
    for await (const neighbour of files.of(change)) {
      const copies = copiesIn(neighbour, left, change.language);
      spotted.push(...copies.values());
      left = left.filter((one) => !copies.has(one));
      if (left.length === 0) break;
    }
  }
  return spotted;
}

/** Which of these functions stand in a file, word for word or with other names. */
function copiesIn(
  { path, text }: Neighbour,
  functions: readonly NewFunction[],
  language: string | undefined,
): ReadonlyMap<NewFunction, Spotted> {
  const words = normaliseText(text);
  const whole = text.length <= maxChars ? shapeOf(text, language) : undefined;
  const copies = new Map<NewFunction, Spotted>();
  for (const one of functions) {
    const shape = longShapeOf(one);
    if (words.includes(one.body)) copies.set(one, copyOf(one, code(path)));
    else if (shape && whole && findShape(shape, whole).length > 0)
      copies.set(one, copyOf(one, `${code(path)}, with other names`));
  }
  return copies;
}

interface Neighbour {
  readonly path: string;
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
        if (!this.#changed.has(path) && !isTestPath(path)) yield { path, text };
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
