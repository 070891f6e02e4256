import { code } from '../findings/shown-text.ts';
import { keyOf } from './json-lines.ts';
import type { Lock, Locked } from './locks/locked.ts';
import { entriesOf, type EntryFault, isObject, type Json, objectAt, sections } from './manifest.ts';
import { satisfies } from './versions.ts';

/** `package-lock.json` and `npm-shrinkwrap.json` of versions 2 and 3; `lines` are those of its keys. */
export function toLock(json: Json, lines: ReadonlyMap<string, number>): Lock {
  const packages = [...lockedPackages(json)].flatMap(
    ([path, { isLink, resolved, integrity, ...locked }]): Locked[] => {
      if (!path.includes('node_modules/') || isLink) return [];
      const lineOf = (...field: readonly string[]) => lines.get(keyOf('packages', path, ...field));
      const line = lineOf() ?? 1;
      return [
        {
          ...locked,
          name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
          place: path,
          source: resolved,
          checksum: integrity,
          line,
          sourceLine: lineOf('resolved') ?? line,
          checksumLine: lineOf('integrity') ?? line,
          scriptsLine: lineOf('hasInstallScript') ?? line,
        },
      ];
    },
  );
  return { packages, wanted: new Map() };
}

/** Direct dependencies whose locked version is outside of the manifest's range. */
export function lockMismatches(manifest: Json, lock: Json): EntryFault[] {
  const locked = lockedPackages(lock);
  return sections.flatMap((section) =>
    [...entriesOf(manifest, section)].flatMap(([name, range]): EntryFault[] => {
      const version = locked.get(`node_modules/${name}`)?.version;
      if (section === 'peerDependencies' || version === undefined || satisfies(version, range) !== false)
        return [];
      return [
        {
          rule: 'lock-mismatch',
          severity: 'medium',
          title: `The lockfile has ${code(`${name}@${version}`)}, which ${code(range)} does not allow`,
          why: 'Either `npm ci` refuses, or what runs is not what the manifest says.',
          instead: 'Run `npm install` and commit what it writes.',
          key: ['packages', `node_modules/${name}`],
        },
      ];
    }),
  );
}

interface NpmLocked {
  readonly version: string;
  readonly resolved: string;
  readonly integrity: string;
  readonly runsScripts: boolean;
  readonly isLink: boolean;
}

function lockedPackages(json: Json | undefined): ReadonlyMap<string, NpmLocked> {
  const text = (value: Json | undefined) => (typeof value === 'string' ? value : '');
  return new Map(
    Object.entries(objectAt(json, 'packages')).flatMap(([path, entry]) => {
      if (!isObject(entry)) return [];
      const locked: NpmLocked = {
        version: text(entry['version']),
        resolved: text(entry['resolved']),
        integrity: text(entry['integrity']),
        runsScripts: entry['hasInstallScript'] === true,
        isLink: entry['link'] === true,
      };
      return [[path, locked] as const];
    }),
  );
}
