import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from '#test/support/repository.ts';
import { tempDirectory } from '#test/support/temp-directory.ts';
import { changedFiles, filesBefore } from './sample-change.ts';

const rounds = 7;

/** `amas review` of one changed file, the whole command as a person starts it. */
export async function benchLocal(print: (line: string) => void): Promise<void> {
  const directory = await tempDirectory('bench-local');
  try {
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', directory.path, ...args], { stdio: 'pipe' });
    git('init', '--quiet', '--initial-branch=main');
    await write(directory.path, filesBefore(30));
    git('add', '.');
    git('-c', 'user.name=bench', '-c', 'user.email=bench@example.org', 'commit', '--quiet', '-m', 'before');
    await write(directory.path, changedFiles(1, 1));
    const times = Array.from({ length: rounds }, () => {
      const startedAt = performance.now();
      const run = spawnSync(
        process.execPath,
        [join(root, 'apps/cli/bin/amas.js'), 'review', directory.path, '--quiet'],
        {
          stdio: 'pipe',
        },
      );
      if (run.status !== 1) throw new Error(`amas review ended with ${run.status}: ${run.stderr.toString()}`);
      return performance.now() - startedAt;
    });
    const sorted = times.slice(1).toSorted((one, other) => one - other);
    print(
      `amas review of one changed file: first ${ms(times[0])}, then median ${ms(sorted[Math.floor(sorted.length / 2)])} of ${sorted.length}`,
    );
  } finally {
    await directory.remove();
  }
}

async function write(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
}

const ms = (value = 0) => `${value.toFixed(0)} ms`;
