import { code } from '../../findings/shown-text.ts';
import type { Declared, Manifest, Source, Statement } from '../declared.ts';
import { addressSource, gitSource, pathSource } from './sources.ts';
import { fieldOf, type TomlItem, tomlItems } from './toml-lines.ts';

const table = /(?:^|\.)(dependencies|dev-dependencies|build-dependencies)$/;
const subtable = /(?:^|\.)(dependencies|dev-dependencies|build-dependencies)\.([\w-]+)$/;

/** `Cargo.toml` (The Cargo Book, "Specifying Dependencies"). */
export function readCargoToml(text: string): Manifest {
  const items = [...tomlItems(text)];
  const statements: Statement[] = items
    .filter(({ section }) => /^(patch\.|replace$)/.test(section))
    .map((item) => ({ identity: `${item.section} ${item.key} ${item.value}`, fault: patched(item) }));
  return { entries: [...flatEntries(items), ...tableEntries(items)], statements };
}

function flatEntries(items: readonly TomlItem[]): Declared[] {
  return items.flatMap(({ section, key, value, line, isArrayItem }): Declared[] => {
    const kind = table.exec(section)?.[1];
    const [name = '', field] = key.split('.');
    if (kind === undefined || isArrayItem || field === 'workspace' || /\bworkspace\s*=\s*true/.test(value))
      return [];
    const isTable = value.startsWith('{');
    const source = isTable ? sourceOf((field) => fieldOf(value, field)) : undefined;
    const version = isTable ? (fieldOf(value, 'version') ?? '') : value;
    return [
      {
        name: renamed(value) ?? name,
        version,
        ...(source === undefined ? {} : { source }),
        isDev: kind !== 'dependencies',
        line,
      },
    ];
  });
}

function renamed(value: string): string | undefined {
  return value.startsWith('{') ? fieldOf(value, 'package') : undefined;
}

/** `[dependencies.name]` with a line for each field. */
function tableEntries(items: readonly TomlItem[]): Declared[] {
  const tables = Map.groupBy(
    items.filter(({ section }) => subtable.test(section)),
    ({ table }) => table,
  );
  return [...tables.values()].map((fields): Declared => {
    const [, kind, name = ''] = subtable.exec(fields[0]?.section ?? '') ?? [];
    const field = (key: string) => fields.find((item) => item.key === key)?.value;
    const source = sourceOf(field);
    const line = fields[0]?.line ?? 1;
    return {
      name: field('package') ?? name,
      version: field('version') ?? '',
      ...(source === undefined ? {} : { source }),
      isDev: kind !== 'dependencies',
      line: fields.find(({ key }) => key === 'git' || key === 'version')?.line ?? line,
    };
  });
}

function sourceOf(field: (key: string) => string | undefined): Source | undefined {
  const git = field('git');
  if (git !== undefined) return gitSource(git, field('rev') ?? field('branch') ?? field('tag'));
  const path = field('path');
  if (path !== undefined) return pathSource(path);
  const index = field('registry-index');
  return index === undefined ? undefined : addressSource(index);
}

function patched({ key, value, line }: TomlItem): Statement['fault'] {
  const isLocal = /\bpath\s*=/.test(value);
  return {
    rule: 'replaced',
    severity: isLocal ? 'low' : 'high',
    title: `${code(key)} is replaced by ${code(value)}, for every package that needs it`,
    why: 'Whatever depends on the crate, however deep, gets other code than its authors tested.',
    instead: 'Use a released version, or say in the change who made the copy and until when it stays.',
    cwe: 'CWE-829',
    line,
  };
}
