import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from '#test/support/repository.ts';
import { tempDirectory } from '#test/support/temp-directory.ts';
import { changedFiles, filesBefore } from './sample-change.ts';

const wantedLines = 200_000;
const diffLines = 2_000;
const pollMs = 100;

/** `amas review --all` of a generated repository, and `amas review` of one diff of 2,000 lines and one of 30 files. */
export async function benchWhole(print: (line: string) => void): Promise<void> {
  const directory = await tempDirectory('bench-whole');
  const git = (...args: string[]) => execFileSync('git', ['-C', directory.path, ...args], { stdio: 'pipe' });
  const commit = (message: string) => {
    git('add', '.');
    git('-c', 'user.name=bench', '-c', 'user.email=bench@example.org', 'commit', '--quiet', '-m', message);
  };
  try {
    git('init', '--quiet', '--initial-branch=main');
    const perFile = linesOf(filesBefore(1));
    const count = Math.ceil(wantedLines / perFile);
    await write(directory.path, filesBefore(count));
    commit('everything');
    const whole = await measured(directory.path, ['--all']);
    print(`amas review --all of ${count} files, ${count * perFile} lines: ${told(whole)}`);
    git('switch', '--quiet', '--create', 'files');
    await write(directory.path, changedFiles(30, 1));
    print(`amas review of 30 changed files: ${told(await measured(directory.path, []))}`);
    git('checkout', '--quiet', '--', '.');
    await write(directory.path, {
      'src/large.ts': Object.values(changedFiles(Math.ceil(diffLines / perFile), 1)).join('\n'),
    });
    print(`amas review of a diff of ${diffLines} lines: ${told(await measured(directory.path, []))}`);
  } finally {
    await directory.remove();
  }
}

interface Measure {
  readonly ms: number;
  /** Undefined where the system does not tell. */
  readonly peakBytes: number | undefined;
}

async function measured(path: string, args: readonly string[]): Promise<Measure> {
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [
      join(root, 'apps/cli/bin/amas.js'),
      'review',
      path,
      '--quiet',
      '--fail-on',
      'never',
      '--format',
      'json',
      '--output',
      join(path, '.git/report.json'),
      ...args,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  let peakBytes: number | undefined;
  const timer = setInterval(() => {
    peakBytes = peakOf(child.pid) ?? peakBytes;
  }, pollMs);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(timer);
  if (code !== 0) throw new Error(`amas review ended with ${code}`);
  return { ms: performance.now() - startedAt, peakBytes };
}

/** What Linux calls the high-water mark of the resident set. */
function peakOf(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1_024;
  } catch {
    return undefined;
  }
}

function told({ ms, peakBytes }: Measure): string {
  const memory = peakBytes === undefined ? '' : `, at most ${Math.round(peakBytes / 2 ** 20)} MiB`;
  return `${(ms / 1_000).toFixed(1)} s${memory}`;
}

function linesOf(files: Readonly<Record<string, string>>): number {
  return Object.values(files).reduce((sum, text) => sum + text.split('\n').length - 1, 0);
}

async function write(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(join(directory, dirname(Object.keys(files)[0] ?? '')), { recursive: true });
  for (const [path, text] of Object.entries(files)) await writeFile(join(directory, path), text);
}
