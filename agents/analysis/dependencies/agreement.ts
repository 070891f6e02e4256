import type { Change, ChangeSet, ReadFile } from '#agents/contract.ts';
import { code } from '../findings/shown-text.ts';
import type { Declared, Fault, LineFault } from './declared.ts';
import { manifestFormat } from './formats/all-formats.ts';
import { keyLines, keyOf } from './json-lines.ts';
import { lockFormat } from './locks/all-locks.ts';
import type { Lock } from './locks/locked.ts';
import { entriesOf, isObject, type Json, parseJson, sections } from './manifest.ts';
import { canonicalName } from './popular-names.ts';
import { satisfies } from './versions.ts';

const npmLocks = [
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
];

const disagreement: Pick<Fault, 'rule' | 'why'> = {
  rule: 'lock-mismatch',
  why: 'Either the installation is refused, or what runs is not what the manifest says.',
};

/** What a lockfile says about the manifest beside it: locked versions outside of its ranges, wishes that it does not have. */
export function* lockAgreement(change: Change, changeSet: ChangeSet): Iterable<LineFault> {
  const { path, baseText, headText = '' } = change;
  const format = lockFormat(path);
  if (format === undefined) {
    if (/(^|\/)(package-lock|npm-shrinkwrap)\.json$/.test(path)) yield* npmRootFaults(change, changeSet);
    return;
  }
  const lock = format.read(headText);
  const manifest = besides(path, format.manifest, changeSet);
  if (manifest !== undefined) yield* outsideRanges(lock, manifest);
  else if (baseText !== undefined) {
    const before = format.read(baseText).wanted;
    const [, changed] = [...lock.wanted].find(([name, { range }]) => before.get(name)?.range !== range) ?? [];
    if (changed !== undefined) yield { ...alone(path, format.manifest), line: changed.line };
  }
}

function* outsideRanges({ packages }: Lock, manifest: Change): Iterable<LineFault> {
  const entries = declaredIn(manifest);
  for (const { name, version, line } of packages) {
    const declared = entries.find((entry) => sameName(manifest.path, entry.name, name));
    if (declared === undefined || manifest.path.endsWith('go.mod')) continue;
    if (satisfies(version, declared.version) !== false) continue;
    if (packages.some((other) => other.name === name && satisfies(other.version, declared.version) === true))
      continue;
    yield {
      ...disagreement,
      severity: 'medium',
      title: `The lockfile has ${code(`${name}@${version}`)}, which ${code(declared.version)} does not allow`,
      instead: 'Let the package manager write the lockfile, and commit both.',
      line,
    };
  }
}

function npmRootFaults({ path, baseText, headText }: Change, changeSet: ChangeSet): LineFault[] {
  if (besides(path, 'package.json', changeSet) !== undefined) return [];
  const [base, head] = [rootOf(parseJson(baseText)), rootOf(parseJson(headText))];
  const changed = base === undefined || head === undefined ? undefined : changedEntry(base, head);
  if (changed === undefined) return [];
  const line = keyLines(headText ?? '').get(keyOf('packages', '', ...changed)) ?? 1;
  return [{ ...alone(path, 'package.json'), line }];
}

function alone(path: string, manifest: string): Fault {
  return {
    ...disagreement,
    severity: 'medium',
    title: `The lockfile changes direct dependencies, ${code(manifest)} does not`,
    instead: `Change ${code(manifest)} and let the package manager write ${code(path.slice(path.lastIndexOf('/') + 1))}.`,
  };
}

function rootOf(lock: Json | undefined): Json | undefined {
  const packages = isObject(lock) ? lock['packages'] : undefined;
  return isObject(packages) ? packages[''] : undefined;
}

/** The first dependency whose range differs, with its section. */
function changedEntry(base: Json, head: Json): readonly [string, string] | undefined {
  for (const section of sections) {
    const [before, after] = [entriesOf(base, section), entriesOf(head, section)];
    for (const [name, range] of after) if (before.get(name) !== range) return [section, name];
  }
  return undefined;
}

function besides(path: string, name: string, { changes }: ChangeSet): Change | undefined {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return changes.find((change) => change.path === `${folder}${name}`);
}

function declaredIn({ path, headText = '' }: Change): readonly Pick<Declared, 'name' | 'version'>[] {
  const format = manifestFormat(path);
  if (format !== undefined) return format.read(headText).entries.filter(({ source }) => source === undefined);
  const json = parseJson(headText);
  return sections
    .filter((section) => section !== 'peerDependencies')
    .flatMap((section) => [...entriesOf(json, section)].map(([name, version]) => ({ name, version })));
}

function sameName(manifest: string, one: string, other: string): boolean {
  const ecosystem = manifestFormat(manifest)?.ecosystem ?? 'npm';
  return canonicalName(ecosystem, one) === canonicalName(ecosystem, other);
}

/**
 * Manifests whose entries change while a lockfile that is there does not. Whether one is there tells the change, where it
 * lists the file unchanged, or the repository.
 */
export async function withoutLock(
  changeSet: ChangeSet,
  readFile: ReadFile | undefined,
): Promise<{ readonly change: Change; readonly fault: LineFault }[]> {
  const found: { readonly change: Change; readonly fault: LineFault }[] = [];
  for (const change of changeSet.changes) {
    const locks = /(^|\/)package\.json$/.test(change.path)
      ? npmLocks
      : (manifestFormat(change.path)?.locks ?? []);
    const line = locks.length === 0 ? undefined : changedLine(change);
    if (line === undefined) continue;
    const lock = await unchangedLock(change.path, locks, changeSet, readFile);
    if (lock !== undefined) found.push({ change, fault: { ...staleFault(lock), line } });
  }
  return found;
}

function changedLine(change: Change): number | undefined {
  const { baseText, headText, path } = change;
  if (baseText === undefined || headText === undefined) return undefined;
  const format = manifestFormat(path);
  if (format === undefined) {
    const changed = changedEntry(parseJson(baseText) ?? null, parseJson(headText) ?? null);
    return changed === undefined ? undefined : keyLines(headText).get(keyOf(...changed));
  }
  const before = new Map(format.read(baseText).entries.map((entry) => [entry.name, entry.version]));
  const changed = format.read(headText).entries.find(({ name, version }) => before.get(name) !== version);
  return changed?.versionLine ?? changed?.line;
}

/** The lockfile in the manifest's folder, or the next one above, when the change leaves it as it was. */
async function unchangedLock(
  path: string,
  locks: readonly string[],
  { changes, coverage }: ChangeSet,
  readFile: ReadFile | undefined,
): Promise<string | undefined> {
  for (const folder of foldersUp(path)) {
    for (const lock of locks.map((name) => `${folder}${name}`)) {
      const change = changes.find((candidate) => candidate.path === lock);
      if (change !== undefined) return change.hunks.length === 0 ? lock : undefined;
      if (coverage.some((file) => file.path === lock)) return undefined;
    }
    for (const lock of locks.map((name) => `${folder}${name}`))
      if ((await readFile?.(lock)) !== undefined) return lock;
  }
  return undefined;
}

function foldersUp(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return Array.from({ length: parts.length + 1 }, (_, up) =>
    parts
      .slice(0, parts.length - up)
      .map((part) => `${part}/`)
      .join(''),
  );
}

function staleFault(lock: string): Fault {
  return {
    ...disagreement,
    severity: 'low',
    title: `The dependencies change and ${code(lock)} does not`,
    instead: 'Let the package manager write the lockfile, and commit it with the manifest.',
  };
}
