import type { Change } from '#agents/contract.ts';
import { code } from '../findings/shown-text.ts';
import type { Fault, LineFault } from './declared.ts';
import { registryFault } from './faults.ts';
import { indexFault } from './formats/requirements.ts';
import { groupsOf } from './groups-of.ts';

interface Setting {
  readonly path: RegExp;
  /** A line that takes a protection away. */
  readonly weak?: RegExp;
  /** A line that is a protection: its removal takes it away. */
  readonly guard?: RegExp;
  /** Group 1 is the address that packages come from. */
  readonly registry?: RegExp;
  /** Group 1 is how long a release must have been out. */
  readonly age?: RegExp;
}

const settings: readonly Setting[] = [
  {
    path: /(^|\/)\.npmrc$/,
    weak: /^\s*(?:ignore-scripts\s*=\s*false|strict-ssl\s*=\s*false|dangerously-allow-all-\w+\s*=\s*true|allow-(?:git|remote|file|directory)\s*=\s*all|audit\s*=\s*false|package-lock\s*=\s*false|legacy-peer-deps-strict\s*=\s*false|verify-store-integrity\s*=\s*false)\s*$/,
    guard:
      /^\s*(?:ignore-scripts\s*=\s*true|min-release-age\s*=|block-exotic-subdeps\s*=\s*true|strict-ssl\s*=\s*true)/,
    registry: /^\s*(?:@[\w-]+:)?registry\s*=\s*(\S+)/,
    age: /^\s*min(?:imum)?-release-age\s*=\s*(\d+)/,
  },
  {
    path: /(^|\/)pnpm-workspace\.yaml$/,
    weak: /^\s*(?:dangerouslyAllowAllBuilds|ignoreDepScripts:\s*false|verifyStoreIntegrity:\s*false|blockExoticSubdeps:\s*false|strictDepBuilds:\s*false)\b.*$/,
    guard: /^\s*(?:blockExoticSubdeps:\s*true|minimumReleaseAge:|strictDepBuilds:\s*true|trustPolicy:)/,
    age: /^\s*minimumReleaseAge:\s*(\d+)/,
  },
  {
    path: /(^|\/)\.yarnrc(\.yml)?$/,
    weak: /^\s*(?:enableScripts:\s*true|enableStrictSsl:\s*false|strict-ssl\s+false|checksumBehavior:\s*["']?(?:ignore|update)["']?|enableImmutableInstalls:\s*false|enableHardenedMode:\s*false|unsafeHttpWhitelist:.*)\s*$/,
    guard:
      /^\s*(?:enableScripts:\s*false|enableHardenedMode:\s*true|npmMinimalAgeGate:|checksumBehavior:\s*["']?throw)/,
    registry: /^\s*(?:npmRegistryServer:|registry)\s+["']?([^"'\s]+)/,
    age: /^\s*npmMinimalAgeGate:\s*["']?(\d+)/,
  },
  {
    path: /(^|\/)bunfig\.toml$/,
    weak: /^\s*(?:frozenLockfile\s*=\s*false|saveTextLockfile\s*=\s*false)\s*$/,
    registry: /^\s*registry\s*=\s*["']([^"']+)/,
    age: /^\s*minimumReleaseAge\s*=\s*(\d+)/,
  },
  {
    path: /(^|\/)(pip\.(conf|ini)|uv\.toml)$/,
    weak: /^\s*(?:require-hashes\s*=\s*false|no-verify\s*=\s*true)\s*$/,
    guard: /^\s*(?:require-hashes\s*=\s*true|only-binary\s*=)/,
    registry: /^\s*(?:index-url|url|default-index)\s*=\s*["']?(\S+?)["']?$/,
  },
  { path: /(^|\/)\.cargo\/config(\.toml)?$/, registry: /^\s*(?:registry|index)\s*=\s*["']([^"']+)/ },
  { path: /(^|\/)\.bundle\/config$/, weak: /^\s*BUNDLE_SSL_VERIFY_MODE:\s*["']?0.*$/ },
];

/** Lines of a package manager's settings that weaken what protects an installation. */
export function* settingFaults({ path, hunks }: Change): Iterable<LineFault> {
  const setting = settings.find((candidate) => candidate.path.test(path));
  if (setting === undefined) return;
  const lines = hunks.flatMap((hunk) => hunk.lines);
  const added = lines.filter(({ kind }) => kind === 'added');
  for (const { text, newLine = 1 } of added)
    for (const fault of lineFaults(setting, text)) yield { ...fault, line: newLine };
  for (const { kind, text, oldLine = 1 } of lines) {
    if (kind !== 'removed') continue;
    const lowered = loweredAge(
      setting,
      text,
      added.map((line) => line.text),
    );
    if (lowered !== undefined) yield { ...lowered, line: oldLine, side: 'old' };
    else if (setting.guard?.test(text) === true && !added.some((line) => setting.guard?.test(line.text)))
      yield { ...weakened(`The protection ${code(text)} is taken away`), line: oldLine, side: 'old' };
  }
}

function* lineFaults({ weak, registry, path }: Setting, text: string): Iterable<Fault> {
  if (weak?.test(text) === true) yield weakened(`Installations are told ${code(text)}`);
  const address = registry?.exec(text)?.[1];
  if (address?.startsWith('http:') === true)
    yield registryFault(`Packages come over an unencrypted connection from ${code(address)}`);
  if (address !== undefined || !path.test('pip.conf')) return;
  const [option, value] = groupsOf(/^\s*([a-z-]+)\s*=\s*(\S+)/, text);
  const index = indexFault(`--${option}`, value);
  if (index !== undefined) yield index;
}

function loweredAge({ age }: Setting, removed: string, added: readonly string[]): Fault | undefined {
  const before = age?.exec(removed)?.[1];
  const after = added.map((text) => age?.exec(text)?.[1]).find((value) => value !== undefined);
  if (before === undefined || after === undefined || Number(after) >= Number(before)) return undefined;
  return weakened(`Releases are taken sooner after they came out: ${before} → ${after}`);
}

function weakened(title: string): Fault {
  return {
    rule: 'npm-settings',
    severity: 'medium',
    title,
    why: 'The setting takes away a protection from everyone who installs in this folder.',
    instead: 'Leave the default, and allow single packages by name.',
    cwe: 'CWE-829',
  };
}
