import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { fail, ok, warn, type Check } from './check.ts';

/** The version that AMAS is tested with and brings along. */
const testedNode = 24;

export function checkNode(version: string): Check {
  const message = `Node ${version}`;
  if (Number(version.split('.')[0]) >= testedNode) return ok('node', message);
  return warn('node', message, `AMAS is tested with Node ${testedNode}, which "npm ci" installs beside it.`);
}

export async function checkGit(signal: AbortSignal): Promise<Check> {
  try {
    const { stdout } = await promisify(execFile)('git', ['--version'], { signal, timeout: 5_000 });
    return ok('git', stdout.trim());
  } catch {
    return warn(
      'git',
      'git was not found',
      'Only "amas review" needs it: install it from https://git-scm.com.',
    );
  }
}

/** A folder that does not exist yet is made in the nearest one that does. */
export async function checkDataFolder(dataDirectory: string): Promise<Check> {
  const directory = resolve(dataDirectory);
  let existing = directory;
  while (!existsSync(existing)) existing = dirname(existing);
  try {
    // The slash makes a file in its place fail like a folder without rights.
    await access(`${existing}/`, constants.W_OK | constants.X_OK);
    return ok('data-folder', directory);
  } catch {
    return fail(
      'data-folder',
      `${existing} is not a folder that this user may write to`,
      'Set AMAS_DATA_DIR to one.',
    );
  }
}
