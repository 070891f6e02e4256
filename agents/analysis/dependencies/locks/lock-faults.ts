import { code } from '../../findings/shown-text.ts';
import type { Fault, LineFault } from '../declared.ts';
import type { Lock, Locked } from './locked.ts';

/** What a change of a lockfile brings, whatever its format. */
export function lockFaults(base: Lock | undefined, head: Lock): LineFault[] {
  const before = new Map((base?.packages ?? []).map((locked) => [keyOf(locked), locked]));
  const hosts = usualHosts(before.size > 0 ? [...before.values()] : head.packages);
  const withSums =
    (base ?? head).packages.filter(({ checksum }) => checksum !== '').length * 2 >
    (base ?? head).packages.length;
  const known = new Map((base?.packages ?? []).map((locked) => [locked.name, locked]));
  return head.packages.flatMap((locked) => {
    const old = before.get(keyOf(locked));
    const earlier = old ?? known.get(locked.name);
    return [
      ...sourceFaults(locked, earlier, hosts),
      ...checksumFaults(locked, old, withSums),
      ...(locked.runsScripts === true && earlier?.runsScripts !== true
        ? [{ ...scriptsFault(locked.name), line: locked.scriptsLine ?? locked.line }]
        : []),
    ];
  });
}

function keyOf({ name, place = name, version }: Locked): string {
  return `${place}\0${version}`;
}

function usualHosts(packages: readonly Locked[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { source } of packages) counts.set(hostOf(source), (counts.get(hostOf(source)) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count > 1 || packages.length <= 2).map(([host]) => host));
}

/** Of Composer every package has its own repository, on one of few hosts; npm and Yarn have one registry under two names. */
function hostOf(source: string): string {
  const host = /^(?:registry\+|git\+|sparse\+)?[a-z+]+:\/\/(?:[^@/]*@)?([^/:]+)/.exec(source)?.[1] ?? '';
  if (/^(registry\.yarnpkg\.com|registry\.npmjs\.org)$/.test(host)) return 'registry.npmjs.org';
  if (/^(pypi\.org|files\.pythonhosted\.org)$/.test(host)) return 'pypi.org';
  return /^(api\.github\.com|codeload\.github\.com|github\.com)$/.test(host) ? 'github.com' : host;
}

const substituted: Pick<Fault, 'rule' | 'why' | 'instead' | 'cwe'> = {
  rule: 'lock-source',
  why: 'A lockfile is read by few: changing only the address installs other code under a trusted name.',
  instead: 'Regenerate the lockfile from the manifest with the registry you trust.',
  cwe: 'CWE-494',
};

function sourceFaults(locked: Locked, old: Locked | undefined, hosts: ReadonlySet<string>): LineFault[] {
  const { source, line, sourceLine = line } = locked;
  if (source === '' || old?.source === source) return [];
  const said = addressFault(locked, hosts) ?? nameOfFault(locked);
  return said === undefined ? [] : [{ ...substituted, ...said, line: sourceLine }];
}

type Said = Pick<Fault, 'severity' | 'title'>;

function addressFault({ name, source }: Locked, hosts: ReadonlySet<string>): Said | undefined {
  const host = hostOf(source);
  if (/^(git\+)?http:/.test(source))
    return { severity: 'high', title: `${code(name)} is fetched over an unencrypted connection` };
  if (hosts.has(host)) return undefined;
  if (/^git[+:@]|\.git([#?]|$)/.test(source))
    return { severity: 'medium', title: `${code(name)} is fetched from a repository: ${code(source)}` };
  return host === '' || hosts.size === 0
    ? undefined
    : { severity: 'high', title: `${code(name)} is fetched from ${code(host)}, unlike the others` };
}

/** npm's aliases keep a part of the name: `string-width-cjs` is `string-width`. */
function nameOfFault({ name, source }: Locked): Said | undefined {
  const fetched = fetchedName(source);
  if (fetched === undefined || name.includes(fetched) || fetched.includes(name)) return undefined;
  return { severity: 'high', title: `${code(name)} is fetched from the package ${code(fetched)}` };
}

/** The package that an address of a registry belongs to. */
function fetchedName(source: string): string | undefined {
  const npm = /^https:\/\/registry\.[\w.]+\/((?:@[^/]+(?:\/|%2f))?[^/]+)\/-\//i.exec(source)?.[1];
  const berry = /^(@?[^@]+)@npm:(@?[^@]+)@/.exec(source)?.[2] ?? /^(@?[^@:]+)@npm:[\d]/.exec(source)?.[1];
  return npm === undefined ? berry : decodeURIComponent(npm);
}

const checked: Pick<Fault, 'rule' | 'why' | 'instead' | 'cwe'> = {
  rule: 'lock-integrity',
  why: 'The checksum is what proves that the downloaded package is the reviewed one.',
  instead: 'Regenerate the lockfile; if the checksum stays different, the package was replaced.',
  cwe: 'CWE-353',
};

function checksumFaults(locked: Locked, old: Locked | undefined, withSums: boolean): LineFault[] {
  const { name, checksum, line, checksumLine = line } = locked;
  if (old === undefined) {
    const isMissing = checksum === '' && withSums && isFromRegistry(locked);
    return isMissing
      ? [{ ...checked, severity: 'medium', title: `${code(name)} has no checksum`, line }]
      : [];
  }
  if (old.checksum === '') return [];
  if (checksum === '') {
    const place = { line: old.checksumLine ?? old.line, side: 'old' as const };
    return [{ ...checked, severity: 'high', title: `${code(name)} loses its checksum`, ...place }];
  }
  if (isMoreOf(old.checksum, checksum)) return [];
  return [
    {
      ...checked,
      severity: 'high',
      title: `${code(name)} has another checksum for the same version`,
      line: checksumLine,
    },
  ];
}

function isFromRegistry({ source, version }: Locked): boolean {
  return source !== '' && !/^git|^file:|^\.|workspace/.test(source) && /\d/.test(version);
}

/** Files of a release may be added or left out; none may become another. */
function isMoreOf(old: string, now: string): boolean {
  const before = new Set(old.split(' '));
  const after = now.split(' ');
  if (before.size === 1 && after.length === 1) return before.has(after[0] ?? '');
  const kept = after.filter((sum) => before.has(sum)).length;
  return kept === Math.min(before.size, after.length);
}

export function scriptsFault(name: string): Fault {
  return {
    rule: 'install-script',
    severity: 'medium',
    title: `${code(name)} runs a script when it is installed`,
    why: 'Install scripts of dependencies run with the rights and the environment of whoever installs.',
    instead: 'Read the script, or install with `ignore-scripts` and allow it by name.',
    cwe: 'CWE-829',
  };
}
