import { code } from '../../findings/shown-text.ts';
import type { Declared, Manifest, Statement } from '../declared.ts';
import { registryFault } from '../faults.ts';
import { requirementOf } from './requirements.ts';
import { addressSource, gitSource, pathSource } from './sources.ts';
import { fieldOf, type TomlItem, tomlItems } from './toml-lines.ts';

/** `pyproject.toml` (PEP 621, PEP 735, Poetry, uv, PDM) and `Pipfile`. */
export function readPyproject(text: string): Manifest {
  const entries: Declared[] = [];
  const statements: Statement[] = [];
  const items = [...tomlItems(text)];
  const moved = new Map(
    items
      .filter(({ section }) => section === 'tool.uv.sources')
      .map((item) => [item.key.toLowerCase(), item]),
  );
  for (const item of items) {
    const entry = isRequirement(item) ? requirementOf(item.value) : tableEntry(item);
    if (entry !== undefined) {
      const sourced = moved.get(entry.name.toLowerCase());
      const source = entry.source ?? (sourced === undefined ? undefined : sourceOf(sourced.value));
      entries.push({
        ...entry,
        ...(source === undefined ? {} : { source }),
        isDev: isDev(item),
        line: sourced?.line ?? item.line,
      });
    }
    const statement = indexStatement(item, items);
    if (statement !== undefined) statements.push(statement);
  }
  return { entries, statements };
}

function isRequirement({ section, key, isArrayItem }: TomlItem): boolean {
  if (!isArrayItem) return false;
  if (section === 'project') return key === 'dependencies';
  if (section === 'build-system') return key === 'requires';
  return (
    /^(project\.optional-dependencies|dependency-groups|tool\.pdm\.dev-dependencies)$/.test(section) ||
    (section === 'tool.uv' && key === 'dev-dependencies')
  );
}

const tables =
  /^(tool\.poetry\.(dependencies|dev-dependencies|group\.[\w-]+\.dependencies)|packages|dev-packages)$/;

/** `name = "^1.2"` or `name = { version = "…", git = "…" }`. */
function tableEntry({ section, key, value, isArrayItem }: TomlItem) {
  if (isArrayItem || !tables.test(section) || key === 'python') return undefined;
  const isTable = value.startsWith('{');
  const source = isTable ? sourceOf(value) : undefined;
  const version = isTable ? (fieldOf(value, 'version') ?? (source === undefined ? '*' : '')) : value;
  return { name: key, version, ...(source === undefined ? {} : { source }), isDev: false };
}

function sourceOf(table: string) {
  const git = fieldOf(table, 'git');
  if (git !== undefined)
    return gitSource(
      git,
      fieldOf(table, 'rev') ?? fieldOf(table, 'ref') ?? fieldOf(table, 'branch') ?? fieldOf(table, 'tag'),
    );
  const url = fieldOf(table, 'url') ?? fieldOf(table, 'file');
  if (url !== undefined) return /^https?:/.test(url) ? addressSource(url) : pathSource(url);
  const path = fieldOf(table, 'path');
  if (path !== undefined) return pathSource(path);
  return /\bworkspace\s*=\s*true/.test(table) ? pathSource('workspace') : undefined;
}

function isDev({ section, key }: TomlItem): boolean {
  return (
    /dev|test|lint|docs|optional|dependency-groups|build-system/.test(section) || key === 'dev-dependencies'
  );
}

const indexSections = /^(tool\.poetry\.source|tool\.uv\.index|tool\.pdm\.source|source)$/;

function indexStatement(item: TomlItem, items: readonly TomlItem[]): Statement | undefined {
  const { section, key, value, line } = item;
  if (section === 'tool.uv' && key === 'extra-index-url')
    return { identity: value, fault: { ...registryFault(`Packages also come from ${code(value)}`), line } };
  if (!indexSections.test(section)) return undefined;
  if (key === 'verify_ssl' && value === 'false')
    return {
      identity: `verify_ssl ${item.table}`,
      fault: { ...registryFault('The certificate of the registry is not checked'), line },
    };
  if (key !== 'url') return undefined;
  if (value.startsWith('http:'))
    return {
      identity: value,
      fault: { ...registryFault(`Packages come over an unencrypted connection from ${code(value)}`), line },
    };
  const about = items.filter(({ table }) => table === item.table);
  const isBound = about.some(
    (other) => other.value === 'explicit' || (other.key === 'explicit' && other.value === 'true'),
  );
  const isPublic = /^https:\/\/(pypi\.org|files\.pythonhosted\.org)\//.test(value);
  const isFirst =
    section === 'source' &&
    about.every(({ table }) => table === items.find((one) => one.section === 'source')?.table);
  return isPublic || isBound || isFirst
    ? undefined
    : {
        identity: value,
        fault: { ...registryFault(`Packages also come from ${code(value)}`, 'medium'), line },
      };
}
