import type { Change, ChangedPackage, ChangeSet, PackageJump } from '#agents/contract.ts';
import { manifestFormat } from './formats/all-formats.ts';
import { keyLines } from './json-lines.ts';
import { toLock } from './lockfile.ts';
import { lockFormat } from './locks/all-locks.ts';
import type { Lock } from './locks/locked.ts';
import { entriesOf, parseJson, sections } from './manifest.ts';
import { compareVersions, lowestVersion, type Version } from './versions.ts';

const npmManifest = /(^|\/)package\.json$/;
const npmLock = /(^|\/)(package-lock|npm-shrinkwrap)\.json$/;
const workflow = /(^|\/)\.github\/workflows\/[^/]+\.ya?ml$|(^|\/)action\.ya?ml$/;
const dockerfile = /(^|\/)([\w.-]*\.)?Dockerfile(\.[\w.-]+)?$/i;
/** `uses: actions/checkout@<commit> # v4.2.0`: beside a commit, the comment is what tells the version. */
const usesLine = /^\s*(?:-\s*)?uses:\s*['"]?([\w./-]+)@([\w./-]+)['"]?(?:\s+#\s*(\S+))?/;
const fromLine =
  /^\s*FROM\s+(?:--platform=\S+\s+)?([\w./:-]+?)(?::([\w.-]+))?(?:@sha256:[0-9a-f]+)?(?:\s|$)/i;

interface Entry {
  readonly version: string;
  readonly use: ChangedPackage['use'];
}
type Entries = ReadonlyMap<string, Entry>;

/** Packages whose version a change moves: each manifest's, then what lockfiles alone say, without a manifest's own. */
export function changedPackages({ changes }: Pick<ChangeSet, 'changes'>): readonly ChangedPackage[] {
  const declared = changes.flatMap((change) => compared(change, declaredIn));
  const named = new Set(declared.map(({ name }) => name));
  const locked = changes.flatMap((change) => compared(change, lockedIn));
  const known = new Set<string>();
  return [
    ...declared,
    ...locked.filter(({ name, from, to }) => {
      const key = JSON.stringify([name, from, to]);
      return !named.has(name) && !known.has(key) && known.add(key);
    }),
  ];
}

/** Whether a change of this file says nothing but which packages there are: each changed line names one of them. */
export function isOnlyPackages(change: Change, packages: readonly ChangedPackage[]): boolean {
  if (lockOf(change.path, '') !== undefined || npmLock.test(change.path)) return true;
  const own = packages.filter(({ path }) => path === change.path);
  const words = own.flatMap(({ name, from, to }) => [name, from, to].filter((word) => word));
  const changed = change.hunks.flatMap(({ lines }) => lines.filter(({ kind }) => kind !== 'context'));
  return (
    own.length > 0 &&
    changed.every(({ text }) => text.trim() === '' || words.some((word) => word && text.includes(word)))
  );
}

function compared({ path, baseText, headText }: Change, read: typeof declaredIn): ChangedPackage[] {
  const before: Entries = (baseText === undefined ? undefined : read(path, baseText)) ?? new Map();
  const after: Entries = (headText === undefined ? undefined : read(path, headText)) ?? new Map();
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name): ChangedPackage[] => {
    const step = stepOf(before.get(name), after.get(name));
    return step === undefined ? [] : [{ name, ...step, path }];
  });
}

function stepOf(
  from: Entry | undefined,
  to: Entry | undefined,
): Omit<ChangedPackage, 'name' | 'path'> | undefined {
  if (isSame(from, to)) return undefined;
  return {
    ...(from === undefined ? {} : { from: from.version }),
    ...(to === undefined ? {} : { to: to.version }),
    jump: jumpBetween(from?.version, to?.version),
    use: (to ?? from)?.use ?? 'runtime',
  };
}

const isSame = (from: Entry | undefined, to: Entry | undefined): boolean =>
  from?.version === to?.version && from?.use === to?.use;

function declaredIn(path: string, text: string): Entries | undefined {
  if (npmManifest.test(path)) {
    const json = parseJson(text);
    return new Map(
      // What is needed at run time counts, wherever else it stands.
      sections.toReversed().flatMap((section) =>
        [...entriesOf(json, section)].map(([name, version]): [string, Entry] => {
          const use = section === 'devDependencies' ? 'dev' : 'runtime';
          return [name, { version, use }];
        }),
      ),
    );
  }
  if (workflow.test(path)) return inLines(text, usesLine, 'CI');
  if (dockerfile.test(path)) return inLines(text, fromLine, 'image');
  const entries = manifestFormat(path)
    ?.read(text)
    .entries.filter(({ isIndirect }) => isIndirect !== true);
  return (
    entries &&
    new Map(
      entries.map(({ name, version, source, isDev }) => [
        name,
        { version: version || (source?.text ?? ''), use: isDev ? 'dev' : 'runtime' },
      ]),
    )
  );
}

function lockedIn(path: string, text: string): Entries | undefined {
  const lock = lockOf(path, text);
  if (lock === undefined) return undefined;
  const versions = Map.groupBy(lock.packages, ({ name }) => name);
  return new Map(
    [...versions].map(([name, all]) => {
      const version = [...new Set(all.map((each) => each.version))].toSorted().join(', ');
      return [name, { version, use: 'lockfile' }];
    }),
  );
}

function lockOf(path: string, text: string): Lock | undefined {
  if (!npmLock.test(path)) return lockFormat(path)?.read(text);
  const json = parseJson(text);
  return json === undefined ? undefined : toLock(json, keyLines(text));
}

function inLines(text: string, pattern: RegExp, use: Entry['use']): Entries {
  return new Map(
    text.split('\n').flatMap((line): [string, Entry][] => {
      const [, name, version = '', comment] = pattern.exec(line) ?? [];
      return name === undefined ? [] : [[name, { version: comment ?? version, use }]];
    }),
  );
}

/** How far a version moves, by the lowest that each range allows. */
function jumpBetween(before: string | undefined, after: string | undefined): PackageJump {
  if (before === undefined) return 'new';
  if (after === undefined) return 'removed';
  if (before === after) return 'other use';
  const [from, to] = [lowestVersion(before), lowestVersion(after)];
  if (from === undefined || to === undefined || /,/.test(before + after)) return 'unclear';
  return numericJump(from, to);
}

function numericJump(from: Version, to: Version): PackageJump {
  if (to.prerelease !== '' && from.prerelease === '') return 'pre-release';
  const order = compareVersions(to, from);
  if (order < 0) return 'downgrade';
  if (to.major !== from.major) return 'major';
  if (to.minor !== from.minor) return 'minor';
  return order === 0 ? 'unclear' : 'patch';
}
