import type {
  Change,
  ChangeSet,
  RepositorySearch,
  SearchRepository,
  SearchResult,
} from '#agents/contract.ts';
import type { Alias } from '#agents/judge/related/resolve-import.ts';
import { languageOf } from '../../changes/language-of.ts';
import { isParsedLanguage, isSyntaxLanguage, type ParseSource } from '../../syntax/parse-source.ts';
import type { Break } from '../breaks.ts';
import { goImports } from './go-imports.ts';
import type { FindImports, Importer, Target } from './imports.ts';
import { brokenPlaces } from './places.ts';
import { pythonImports } from './python-imports.ts';
import { scriptImports } from './script-imports.ts';

/** A line that no longer works with the change. */
export interface BrokenUse {
  readonly path: string;
  readonly line: number;
}

/** What is known of the package around a changed file. */
export interface Surroundings {
  readonly aliases: readonly Alias[];
  readonly packageName: string | undefined;
  readonly publicName: (own: string) => string | undefined;
  /** The module path of Go. */
  readonly module: string | undefined;
}

export interface UserSources {
  readonly changeSet: ChangeSet;
  readonly parse: ParseSource;
  readonly search?: SearchRepository | undefined;
}

/** Changed files for which the repository is searched: each is a walk through all of it. */
const maxSearches = 12;
/** More places say no more than these. */
const maxUses = 20;
/** Re-exports of re-exports are followed this far. */
const maxRounds = 3;
/** Who writes longer files by hand? */
const maxChars = 200_000;

const extensions: Readonly<Record<string, readonly string[]>> = {
  script: ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'],
  python: ['py'],
  go: ['go'],
};

/** Finds what in the repository still uses the old form of something: in the change's other files, and in those that it leaves alone. */
export class Users {
  readonly #sources: UserSources;
  #searches = 0;
  /** Why not everything was looked at, each reason once. */
  readonly cuts = new Set<string>();

  constructor(sources: UserSources) {
    this.#sources = sources;
  }

  /** Broken uses by break; those of which no text can tell are absent. */
  async of(
    change: Change,
    breaks: readonly Break[],
    surroundings: Surroundings,
  ): Promise<ReadonlyMap<Break, readonly BrokenUse[]>> {
    const told = breaks.filter(({ use }) => use !== undefined);
    const kind = kindOf(change.language);
    const findImports = importsOf(change, surroundings);
    if (told.length === 0 || kind === undefined || findImports === undefined) return new Map();
    const files = await this.#files(change, told, kind);
    return new Map(told.map((one) => [one, this.#usesOf(one, change, { files, findImports })]));
  }

  async #files(change: Change, breaks: readonly Break[], kind: string): Promise<readonly Importer[]> {
    const { changeSet } = this.#sources;
    const own = changeSet.changes.flatMap(({ path, headText, language }) =>
      headText !== undefined && kindOf(language) === kind && path !== change.path
        ? [{ path, text: headText }]
        : [],
    );
    const names = new Set(breaks.map(({ name }) => ownName(name)));
    const stem = stemOf(change.path);
    // A default export has any name where it is imported.
    const hasDefault = names.delete('default');
    const found = await this.#search({
      words: [...names, ...(hasDefault ? [stem] : [])],
      ...(kind === 'go' ? {} : { wholeOf: stem }),
      extensions: extensions[kind] ?? [],
      near: change.path,
    });
    if (found?.cut !== undefined) this.cuts.add(found.cut);
    const known = new Set(changeSet.changes.map(({ path }) => path));
    return [...own, ...(found?.files ?? []).filter(({ path }) => !known.has(path))].filter(
      ({ text }) => text.length <= maxChars,
    );
  }

  async #search(wanted: RepositorySearch): Promise<SearchResult | undefined> {
    const { search } = this.#sources;
    if (search === undefined) return undefined;
    this.#searches += 1;
    if (this.#searches <= maxSearches) return search(wanted);
    return { files: [], cut: `for the first ${maxSearches} files that break something` };
  }

  #usesOf(
    one: Break,
    change: Change,
    { files, findImports }: { readonly files: readonly Importer[]; readonly findImports: FindImports },
  ): readonly BrokenUse[] {
    const first = { path: change.previousPath ?? change.path, name: ownName(one.name) };
    const uses = new Map<string, BrokenUse>();
    const seen = new Set<string>();
    let targets: readonly Target[] = [first];
    for (let round = 0; round < maxRounds && targets.length > 0; round += 1) {
      const next: Target[] = [];
      for (const target of targets)
        for (const file of files) {
          const key = `${file.path}\n${target.path}\n${target.name}`;
          if (seen.has(key) || file.path === target.path || uses.size >= maxUses) continue;
          seen.add(key);
          const found = this.#inFile(file, target, { one, findImports });
          for (const use of found.uses) uses.set(`${use.path}:${use.line}`, use);
          next.push(...found.givenOn);
        }
      targets = next;
    }
    return [...uses.values()];
  }

  #inFile(
    file: Importer,
    target: Target,
    { one, findImports }: { readonly one: Break; readonly findImports: FindImports },
  ): { readonly uses: readonly BrokenUse[]; readonly givenOn: readonly Target[] } {
    const imports = findImports(file, target);
    const { use } = one;
    if (imports.length === 0 || use === undefined) return { uses: [], givenOn: [] };
    const root = this.#sources.parse(file.text, languageOfImporter(file.path));
    const offsets = imports.flatMap(({ isNamed, offset, text: written }) => {
      if (use.kind === 'name' && isNamed) return [offset];
      return written === '' ? [] : brokenPlaces(root, { source: file.text, written, use });
    });
    const uses = offsets.map((offset) => ({ path: file.path, line: lineAt(file.text, offset) }));
    // A file that gives on a lost name is broken itself; who imports from there breaks with it.
    const givenOn = imports.flatMap(({ givenOnAs, isNamed }) =>
      givenOnAs === undefined || (use.kind === 'name' && isNamed)
        ? []
        : [{ path: file.path, name: givenOnAs }],
    );
    return { uses, givenOn };
  }
}

function kindOf(language: string | undefined): string | undefined {
  if (isSyntaxLanguage(language)) return 'script';
  return language === 'python' || language === 'go' ? language : undefined;
}

function importsOf(
  { language, baseText = '' }: Change,
  { aliases, packageName, publicName, module }: Surroundings,
): FindImports | undefined {
  if (language === 'python') return pythonImports;
  if (language === 'go')
    return goImports(/^package\s+(\w+)/m.exec(baseText)?.[1] ?? '', module && packageName);
  return isSyntaxLanguage(language) ? scriptImports({ aliases, packageName, publicName }) : undefined;
}

/** `Client()` is how the class is constructed. */
const ownName = (name: string) => name.replace(/\(\)$/, '');

/** What an import of all of a file names: the file, or the folder of an index. */
function stemOf(path: string): string {
  const parts = path.replace(/\.\w+$/, '').split('/');
  const last = parts.at(-1) ?? '';
  return /^(index|__init__)$/.test(last) ? (parts.at(-2) ?? last) : last;
}

function languageOfImporter(path: string) {
  const language = languageOf(path);
  return isParsedLanguage(language) ? language : 'typescript';
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
