import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TempDirectory {
  /** Absolute, with symbolic links resolved, so that it equals what child processes print. */
  readonly path: string;
  /** Removes it with all it holds. Safe to call twice. */
  remove(): Promise<void>;
}

/** A new empty folder that only this user may enter. The caller removes it, in `afterEach` or `afterAll`. */
export async function tempDirectory(purpose = 'test'): Promise<TempDirectory> {
  const path = await realpath(await mkdtemp(join(tmpdir(), `amas-${purpose}-`)));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}
