import {
  readComposerLock,
  readPipfileLock,
  readPnpmLock,
  readTomlLock,
  readYarnLock,
} from './block-locks.ts';
import { readGemfileLock, readGoSum } from './line-locks.ts';
import type { Lock } from './locked.ts';

interface LockFormat {
  readonly file: string;
  readonly read: (text: string) => Lock;
  /** The manifest beside it. */
  readonly manifest: string;
}

/** Lockfiles by name. `package-lock.json` is read by `../lockfile.ts`. */
const formats: readonly LockFormat[] = [
  { file: 'yarn.lock', read: readYarnLock, manifest: 'package.json' },
  { file: 'pnpm-lock.yaml', read: readPnpmLock, manifest: 'package.json' },
  { file: 'go.sum', read: readGoSum, manifest: 'go.mod' },
  { file: 'Cargo.lock', read: readTomlLock, manifest: 'Cargo.toml' },
  { file: 'poetry.lock', read: readTomlLock, manifest: 'pyproject.toml' },
  { file: 'uv.lock', read: readTomlLock, manifest: 'pyproject.toml' },
  { file: 'Pipfile.lock', read: readPipfileLock, manifest: 'Pipfile' },
  { file: 'Gemfile.lock', read: readGemfileLock, manifest: 'Gemfile' },
  { file: 'composer.lock', read: readComposerLock, manifest: 'composer.json' },
];

export function lockFormat(path: string): LockFormat | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return formats.find(({ file }) => file === name);
}
