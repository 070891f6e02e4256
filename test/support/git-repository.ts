import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A real repository for tests: settings of the machine do not reach it. */
export interface TestRepository {
  readonly path: string;
  git(...args: readonly string[]): string;
  write(file: string, content: string | Uint8Array): void;
  remove(file: string): void;
  /** Commits everything and returns the commit's id. */
  commit(message?: string): string;
}

const gitEnvironment: Readonly<Record<string, string | undefined>> = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
  GIT_ALLOW_PROTOCOL: 'file',
};

export function testRepository(path: string, ...initOptions: readonly string[]): TestRepository {
  mkdirSync(path, { recursive: true });
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: path, env: gitEnvironment, encoding: 'utf8', stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main', ...initOptions);
  return {
    path,
    git,
    write: (file, content) => {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      writeFileSync(join(path, file), content);
    },
    remove: (file) => rmSync(join(path, file), { recursive: true }),
    commit: (message = 'change') => {
      git('add', '--all');
      git('commit', '--quiet', '--message', message);
      return git('rev-parse', 'HEAD').trim();
    },
  };
}
