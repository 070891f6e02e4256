import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '#test/support/repository.ts';
import { launchAmas } from '#test/support/launch-amas.ts';
import { tempDirectory, type TempDirectory } from '#test/support/temp-directory.ts';

let folder: TempDirectory;
beforeAll(async () => {
  folder = await tempDirectory('launcher');
});
afterAll(() => folder.remove());

/** A Node on this machine that can't run TypeScript, where there is one. */
const oldNode = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((path) => join(path, 'node'))
  .filter((path) => existsSync(path))
  .find((path) => /^v2[01]\./.test(execFileSync(path, ['--version'], { encoding: 'utf8' })));

describe('the launcher', () => {
  it('works from any folder', async () => {
    const run = await launchAmas(['--version'], { cwd: folder.path });
    expect(run).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  describe.skipIf(oldNode === undefined)('under a Node that cannot run TypeScript', () => {
    const options = oldNode === undefined ? {} : { node: oldNode };

    it('finds the packaged Node and passes arguments, output and exit code through', async () => {
      const version = await launchAmas(['--version'], { cwd: folder.path, ...options });
      expect(version).toMatchObject({ code: 0, out: expect.stringMatching(/^\d/) });
      const wrong = await launchAmas(['review', 'no such\n"folder"'], options);
      expect(wrong).toMatchObject({
        code: 2,
        err: expect.stringContaining('no such\n"folder" does not exist'),
      });
    });

    it('says what is missing when there is no packaged Node', async () => {
      const copy = join(folder.path, 'apps/cli/bin');
      mkdirSync(copy, { recursive: true });
      cpSync(join(root, 'apps/cli/bin/amas.js'), join(copy, 'amas.mjs'));
      const run = (): string =>
        execFileSync(oldNode ?? '', [join(copy, 'amas.mjs')], { encoding: 'utf8', stdio: 'pipe' });
      expect(run).toThrowError(
        expect.objectContaining({ status: 3, stderr: expect.stringContaining('npm ci') }),
      );
    });
  });
});

describe('the program', () => {
  it.each([
    ['an unknown command', ['revew'], /unknown command 'revew'\n\(Did you mean review\?\)/],
    [
      'an unknown option',
      ['review', '--fromat=x'],
      /unknown option '--fromat=x'\n\(Did you mean --format\?\)\nSee amas review --help/,
    ],
    ['two formats at once', ['review', '--json', '--format', 'sarif'], /'--json' cannot be used with option/],
    ['too many arguments', ['review', 'a', 'b'], /too many arguments/],
    ['no command', [], /Usage: amas/],
  ])('answers %s with a hint on standard error and exit code 2', async (_case, args, words) => {
    const run = await launchAmas(args);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(words);
  });

  it.each([
    ['itself', ['--help'], 'amas review'],
    ['a command', ['review', '--help'], 'amas review --base HEAD~1'],
    ['a command, asked the other way', ['help', 'review'], 'amas review --base HEAD~1'],
  ])('explains %s with examples on standard output', async (_case, args, example) => {
    const run = await launchAmas(args);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).toContain(`$ ${example}`);
    expect(run.out).toContain('Exit codes: 0');
  });
});
