import { code } from '../findings/shown-text.ts';
import { entriesOf, type EntryFault, isObject, type Json, objectAt, sections } from './manifest.ts';
import { satisfies } from './versions.ts';

interface Locked {
  readonly version: string;
  readonly resolved: string;
  readonly integrity: string;
  readonly runsScripts: boolean;
  readonly isLink: boolean;
}

/** What a change of `package-lock.json` (version 2 or 3) brings. */
export function lockfileFaults(base: Json | undefined, head: Json): EntryFault[] {
  const before = lockedPackages(base);
  const after = lockedPackages(head);
  const hosts = usualHosts(before.size > 0 ? before : after);
  return [...after].flatMap(([path, locked]) => {
    const old = before.get(path);
    if (path === '' || locked.isLink || isSame(old, locked)) return [];
    return packageFaults(path, old, locked, hosts).map((fault) => ({ ...fault, key: ['packages', path] }));
  });
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

function lockedPackages(json: Json | undefined): ReadonlyMap<string, Locked> {
  const text = (value: Json | undefined) => (typeof value === 'string' ? value : '');
  return new Map(
    Object.entries(objectAt(json, 'packages')).flatMap(([path, entry]) => {
      if (!isObject(entry)) return [];
      const locked: Locked = {
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

function isSame(old: Locked | undefined, locked: Locked): boolean {
  return (
    old !== undefined &&
    old.version === locked.version &&
    old.resolved === locked.resolved &&
    old.integrity === locked.integrity &&
    old.runsScripts === locked.runsScripts
  );
}

function usualHosts(packages: ReadonlyMap<string, Locked>): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { resolved } of packages.values()) {
    const host = hostOf(resolved);
    if (host !== '') counts.set(host, (counts.get(host) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count > 1).map(([host]) => host));
}

function hostOf(url: string): string {
  return /^[a-z+]+:\/\/([^/]+)/.exec(url)?.[1] ?? '';
}

type Fault = Omit<EntryFault, 'key'>;

function packageFaults(
  path: string,
  old: Locked | undefined,
  locked: Locked,
  hosts: ReadonlySet<string>,
): Fault[] {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  return [
    ...hostFaults(name, locked, hosts),
    ...integrityFaults(name, old, locked),
    ...(locked.runsScripts && old?.runsScripts !== true ? [scriptFault(name)] : []),
  ];
}

function hostFaults(name: string, { resolved }: Locked, hosts: ReadonlySet<string>): Fault[] {
  const host = hostOf(resolved);
  if (host === '') return [];
  const substituted = {
    why: 'A lockfile is read by few: changing only the address installs other code under a trusted name.',
    instead: 'Regenerate the lockfile from the manifest with the registry you trust.',
    cwe: 'CWE-494',
    severity: 'high' as const,
  };
  if (resolved.startsWith('http:'))
    return [
      {
        rule: 'lock-source',
        title: `${code(name)} is fetched over an unencrypted connection`,
        ...substituted,
      },
    ];
  if (resolved.startsWith('git'))
    return [
      {
        rule: 'lock-source',
        title: `${code(name)} is fetched from a repository: ${code(resolved)}`,
        ...substituted,
        severity: 'medium',
      },
    ];
  if (hosts.size > 0 && !hosts.has(host)) {
    return [
      {
        rule: 'lock-source',
        title: `${code(name)} is fetched from ${code(host)}, unlike the others`,
        ...substituted,
      },
    ];
  }
  const fetched = /^https:\/\/registry\.[\w.]+\/((?:@[^/]+\/)?[^/]+)\/-\//.exec(resolved)?.[1];
  if (fetched === undefined || decodeURIComponent(fetched) === name || isAlias(fetched, name)) return [];
  return [
    {
      rule: 'lock-source',
      title: `${code(name)} is fetched from the package ${code(fetched)}`,
      ...substituted,
    },
  ];
}

/** `npm:` aliases keep a part of the name: `string-width-cjs` is `string-width`. */
function isAlias(fetched: string, name: string): boolean {
  return name.includes(fetched) || fetched.includes(name);
}

function integrityFaults(name: string, old: Locked | undefined, locked: Locked): Fault[] {
  const checked = {
    rule: 'lock-integrity' as const,
    severity: 'high' as const,
    why: 'The checksum is what proves that the downloaded package is the reviewed one.',
    instead: 'Regenerate the lockfile; if the checksum stays different, the package was replaced.',
    cwe: 'CWE-353',
  };
  if (
    old !== undefined &&
    old.version === locked.version &&
    old.integrity !== '' &&
    old.integrity !== locked.integrity
  ) {
    const what = locked.integrity === '' ? 'loses its checksum' : 'has another checksum for the same version';
    return [{ ...checked, title: `${code(name)} ${what}` }];
  }
  if (old === undefined && locked.integrity === '' && locked.resolved.startsWith('https://registry.')) {
    return [{ ...checked, title: `${code(name)} has no checksum`, severity: 'medium' }];
  }
  return [];
}

function scriptFault(name: string): Fault {
  return {
    rule: 'install-script',
    severity: 'medium',
    title: `${code(name)} runs a script when it is installed`,
    why: 'Install scripts of dependencies run with the rights and the environment of whoever installs.',
    instead: 'Read the script, or install with `ignore-scripts` and allow it by name.',
    cwe: 'CWE-829',
  };
}
