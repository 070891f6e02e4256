import type { Change } from '#agents/contract.ts';
import type { Flow } from './flow/flow.ts';
import { escapeRegExp } from './flow/functions.ts';
import type { Modules } from './flow/modules.ts';
import { SourceFile } from './rules/source-file.ts';
import { TreeCollector } from './syntax/collect-trees.ts';
import { isSyntaxLanguage, type ParseSource } from './syntax/parse-source.ts';

interface Text {
  readonly path: string;
  readonly text: string;
  readonly language: string | undefined;
}

/** Trees are some hundred times the size of their text: a few neighbours at a time are enough. */
const maxOpenFiles = 8;
/** What everybody calls is called with everything: the first callers tell enough. */
const maxImporters = 8;
/** Words without which nothing comes from outside: reading the text is quicker than parsing it. */
const outsideWords =
  /\b(req|request|ctx|c\.req|searchParams|formData|pathParameters|queryStringParameters|params|input|args|location|referrer|argv|Body|Query|Param|Args|Headers)\b|['"]use server['"]|\.on\(/;
/** Files that one file may have parsed for itself: what everything imports would cost more than all its rules. */
const maxNewNeighbours = 10;
/** Nobody follows a helper through a bundle. */
const maxNeighbourChars = 300_000;

/** One side of all files of a change: imports between them lead somewhere. */
export class Project implements Modules {
  readonly #texts: ReadonlyMap<string, Text>;
  readonly #parse: ParseSource;
  readonly #collector = new TreeCollector();
  readonly #open = new Map<string, SourceFile>();
  #focused: SourceFile | undefined;
  #newNeighbours = maxNewNeighbours;
  #importers: Map<string, string[]> | undefined;
  #tails: Map<string, string[]> | undefined;

  constructor(texts: readonly Text[], parse: ParseSource) {
    this.#texts = new Map(texts.map((text) => [text.path, text]));
    this.#parse = parse;
  }

  /** The file that is looked at now: it stays open, however many neighbours are opened meanwhile. */
  focus(path: string): SourceFile | undefined {
    this.#newNeighbours = maxNewNeighbours;
    this.#focused = this.#known(path) ?? this.#parsed(path);
    return this.#focused;
  }

  open(path: string): Flow | undefined {
    const known = this.#known(path);
    if (known !== undefined) return known.flow;
    const size = this.#texts.get(path)?.text.length ?? 0;
    if (size > maxNeighbourChars || this.#newNeighbours === 0) return undefined;
    this.#newNeighbours -= 1;
    return this.#parsed(path)?.flow;
  }

  #known(path: string): SourceFile | undefined {
    return this.#focused?.path === path ? this.#focused : this.#open.get(path);
  }

  #parsed(path: string): SourceFile | undefined {
    const found = this.#texts.get(path);
    if (found === undefined || !isSyntaxLanguage(found.language)) return undefined;
    const { text, language } = found;
    this.#collector.parsed(text.length);
    const file = new SourceFile({ path, text, language, root: this.#parse(text, language), modules: this });
    this.#open.set(path, file);
    const [oldest] = this.#open.keys();
    if (this.#open.size > maxOpenFiles && oldest !== undefined) this.#open.delete(oldest);
    return file;
  }

  resolve(from: string, module: string): string | undefined {
    if (this.#texts.size < 2) return undefined;
    if (module.startsWith('.')) return this.#existing(joined(from, module));
    const tail = /^(?:[@~]\/|#|~)(.+)$/.exec(module)?.[1];
    return tail === undefined ? undefined : this.#byTail(tail);
  }

  importersOf(path: string, name: string): readonly string[] {
    this.#importers ??= this.#findImporters();
    const direct = this.#importers.get(path) ?? [];
    // A file of re-exports stands between: who imports from there may mean this file.
    const forwarding = direct.filter((other) =>
      /\bexport\b[^;\n]*\bfrom\b/.test(this.#texts.get(other)?.text ?? ''),
    );
    const behind = forwarding.flatMap((other) => this.#importers?.get(other) ?? []);
    const named = new RegExp(`\\b(?:${escapeRegExp(name)}|default)\\b`);
    return [...new Set([...direct, ...behind])]
      .filter((other) => (direct.includes(other) ? this.#holds(other, named) : true))
      .filter((other) => this.#holds(other, outsideWords))
      .slice(0, maxImporters);
  }

  #holds(path: string, pattern: RegExp): boolean {
    return pattern.test(this.#texts.get(path)?.text ?? '');
  }

  #existing(path: string): string | undefined {
    return candidates(path).find((candidate) => this.#texts.has(candidate));
  }

  /** Aliases such as `@/lib/db` stand for a folder that only the configuration names: one file has to end that way. */
  #byTail(tail: string): string | undefined {
    this.#tails ??= this.#findTails();
    for (const candidate of candidates(tail)) {
      const paths = this.#tails.get(candidate.slice(candidate.lastIndexOf('/') + 1)) ?? [];
      const ending = paths.filter((path) => path === candidate || path.endsWith(`/${candidate}`));
      if (ending.length === 1) return ending[0];
    }
    return undefined;
  }

  #findTails(): Map<string, string[]> {
    const tails = new Map<string, string[]>();
    for (const path of this.#texts.keys()) addTo(tails, path.slice(path.lastIndexOf('/') + 1), path);
    return tails;
  }

  #findImporters(): Map<string, string[]> {
    const importers = new Map<string, string[]>();
    for (const { path, text, language } of this.#texts.values()) {
      if (!isSyntaxLanguage(language)) continue;
      for (const [, module = ''] of text.matchAll(
        /(?:\bfrom|\brequire\(|\bimport\()\s*['"]([.@#~][^'"\n]*)['"]/g,
      )) {
        const target = this.resolve(path, module);
        if (target !== undefined) addTo(importers, target, path);
      }
    }
    return importers;
  }
}

/** The head and the base of a change, each with the paths that its imports use. */
export function projectsOf(
  changes: readonly Change[],
  parse: ParseSource,
): { readonly head: Project; readonly base: Project } {
  const texts = (side: 'headText' | 'baseText') =>
    changes.flatMap((change) => {
      const text = change[side];
      const path = side === 'baseText' ? (change.previousPath ?? change.path) : change.path;
      return text === undefined ? [] : [{ path, text, language: change.language }];
    });
  return { head: new Project(texts('headText'), parse), base: new Project(texts('baseText'), parse) };
}

const extensions = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'];

/** The files an import may mean: as written, in TypeScript for JavaScript, with an extension, or a folder's index. */
function candidates(path: string): readonly string[] {
  const bare = path.replace(/\.[cm]?jsx?$/, '');
  return [
    path,
    ...extensions.map((extension) => `${bare}.${extension}`),
    ...extensions.map((extension) => `${path}/index.${extension}`),
  ];
}

function joined(from: string, module: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of module.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function addTo(map: Map<string, string[]>, key: string, value: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else if (!known.includes(value)) known.push(value);
}
