import { code } from '../../findings/shown-text.ts';
import type { Declared, Manifest, Statement } from '../declared.ts';
import { registryFault } from '../faults.ts';
import { keyLines, keyOf } from '../json-lines.ts';
import { entriesOf, isObject, type Json, objectAt, parseJson, scriptFault } from '../manifest.ts';

const platform = /^(php|ext-.+|lib-.+|composer(-\w+)*|hhvm)$/;
const scripts =
  /^(pre|post)-(install|update|autoload-dump|root-package-install|create-project|package)-?(cmd|install|update)?$/;

/** `composer.json` (Composer schema). */
export function readComposerJson(text: string): Manifest {
  const json = parseJson(text);
  const lines = keyLines(text);
  const lineAt = (...key: readonly string[]) => lines.get(keyOf(...key)) ?? 1;
  const entries = ['require', 'require-dev'].flatMap((section) =>
    [...entriesOf(json, section)].flatMap(([name, version]): Declared[] =>
      platform.test(name)
        ? []
        : [
            {
              name,
              version: withoutCommit(version),
              isDev: section === 'require-dev',
              line: lineAt(section, name),
            },
          ],
    ),
  );
  return { entries, statements: [...settings(json, lineAt), ...scriptStatements(json, lineAt)] };
}

/** `dev-main#<commit>` stays what it is. */
function withoutCommit(version: string): string {
  return /^dev-.+#[\da-f]{40}$/.test(version) ? version.slice(version.indexOf('#') + 1) : version;
}

function* settings(
  json: Json | undefined,
  lineAt: (...key: readonly string[]) => number,
): Iterable<Statement> {
  const top = isObject(json) ? json : {};
  const config = objectAt(json, 'config');
  const stability = top['minimum-stability'];
  if (typeof stability === 'string' && /^(dev|alpha|beta)$/.test(stability) && top['prefer-stable'] !== true)
    yield weakened(
      `Packages may be as unready as ${code(stability)}`,
      stability,
      lineAt('minimum-stability'),
    );
  if (config['secure-http'] === false)
    yield {
      identity: 'secure-http',
      fault: {
        ...registryFault('Packages may come over an unencrypted connection'),
        line: lineAt('config', 'secure-http'),
      },
    };
  if (config['disable-tls'] === true)
    yield {
      identity: 'disable-tls',
      fault: {
        ...registryFault('The connection to the registry is not encrypted'),
        line: lineAt('config', 'disable-tls'),
      },
    };
  if (config['allow-plugins'] === true)
    yield weakened(
      'Every package may run code while it is installed',
      'allow-plugins',
      lineAt('config', 'allow-plugins'),
    );
  yield* repositories(top['repositories'], lineAt);
}

function* repositories(
  json: Json | undefined,
  lineAt: (...key: readonly string[]) => number,
): Iterable<Statement> {
  for (const repository of Array.isArray(json)
    ? (json as readonly Json[])
    : Object.values(isObject(json) ? json : {})) {
    const url = isObject(repository ?? null)
      ? (repository as { readonly [key: string]: Json | undefined })['url']
      : undefined;
    const type = isObject(repository ?? null)
      ? (repository as { readonly [key: string]: Json | undefined })['type']
      : undefined;
    if (typeof url !== 'string' || type === 'path') continue;
    const line = lineAt('repositories', '', 'url');
    const fault = url.startsWith('http:')
      ? registryFault(`Packages come over an unencrypted connection from ${code(url)}`)
      : registryFault(`Packages also come from ${code(url)}`, 'medium');
    yield { identity: url, fault: { ...fault, line } };
  }
}

function* scriptStatements(
  json: Json | undefined,
  lineAt: (...key: readonly string[]) => number,
): Iterable<Statement> {
  for (const [name, value] of Object.entries(objectAt(json, 'scripts'))) {
    if (!scripts.test(name) || value === undefined) continue;
    const commands = (Array.isArray(value) ? value : [value]).filter(
      (command) => typeof command === 'string',
    );
    for (const command of commands) {
      const fault = /^@(php artisan|auto-scripts|composer)|^[\w\\]+::\w+$/.test(command)
        ? undefined
        : scriptFault(name, command);
      if (fault !== undefined)
        yield { identity: `${name} ${command}`, fault: { ...fault, line: lineAt('scripts', name) } };
    }
  }
}

function weakened(title: string, identity: string, line: number): Statement {
  return {
    identity,
    fault: {
      rule: 'npm-settings',
      severity: 'medium',
      title,
      why: 'The setting takes away a protection from everyone who installs in this folder.',
      instead: 'Leave the default, and allow single packages by name.',
      cwe: 'CWE-829',
      line,
    },
  };
}
