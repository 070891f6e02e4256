import { spawnSync } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '#test/support/repository.ts';
import { tempDirectory } from '#test/support/temp-directory.ts';

/** Root may enter every folder, so that there another user tries. */
const asOther =
  process.getuid?.() === 0 ? ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'] : [];

function runNode(...args: readonly string[]) {
  const [program = '', ...rest] = [...asOther, process.execPath, ...args];
  return spawnSync(program, rest, { cwd: '/', encoding: 'utf8', env: { PATH: process.env['PATH'] } });
}

const launcher = join(root, 'apps/cli/bin/amas.js');
const isReachable = runNode('--eval', 'fs.readFileSync(process.argv[1])', launcher).status === 0;

it.skipIf(!isReachable)(
  `a folder that this user may not enter is named as such${isReachable ? '' : ' (skipped: no setpriv, or others may not enter this folder)'}`,
  async () => {
    const closed = await tempDirectory('closed');
    await chmod(closed.path, 0o000);
    const run = runNode(launcher, 'review', closed.path);
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toBe(`amas: ${closed.path} does not exist or cannot be entered.\n`);
    await chmod(closed.path, 0o700);
    await closed.remove();
  },
);
