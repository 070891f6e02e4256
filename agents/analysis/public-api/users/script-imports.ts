import { posix } from 'node:path';
import type { Alias } from '#agents/judge/related/resolve-import.ts';
import type { FindImports, Known, Target } from './imports.ts';

const forms = [
  /^[ \t]*(import|export)\s+(?:type\s+)?([\w$*{][^'";]{0,1000}?)\s*\bfrom\s*['"]([^'"\n]+)['"]/gm,
  /^[ \t]*(?:export\s+)?(const|let|var)\s+(\{[^}]{0,1000}\}|[\w$]+)\s*=\s*(?:await\s+import|require)\(\s*['"]([^'"\n]+)['"]\s*\)/gm,
];

export interface Resolution {
  readonly aliases: readonly Alias[];
  /** The package of the target, and the names it gives things: `@acme/orders`. */
  readonly packageName: string | undefined;
  readonly publicName: (own: string) => string | undefined;
}

/** Imports of TypeScript and JavaScript: by relative path, by alias, by the name of the target's package. */
export function scriptImports(resolution: Resolution): FindImports {
  return ({ path, text }, target) =>
    forms.flatMap((form) =>
      [...text.matchAll(form)].flatMap((match) => {
        const [whole, word = '', clause = '', from = ''] = match;
        const name = nameOver(from, path, target, resolution);
        if (name === undefined) return [];
        const offset = match.index + whole.indexOf(clause);
        return knownBy(word, clause, name).map((known) => ({ ...known, offset: offset + known.offset }));
      }),
    );
}

/** The target's name in the module that an import names; undefined where that is not the target. */
function nameOver(
  from: string,
  importer: string,
  target: Target,
  resolution: Resolution,
): string | undefined {
  if (from === resolution.packageName) return resolution.publicName(target.name);
  const own = bare(target.path);
  const paths = pathsOf(from, importer, resolution.aliases).map(bare);
  return paths.some((path) => path === own || posix.join(path, 'index') === own) ? target.name : undefined;
}

function pathsOf(from: string, importer: string, aliases: readonly Alias[]): readonly string[] {
  if (from.startsWith('.')) return [posix.join(posix.dirname(importer), from)];
  return aliases
    .filter(({ prefix }) => from.startsWith(prefix))
    .map(({ prefix, target }) => posix.normalize(target + from.slice(prefix.length)));
}

const bare = (path: string) => path.replace(/\.[cm]?[jt]sx?$/, '');

/** `a`, `* as ns`, `{ a as b }`, `a, { b }`, and `{ a: b }` of what `require` gives. */
function knownBy(word: string, clause: string, name: string): readonly Known[] {
  const space = /\*(?:\s*as\s+([\w$]+))?/.exec(clause);
  if (space !== null) return [spaceKnownBy(word, { local: space[1], offset: space.index }, name)];
  const isGiven = word === 'export';
  const isRequired = word !== 'import' && !isGiven;
  const list = /\{([^}]*)\}/.exec(clause);
  const listed = list === null ? [] : specifiers(list[1] ?? '', list.index + 1);
  const [whole] = isRequired || name === 'default' ? (/^[\w$]+/.exec(clause) ?? []) : [];
  return [
    ...(whole === undefined
      ? []
      : [{ text: isRequired ? `${whole}.${name}` : whole, offset: 0, isNamed: !isRequired }]),
    ...listed
      .filter(({ imported }) => imported === name)
      .map(({ local, offset }) => ({
        text: isGiven ? '' : local,
        offset,
        isNamed: true,
        ...(isGiven ? { givenOnAs: local } : {}),
      })),
  ];
}

/** `import * as ns`, `export * as ns`, and `export *`, which gives on all but the default. */
function spaceKnownBy(
  word: string,
  { local, offset }: { readonly local: string | undefined; readonly offset: number },
  name: string,
): Known {
  if (word !== 'export') return { text: `${local}.${name}`, offset, isNamed: false };
  const isLeftOut = local !== undefined || name === 'default';
  return { text: '', offset, isNamed: false, ...(isLeftOut ? {} : { givenOnAs: name }) };
}

function specifiers(list: string, start: number) {
  return [...list.matchAll(/(?:type\s+)?([\w$]+)(?:\s+as\s+([\w$]+)|\s*:\s*([\w$]+))?/g)].map(
    ({ index, 1: imported = '', 2: renamed, 3: bound }) => ({
      imported,
      local: renamed ?? bound ?? imported,
      offset: start + index,
    }),
  );
}
