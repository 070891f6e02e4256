import { isUntestedPath } from '../missing-tests/test-paths.ts';
import { type PackageEntries, readPackage } from './package-entries.ts';

export type Read = (path: string) => Promise<string | undefined>;

/** The way by which code outside of a package reaches a file of it. */
export interface Reach {
  /** As in `package.json`. */
  readonly packageName: string;
  /** The version before and after the change. */
  readonly version: string | undefined;
  /** Nobody outside of the repository installs it; other packages of the repository may. */
  readonly isPrivate: boolean;
  /** The public name of an export; undefined for one that is not given on. */
  readonly publicName: (own: string) => string | undefined;
}

/** Re-exports of re-exports are followed this far. */
const maxDepth = 3;
const extensions = ['ts', 'tsx', 'mts', 'cts', 'js', 'mjs', 'cjs', 'jsx'];

/** How a file is reached from outside of its package; undefined where it is not, or where one cannot be sure. */
export async function reachOf(path: string, read: Read): Promise<Reach | undefined> {
  if (isUntestedPath(path) || /(^|\/)_|\.(test|spec)\./.test(path)) return undefined;
  const found = await packageOf(path, read);
  if (found === undefined) return undefined;
  const { entries, folder } = found;
  const own = withoutExtension(path.slice(folder.length));
  const packageName = entries.name;
  const { version, isPrivate } = entries;
  if (entries.sources.some((source) => fits(source, own)))
    return { packageName, version, isPrivate, publicName: (name) => name };
  for (const source of entries.sources.filter((one) => !one.includes('*')).slice(0, maxDepth)) {
    const names = await givenOn(`${folder}${source}`, path, read, maxDepth);
    if (names !== undefined) return { packageName, version, isPrivate, publicName: names };
  }
  return undefined;
}

function fits(source: string, own: string): boolean {
  if (!source.includes('*')) return source === own;
  const [start = '', end = ''] = source.split('*');
  return own.startsWith(start) && own.endsWith(end) && own.length > start.length + end.length;
}

function withoutExtension(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/, '');
}

async function packageOf(
  path: string,
  read: Read,
): Promise<{ readonly folder: string; readonly entries: PackageEntries } | undefined> {
  const parts = path.split('/').slice(0, -1);
  for (let depth = parts.length; depth >= 0; depth -= 1) {
    const folder = parts
      .slice(0, depth)
      .map((part) => `${part}/`)
      .join('');
    const text = await read(`${folder}package.json`);
    const entries = text === undefined ? undefined : readPackage(text);
    if (entries !== undefined) return { folder, entries };
  }
  return undefined;
}

type Names = (own: string) => string | undefined;

/** What a module gives on of a file, directly or by way of others. */
async function givenOn(module: string, path: string, read: Read, depth: number): Promise<Names | undefined> {
  if (depth === 0) return undefined;
  const found = await readModule(module, read);
  if (found === undefined) return undefined;
  for (const { from, names } of forwardedBy(found.text)) {
    const target = joined(found.path, from);
    if (
      withoutExtension(target) === withoutExtension(path) ||
      `${withoutExtension(target)}/index` === withoutExtension(path)
    )
      return names;
    const further = await givenOn(withoutExtension(target), path, read, depth - 1);
    if (further !== undefined)
      return (own) => {
        const name = further(own);
        return name === undefined ? undefined : names(name);
      };
  }
  return undefined;
}

async function readModule(
  module: string,
  read: Read,
): Promise<{ readonly path: string; readonly text: string } | undefined> {
  for (const path of [
    ...extensions.slice(0, 5).map((extension) => `${module}.${extension}`),
    `${module}/index.ts`,
  ]) {
    const text = await read(path);
    if (text !== undefined) return { path, text };
  }
  return undefined;
}

const forwarding = /^\s*export\s+(?:type\s+)?(\*(?:\s+as\s+\w+)?|\{[^}]*\})\s*from\s*['"](\.[^'"]*)['"]/gm;

function forwardedBy(text: string): readonly { readonly from: string; readonly names: Names }[] {
  return [...text.matchAll(forwarding)].map(([, what = '', from = '']) => ({ from, names: namesOf(what) }));
}

function namesOf(what: string): Names {
  const space = /^\*\s+as\s+(\w+)$/.exec(what)?.[1];
  if (what === '*') return (own) => (own === 'default' ? undefined : own);
  if (space !== undefined) return (own) => `${space}.${own}`;
  const given = new Map(
    what
      .slice(1, -1)
      .split(',')
      .flatMap((part) => {
        const [, own, other] = /^\s*(?:type\s+)?(\w+)(?:\s+as\s+(\w+))?\s*$/.exec(part) ?? [];
        return own === undefined ? [] : [[own, other ?? own] as const];
      }),
  );
  return (own) => given.get(own);
}

function joined(from: string, module: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of module.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
