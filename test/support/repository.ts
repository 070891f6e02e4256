import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** Paths of this repository that git tracks or would track, relative to its root. What was deleted but not staged is left out. */
export function repositoryFiles(): string[] {
  return execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)));
}

/** The TypeScript that people wrote: without generated clients and without fixtures. */
export function sourceFiles(): string[] {
  return repositoryFiles().filter(
    (path) => path.endsWith('.ts') && !/(^|\/)(generated|fixtures)\//.test(path),
  );
}

export const isTest = (path: string): boolean => path.startsWith('test/') || path.endsWith('.test.ts');

export const readRepositoryFile = (path: string): string => readFileSync(join(root, path), 'utf8');
