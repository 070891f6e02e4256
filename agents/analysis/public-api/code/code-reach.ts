import type { Change } from '#agents/contract.ts';
import type { Read } from '../public-names.ts';
import { apiLanguage } from './api-languages.ts';

/** What a file belongs to that others can install, and how its new version is announced there. */
export interface CodePackage {
  /** As its users write it. */
  readonly name: string;
  /** The module path of Go. */
  readonly module?: string;
  /** Whether somebody outside of the repository can use the file, and no new major version warns them. */
  readonly isOffered: boolean;
}

export interface Around {
  readonly read: Read;
  /** Whether files beyond the change can be read: without that, nothing says that a package is private. */
  readonly readsAll: boolean;
  readonly changes: readonly Change[];
}

/** The package of a file; undefined where there is none that is known. */
export async function codePackageOf(change: Change, around: Around): Promise<CodePackage | undefined> {
  const find = finders[change.language ?? ''];
  const path = change.previousPath ?? change.path;
  const found = await find?.(path, around, change);
  const isClosed = apiLanguage(change.language)?.isClosed(path) === true || around.changes.some(raisesMajor);
  return found && { ...found, isOffered: found.isOffered !== false && !isClosed };
}

type Found = Pick<CodePackage, 'name' | 'module'> & { readonly isOffered?: false };
type Find = (path: string, around: Around, change: Change) => Promise<Found | undefined>;

const finders: Readonly<Record<string, Find>> = {
  go: goPackage,
  python: pythonPackage,
  java: javaPackage,
  csharp: csharpPackage,
  rust: rustPackage,
};

/** A module path without a dot in its first part cannot be fetched (go.dev/ref/mod#module-path). */
async function goPackage(path: string, { read, readsAll }: Around): Promise<Found | undefined> {
  const found = await nearest(path, ['go.mod'], read);
  const folder = path.replace(/\/?[^/]+$/, '');
  if (found === undefined) return readsAll ? undefined : { name: folder === '' ? path : folder };
  const module = /^module\s+"?([^\s"]+)/m.exec(found.text)?.[1] ?? '';
  const inside = folder.slice(found.folder.length);
  const isFetched = /^[^/]*\./.test(module);
  return {
    name: inside === '' ? module : `${module}/${inside}`,
    module,
    ...(isFetched ? {} : { isOffered: false }),
  };
}

/** A project that is built for an index: `[build-system]`, Poetry, or setuptools' own files. */
async function pythonPackage(path: string, { read }: Around): Promise<Found | undefined> {
  const found = await nearest(path, ['pyproject.toml', 'setup.py', 'setup.cfg'], read);
  if (found === undefined || /Private\s*::|package-mode\s*=\s*false/.test(found.text)) return undefined;
  const isBuilt = /^\[(build-system|tool\.poetry|metadata)\]|\bsetup\(/m.test(found.text);
  return isBuilt ? { name: moduleOf(path.slice(found.folder.length)) } : undefined;
}

/** `src/shop/orders/__init__.py` is imported as `shop.orders`. */
export function moduleOf(path: string): string {
  return path
    .replace(/^(src|lib|python)\//, '')
    .replace(/(\/__init__)?\.py$/, '')
    .replaceAll('/', '.');
}

/** A build that publishes, or says that it is a library. */
async function javaPackage(path: string, { read }: Around, { baseText = '' }: Change) {
  const found = await nearest(path, ['pom.xml', 'build.gradle.kts', 'build.gradle'], read);
  const isLibrary =
    /<distributionManagement\b|maven-(source|gpg|javadoc)-plugin|central-publishing|nexus-staging|\bjava-library\b|\bmaven-publish\b/;
  if (found === undefined || !isLibrary.test(found.text)) return undefined;
  return { name: /^package\s+([\w.]+)/m.exec(baseText)?.[1] ?? 'the library' };
}

/** Projects are named like their folder, most of the time. */
async function csharpPackage(path: string, { read }: Around, { baseText = '' }: Change) {
  const folders = path.split('/').slice(0, -1);
  for (let depth = folders.length; depth > 0; depth -= 1) {
    const text = await read([...folders.slice(0, depth), `${folders[depth - 1]}.csproj`].join('/'));
    if (text === undefined) continue;
    const isPackage =
      /<(PackageId|PackageVersion|PackageTags|PackageLicenseExpression)>|<(IsPackable|GeneratePackageOnBuild)>true/i;
    if (!isPackage.test(text) || /<IsPackable>false/i.test(text)) return undefined;
    return { name: /^\s*namespace\s+([\w.]+)/m.exec(baseText)?.[1] ?? 'the library' };
  }
  return undefined;
}

/** A crate that may be published, where its root gives on the module. Deeper modules are believed. */
async function rustPackage(path: string, { read }: Around) {
  const found = await nearest(path, ['Cargo.toml'], read);
  if (
    found === undefined ||
    !/^\[package\]/m.test(found.text) ||
    /^publish\s*=\s*(false|\[\s*\])/m.test(found.text)
  )
    return undefined;
  const name = /^name\s*=\s*"([^"]+)"/m.exec(found.text)?.[1] ?? 'the crate';
  const [, module] = /^src\/(?:lib\.rs|(\w+)(?:\.rs|\/.*))$/.exec(path.slice(found.folder.length)) ?? [];
  const root = await read(`${found.folder}src/lib.rs`);
  if (root === undefined) return undefined;
  const isGiven =
    module === undefined ||
    new RegExp(`^\\s*pub\\s+(mod\\s+${module}\\b|use\\s+[^;]*\\b${module}\\b)`, 'm').test(root);
  return isGiven ? { name } : undefined;
}

interface Nearest {
  /** Ends with a slash, or is empty. */
  readonly folder: string;
  readonly text: string;
}

/** The first of these files in the folder of a file, or in the nearest above it that has one. */
async function nearest(path: string, names: readonly string[], read: Read): Promise<Nearest | undefined> {
  const parts = path.split('/').slice(0, -1);
  // The root first: most repositories are one package, and each wrong guess is a request.
  const depths = [0, ...parts.map((_, at) => parts.length - at)];
  for (const depth of depths) {
    const folder = parts
      .slice(0, depth)
      .map((part) => `${part}/`)
      .join('');
    for (const name of names) {
      const text = await read(`${folder}${name}`);
      if (text !== undefined) return { folder, text };
    }
  }
  return undefined;
}

const manifests =
  /(^|\/)(pyproject\.toml|setup\.(py|cfg)|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(\.kts)?|gradle\.properties|[^/]+\.csproj|Directory\.Build\.props)$/;

/** Below 1.0.0 the second number counts as the first; Go writes the major version into the module's path. */
export function raisesMajor({ path, baseText = '', headText = '' }: Change): boolean {
  if (!manifests.test(path)) return false;
  const [before, now] = [baseText, headText].map((text) =>
    path.endsWith('go.mod')
      ? /^module\s+(\S+)/m.exec(text)?.[1]
      : /^\s*(?:<(?:Package)?Version>|version\s*[=:]\s*["']?)(0\.\d+|\d+)/im.exec(text)?.[1],
  );
  return before !== undefined && now !== undefined && before !== now;
}
