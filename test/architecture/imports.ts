import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { Lang, parse, type SgNode } from '@ast-grep/napi';
import { root } from '#test/support/repository.ts';

/** One place where a file names another module, by whatever syntax. */
export interface Import {
  readonly specifier: string;
  /** 1-based. */
  readonly line: number;
  /** `import type` and `export type`: gone at run time. (`import { type A }` still loads the module.) */
  readonly typeOnly: boolean;
  /** Loaded when a call asks for it, not with the file. */
  readonly isLater: boolean;
  /** Path of the imported file from the repository's root, unless it is a package or a built-in. */
  readonly path?: string;
  /** Name of the npm package, such as `@octokit/webhooks`. */
  readonly package?: string;
}

/** Calls whose first argument is a module: `import(…)`, `require(…)`, `import.meta.resolve(…)`. */
const loadingCall = /^(import|require|import\.meta\.resolve)$/;

/** Every import, export-from, dynamic import, `require` and `new URL('….ts', import.meta.url)` of a source text. */
export function importsOf(path: string, text: string): Import[] {
  const nodes = parse(Lang.TypeScript, text)
    .root()
    .findAll({
      rule: {
        any: [
          { kind: 'import_statement' },
          { kind: 'export_statement', has: { field: 'source', kind: 'string' } },
          { kind: 'call_expression', regex: '^(import|require)\\b' },
          { kind: 'new_expression', regex: '^new URL\\(' },
        ],
      },
    });
  return nodes.flatMap((node) => {
    const specifier = specifierOf(node);
    if (specifier === undefined) return [];
    const line = node.range().start.line + 1;
    const typeOnly = /^(import|export)\s+type\s/.test(node.text());
    const isLater = node.is('call_expression') || node.is('new_expression');
    return [{ specifier, line, typeOnly, isLater, ...resolveImport(path, specifier) }];
  });
}

function specifierOf(node: SgNode): string | undefined {
  if (node.is('call_expression')) return loadedModule(node);
  if (node.is('new_expression')) return moduleUrl(node);
  return unquoted(node.field('source') ?? node.find({ rule: { kind: 'string' } }));
}

/** For a computed module name: the expression itself, which no row allows. */
function loadedModule(call: SgNode): string | undefined {
  const callee = call.field('function')?.text() ?? '';
  if (!loadingCall.test(callee)) return undefined;
  const [name] = argumentsOf(call);
  return unquoted(name) ?? name?.text();
}

function moduleUrl(construction: SgNode): string | undefined {
  const [target, base] = argumentsOf(construction);
  const path = unquoted(target);
  return base?.text() === 'import.meta.url' && path?.endsWith('.ts') ? path : undefined;
}

const argumentsOf = (node: SgNode): SgNode[] =>
  node
    .field('arguments')
    ?.children()
    .filter((child) => child.isNamed() && !child.is('comment')) ?? [];

const unquoted = (node: SgNode | null | undefined): string | undefined =>
  node?.text().match(/^(['"`])([^$]*)\1$/s)?.[2];

const aliases = Object.entries(
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { imports: Record<string, string> })
    .imports,
).map(([alias, target]) => ({ prefix: alias.replace('*', ''), target: target.replace('*', '') }));

function resolveImport(from: string, specifier: string): Pick<Import, 'path' | 'package'> {
  if (specifier.startsWith('.')) return { path: posix.join(posix.dirname(from), specifier) };
  const alias = aliases.find(({ prefix }) => specifier.startsWith(prefix));
  if (alias) return { path: posix.join(alias.target, specifier.slice(alias.prefix.length)) };
  if (specifier.startsWith('node:')) return {};
  const name = specifier.match(/^(@[\w.-]+\/)?[\w.-]+(?=$|\/)/)?.[0];
  return name === undefined ? { path: specifier } : { package: name };
}
