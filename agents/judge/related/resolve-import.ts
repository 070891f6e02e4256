import { posix } from 'node:path';

/** Where one alias of a project leads: `#agents/*` to `agents/*`. */
export interface Alias {
  readonly prefix: string;
  readonly target: string;
}

/** Paths at which the file of an import may lie, likeliest first; empty for packages. */
export function pathsOfImport(importer: string, from: string, aliases: readonly Alias[]): readonly string[] {
  if (importer.endsWith('.py')) return pythonPaths(importer, from);
  const path = scriptPath(importer, from, aliases);
  if (path === undefined || path.startsWith('..')) return [];
  const own = posix.extname(importer);
  const written = /\.(?:[cm]?[jt]sx?|json)$/.exec(path)?.[0];
  if (written === undefined) return [`${path}${own}`, `${path}/index${own}`];
  // With TypeScript's resolution an import of `.js` may mean the `.ts` beside it.
  const source = path.replace(/\.([cm]?)js(x?)$/, '.$1ts$2');
  return source === path ? [path] : own.includes('ts') ? [source, path] : [path];
}

function scriptPath(importer: string, from: string, aliases: readonly Alias[]): string | undefined {
  if (from.startsWith('.')) return posix.normalize(posix.join(posix.dirname(importer), from));
  const alias = aliases.find(({ prefix }) => from.startsWith(prefix));
  return alias && posix.normalize(alias.target + from.slice(alias.prefix.length));
}

function pythonPaths(importer: string, from: string): readonly string[] {
  const dots = /^\.*/.exec(from)?.[0].length ?? 0;
  const module = from.slice(dots).replaceAll('.', '/');
  if (module === '') return [];
  if (dots === 0) return [`${module}.py`, `${module}/__init__.py`];
  const folder = posix.normalize(posix.join(posix.dirname(importer), ...Array(dots - 1).fill('..')));
  const path = posix.join(folder, module);
  return path.startsWith('..') ? [] : [`${path}.py`, `${path}/__init__.py`];
}

/** The aliases of a `package.json`, as `imports` has them; none when it can't be read. */
export function aliasesOf(packageJson: string | undefined): readonly Alias[] {
  try {
    const { imports } = JSON.parse(packageJson ?? '') as { imports?: Record<string, unknown> };
    return Object.entries(imports ?? {}).flatMap(([key, value]) =>
      key.endsWith('/*') && typeof value === 'string' && value.endsWith('/*')
        ? [{ prefix: key.slice(0, -1), target: posix.normalize(value.slice(0, -1)) }]
        : [],
    );
  } catch {
    return [];
  }
}
