import { groupsOf } from '../groups-of.ts';
import type { Lock, Locked } from './locked.ts';

interface BlockFormat {
  /** Opens an entry. */
  readonly start: RegExp;
  readonly name: RegExp;
  readonly version: RegExp;
  readonly source: RegExp;
  /** Global. May match several times: the checksums together are the entry's. */
  readonly checksum: RegExp;
  readonly scripts?: RegExp;
  /** Group 1 names what is wanted, group 2 says how; outside of entries. */
  readonly wanted?: RegExp;
}

const yarn: BlockFormat = {
  start: /^"?@?[^\s#"@][^"@]*@.*:$/,
  name: /^"?(@?[^@"]+)@/,
  version: /^ {2}version:? "?([^"\s]+)"?/,
  source: /^ {2}(?:resolved|resolution):? "([^"]+)"/,
  checksum: /^ {2}(?:integrity|checksum):? (\S+)/g,
};

const pnpm: BlockFormat = {
  start: /^ {2}'?\/?@?[\w][^\s:']*@?[/\w.:-]*[@/][\d][^\s']*:?'?:?$|^ {2}'?@?[\w./-]+@[^\s]+:$/,
  name: /^ {2}'?\/?(@?[^@'(]+?)[@/](?=\d|https?:|file:|git)/,
  version: /^ {2}'?\/?@?[^@'(]+?[@/](\d[^('\s:]*|https?:[^'\s]*|file:[^'\s]*)/,
  source: /tarball: ([^,}\s]+)/,
  checksum: /integrity: ([\w+/=-]+)/g,
  scripts: /^\s+requiresBuild: true/,
};

const toml: BlockFormat = {
  start: /^\[\[package\]\]/,
  name: /^name = "([^"]+)"/,
  version: /^version = "([^"]+)"/,
  source:
    /^source = "([^"]+)"|^source = \{ (?:registry|git|url) = "([^"]+)"|^url = "([^"]+)"|^sdist = \{ url = "([^"]+)"/,
  checksum: /(?:^checksum = "|\bhash = ")([^"]+)"/g,
  wanted: /^(content-hash) = "([^"]+)"/,
};

const composer: BlockFormat = {
  start: /^ {8}\{$/,
  name: /^ {12}"name": "([^"]+)"/,
  version: /^ {12}"version": "([^"]+)"/,
  source: /^ {16}"url": "([^"]+)"/,
  checksum: /^ {16}"(?:reference|shasum)": "([^"]*)"/g,
  wanted: /^ {4}"(content-hash)": "([^"]+)"/,
};

const pipfile: BlockFormat = {
  start: /^ {8}"[\w.-]+": \{$/,
  name: /^ {8}"([\w.-]+)": \{$/,
  version: /^ {12}"version": "={0,2}([^"]+)"/,
  source: /^ {12}"(?:git|file|path)": "([^"]+)"/,
  checksum: /^ {16}"(sha256:[\da-f]+)"/g,
};

export const readYarnLock = (text: string): Lock => readBlocks(text, yarn);
export const readPnpmLock = (text: string): Lock => ({
  ...readBlocks(text, pnpm),
  wanted: pnpmImporters(text),
});
/** `Cargo.lock`, `poetry.lock` and `uv.lock`. */
export const readTomlLock = (text: string): Lock => readBlocks(text, toml);
export const readComposerLock = (text: string): Lock => readBlocks(text, composer);
export const readPipfileLock = (text: string): Lock => readBlocks(text, pipfile);

interface Open {
  name: string;
  version: string;
  source: string;
  checksum: string[];
  runsScripts: boolean;
  line: number;
  sourceLine?: number;
  checksumLine?: number;
  scriptsLine?: number;
}

function readBlocks(text: string, format: BlockFormat): Lock {
  const packages: Locked[] = [];
  const wanted = new Map<string, { range: string; line: number }>();
  let open: Open | undefined;
  const close = () => {
    if (open !== undefined && open.name !== '') packages.push({ ...open, checksum: open.checksum.join(' ') });
    open = undefined;
  };
  for (const [index, content] of text.split('\n').entries()) {
    const line = index + 1;
    const top = format.wanted?.exec(content);
    if (top !== null && top !== undefined) wanted.set(top[1] ?? '', { range: top[2] ?? '', line });
    if (format.start.test(content)) {
      close();
      open = { name: '', version: '', source: '', checksum: [], runsScripts: false, line };
    }
    if (open !== undefined) readField(content, line, open, format);
  }
  close();
  return { packages, wanted };
}

function readField(content: string, line: number, open: Open, format: BlockFormat): void {
  if (open.name === '') open.name = firstGroup(format.name, content);
  if (open.version === '') open.version = firstGroup(format.version, content);
  const source = firstGroup(format.source, content);
  if (open.source === '' && source !== '') Object.assign(open, { source, sourceLine: line });
  if (format.scripts?.test(content) === true) Object.assign(open, { runsScripts: true, scriptsLine: line });
  const sums = [...content.matchAll(format.checksum)].flatMap(([, sum]) =>
    sum === undefined || sum === '' ? [] : [sum],
  );
  if (sums.length > 0) open.checksumLine ??= line;
  open.checksum.push(...sums);
}

function firstGroup(pattern: RegExp, content: string): string {
  return groupsOf(pattern, content).find((group) => group !== '') ?? '';
}

/** What the manifests asked for: `specifier` below a name in `importers`. */
function pnpmImporters(text: string): Lock['wanted'] {
  const wanted = new Map<string, { range: string; line: number }>();
  let name = '';
  for (const [index, content] of text.split('\n').entries()) {
    if (/^(packages|snapshots):/.test(content)) break;
    name = /^ {6}'?(@?[\w./-]+)'?:$/.exec(content)?.[1] ?? name;
    const range = /^ {8}specifier: (.+)$/.exec(content)?.[1];
    if (range !== undefined && name !== '') wanted.set(name, { range, line: index + 1 });
  }
  return wanted;
}
