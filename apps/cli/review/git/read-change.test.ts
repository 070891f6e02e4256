import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildChangeSet } from '#agents/analysis/change-set.ts';
import type { ChangeSet, RawChange } from '#agents/contract.ts';
import type { AmasError } from '#monitoring/errors.ts';
import { testRepository, type TestRepository } from '#test/support/git-repository.ts';
import { tempDirectory, type TempDirectory } from '#test/support/temp-directory.ts';
import { WrongUse } from '../../errors.ts';
import { lineTexts } from '../formats/line-texts.ts';
import { readChange } from './read-change.ts';

let folder: TempDirectory;
let count = 0;

beforeAll(async () => {
  folder = await tempDirectory('local-git');
});
afterAll(() => folder.remove());

function repository(...initOptions: readonly string[]): TestRepository {
  count += 1;
  return testRepository(join(folder.path, `r${count}`), ...initOptions);
}

/** One commit on `main`, and a branch that stands on it. */
function branched(files: Readonly<Record<string, string | Uint8Array>>): TestRepository {
  const made = repository();
  for (const [file, content] of Object.entries(files)) made.write(file, content);
  made.commit('base');
  made.git('switch', '--quiet', '--create', 'feature');
  return made;
}

interface Options {
  readonly base?: string;
  readonly head?: string;
  readonly all?: boolean;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

function read(path: string, options: Options = {}) {
  const environment = { PATH: process.env['PATH'], HOME: '/nonexistent' };
  return readChange({ path, environment, signal: new AbortController().signal, ...options });
}

const brief = (files: readonly RawChange[]) =>
  files.map(({ path, status, unavailable }) => [
    path,
    status,
    ...(unavailable === undefined ? [] : [unavailable]),
  ]);

const added = (changeSet: ChangeSet, path: string) => [
  ...(changeSet.changes.find((change) => change.path === path)?.addedLines ?? []),
];

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(WrongUse);
  return (error as AmasError).publicMessage ?? '';
}

describe('the working tree', () => {
  it('brings committed, staged, unstaged and untracked changes, and nothing that is ignored', async () => {
    const made = branched({ 'a.ts': 'one\n', 'b.ts': 'one\n', 'c.ts': 'one\n', '.gitignore': 'dist/\n' });
    made.write('a.ts', 'two\n');
    made.commit();
    made.write('b.ts', 'two\n');
    made.git('add', 'b.ts');
    made.write('c.ts', 'two\n');
    made.write('new folder/d.ts', 'two\n');
    made.write('dist/e.ts', 'two\n');
    const { files, comparison } = await read(made.path);
    expect(brief(files)).toEqual([
      ['a.ts', 'modified'],
      ['b.ts', 'modified'],
      ['c.ts', 'modified'],
      ['new folder/d.ts', 'added'],
    ]);
    expect(comparison.description).toContain('against main');
    expect(comparison.description).toContain('--base was not given');
  });

  it('gives contents and hunks that belong together', async () => {
    const made = branched({ 'a.ts': 'one\ntwo\nthree\n' });
    made.write('a.ts', 'one\nTWO\nthree\nfour\n');
    const changeSet = buildChangeSet((await read(made.path)).files);
    expect(changeSet.coverage).toEqual([{ path: 'a.ts', status: 'reviewed' }]);
    expect(added(changeSet, 'a.ts')).toEqual([2, 4]);
    expect(changeSet.changes[0]?.baseText).toBe('one\ntwo\nthree\n');
  });

  it('leaves out what the base branch got since the branch left it', async () => {
    const made = branched({ 'a.ts': 'one\n' });
    made.write('mine.ts', 'x\n');
    made.commit();
    made.git('switch', '--quiet', 'main');
    made.write('theirs.ts', 'x\n');
    made.commit();
    made.git('switch', '--quiet', 'feature');
    expect(brief((await read(made.path)).files)).toEqual([['mine.ts', 'added']]);
  });

  it('limits the review to a folder or a file', async () => {
    const made = branched({ 'a/x.ts': '1\n', 'b/y.ts': '1\n', '[ab]/z.ts': '1\n' });
    for (const file of ['a/x.ts', 'b/y.ts', '[ab]/z.ts', 'a/new.ts']) made.write(file, '2\n');
    const limited = await read(join(made.path, 'a'));
    expect(brief(limited.files)).toEqual([
      ['a/x.ts', 'modified'],
      ['a/new.ts', 'added'],
    ]);
    expect(limited.comparison.description).toContain('a only');
    expect(brief((await read(join(made.path, 'b/y.ts'))).files)).toEqual([['b/y.ts', 'modified']]);
    expect(brief((await read(join(made.path, '[ab]'))).files)).toEqual([['[ab]/z.ts', 'modified']]);
  });

  it('reads a detached head and a linked work tree like any other', async () => {
    const made = branched({ 'a.ts': '1\n' });
    made.write('a.ts', '2\n');
    made.commit();
    made.git('switch', '--quiet', '--detach');
    expect(brief((await read(made.path)).files)).toEqual([['a.ts', 'modified']]);
    const linked = `${made.path}-linked`;
    made.git('worktree', 'add', '--quiet', linked, 'feature');
    expect(brief((await read(linked)).files)).toEqual([['a.ts', 'modified']]);
  });

  it('leaves index, references and objects as they were', async () => {
    const made = branched({ 'a.ts': '1\n' });
    made.write('a.ts', '2\n');
    const state = () =>
      execFileSync('find', ['.git', '-type', 'f', '-printf', '%p %T@ %s\n'], {
        cwd: made.path,
        encoding: 'utf8',
      });
    const before = state();
    await read(made.path);
    expect(state()).toBe(before);
  });
});

describe('two commits', () => {
  it('takes both sides from the commits, whatever the working tree holds', async () => {
    const made = branched({ 'a.ts': '1\n' });
    made.write('a.ts', '2\n');
    made.commit();
    made.write('a.ts', '3\n');
    made.write('untracked.ts', '3\n');
    const { files } = await read(made.path, { base: 'main', head: 'feature' });
    expect(files).toHaveLength(1);
    expect(Buffer.from(files[0]?.head ?? []).toString()).toBe('2\n');
  });

  it('reads a bare repository when a head is named', async () => {
    const made = branched({ 'a.ts': '1\n' });
    made.write('a.ts', '2\n');
    made.commit();
    const bare = `${made.path}-bare`;
    made.git('clone', '--quiet', '--bare', made.path, bare);
    expect(brief((await read(bare, { base: 'main', head: 'feature' })).files)).toEqual([
      ['a.ts', 'modified'],
    ]);
    expect(await refusal(read(bare))).toContain('--head');
  });

  it('takes a tree as base, so that a whole repository can be reviewed', async () => {
    const made = branched({ 'a.ts': '1\n', 'b.ts': '1\n' });
    const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
    const { files } = await read(made.path, { base: emptyTree, head: 'main' });
    expect(brief(files)).toEqual([
      ['a.ts', 'added'],
      ['b.ts', 'added'],
    ]);
  });
});

describe('a whole repository', () => {
  it('has every tracked file as added, as the working tree or a commit holds it, and no other', async () => {
    const made = branched({ 'a.ts': 'one\n', 'src/b.ts': 'two\n' });
    made.write('a.ts', 'changed\n');
    made.write('untracked.ts', 'x\n');
    const tree = await read(made.path, { all: true });
    expect(brief(tree.files)).toEqual([
      ['a.ts', 'added'],
      ['src/b.ts', 'added'],
    ]);
    expect(added(buildChangeSet(tree.files), 'a.ts')).toEqual([1]);
    expect(Buffer.from(tree.files[0]?.head ?? []).toString()).toBe('changed\n');
    expect(tree.comparison.description).toBe('every tracked file of the working tree');
    const commit = await read(join(made.path, 'src'), { all: true, head: 'main' });
    expect(brief(commit.files)).toEqual([['src/b.ts', 'added']]);
    expect(commit.texts).toEqual([]);
  });

  it('is read with the settings of the version that is reviewed', async () => {
    const made = branched({ '.amas.yml': 'version: 1\n', 'a.ts': 'one\n' });
    const { readFile } = await read(made.path, { all: true });
    expect(await readFile('.amas.yml', 'base')).toBe('version: 1\n');
  });
});

describe('files of every kind', () => {
  it('follows a rename with its changes', async () => {
    const body = Array.from({ length: 20 }, (_, index) => `line ${index}`).join('\n');
    const made = branched({ 'old name.ts': `${body}\nlast\n` });
    made.git('mv', 'old name.ts', 'new name.ts');
    made.write('new name.ts', `${body}\nchanged\n`);
    const { files } = await read(made.path);
    expect(files[0]).toMatchObject({ path: 'new name.ts', previousPath: 'old name.ts', status: 'renamed' });
    expect(added(buildChangeSet(files), 'new name.ts')).toEqual([21]);
  });

  it('accounts for deleted, binary, linked, oversized and foreign files without reading them', async () => {
    const made = branched({ 'gone.ts': '1\n', 'link.ts': '1\n', 'icon.bin': new Uint8Array([0, 1]) });
    made.remove('gone.ts');
    made.write('icon.bin', new Uint8Array([0, 2, 3]));
    made.remove('link.ts');
    symlinkSync('/etc/passwd', join(made.path, 'link.ts'));
    made.write('huge.json', 'x'.repeat(17_000_000));
    made.write('latin.ts', new Uint8Array([0x63, 0xe9, 0x0a]));
    testRepository(join(made.path, 'nested')).write('x.ts', '1\n');
    const { files } = await read(made.path);
    const reasons = Object.fromEntries(
      buildChangeSet(files).coverage.map(({ path, reason }) => [path, reason]),
    );
    expect(reasons).toEqual({
      'gone.ts': 'deleted',
      'link.ts': 'symlink',
      'icon.bin': 'binary',
      'huge.json': 'too-large',
      'latin.ts': 'not-utf8',
      nested: 'a repository of its own',
    });
    expect(files.find(({ path }) => path === 'huge.json')?.head).toBeUndefined();
  });

  it('reads what deleted files held, where that is text of people', async () => {
    const policy = 'kind: NetworkPolicy\nmetadata: { name: closed }\n';
    const made = branched({ 'policy.yaml': policy, 'dump.sql': 'x'.repeat(100_001) });
    made.remove('policy.yaml');
    made.remove('dump.sql');
    const { deleted } = buildChangeSet((await read(made.path)).files);
    expect(deleted?.map(({ path, baseText }) => [path, baseText])).toEqual([['policy.yaml', policy]]);
    expect(lineTexts({ changes: [], coverage: [], deleted: deleted ?? [] })('policy.yaml', 'old', 1)).toBe(
      'kind: NetworkPolicy',
    );
  });

  it('names a submodule without entering it', async () => {
    const inner = repository();
    inner.write('a.ts', '1\n');
    inner.commit();
    const made = branched({ 'a.ts': '1\n' });
    made.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.path, 'lib');
    made.commit();
    expect(brief((await read(made.path)).files)).toContainEqual(['lib', 'added', 'submodule']);
  });

  it.each([
    ['committed as LF, checked out as CRLF', 'true'],
    ['kept as CRLF everywhere', 'false'],
  ])('sees only the changed line of a file with CRLF: %s', async (_case, autocrlf) => {
    const made = repository();
    made.git('config', 'core.autocrlf', autocrlf);
    made.write('a.ts', 'one\r\ntwo\r\nthree\r\n');
    made.commit();
    made.git('switch', '--quiet', '--create', 'feature');
    made.write('a.ts', 'one\r\nTWO\r\nthree\r\n');
    const changeSet = buildChangeSet((await read(made.path)).files);
    expect(changeSet.coverage).toEqual([{ path: 'a.ts', status: 'reviewed' }]);
    expect(added(changeSet, 'a.ts')).toEqual([2]);
  });

  it('keeps names with quotes, line breaks and letters of all alphabets', async () => {
    const names = ['ü"\n.ts', 'tab\t.ts', '日本.ts', ':(exclude)x.ts', '-rf.ts'];
    const made = branched(Object.fromEntries(names.map((name) => [name, '1\n'])));
    for (const name of names) made.write(name, '2\n');
    const changeSet = buildChangeSet((await read(made.path)).files);
    expect(changeSet.coverage.map(({ path }) => path).toSorted()).toEqual(names.toSorted());
    expect(changeSet.coverage.every(({ status }) => status === 'reviewed')).toBe(true);
  });

  it('is not led astray by content that looks like a diff', async () => {
    const made = branched({ 'a.ts': '1\n', 'b.ts': '1\n' });
    made.write('a.ts', '1\n\rdiff --git a/x b/x\n@@ -1 +1 @@\n\u2028diff --git a/y b/y\n');
    made.write('b.ts', '2\n');
    const changeSet = buildChangeSet((await read(made.path)).files);
    expect(added(changeSet, 'a.ts')).toEqual([2, 3, 4]);
    expect(added(changeSet, 'b.ts')).toEqual([1]);
  });

  it('states an unresolved conflict once', async () => {
    const made = branched({ 'a.ts': '1\n' });
    made.write('a.ts', '2\n');
    made.commit();
    made.git('switch', '--quiet', '--create', 'other', 'main');
    made.write('a.ts', '3\n');
    made.commit();
    expect(() => made.git('merge', '--quiet', 'feature')).toThrow();
    const { files } = await read(made.path);
    expect(files.map(({ path }) => path)).toEqual(['a.ts']);
  });
});

describe('a hostile repository', () => {
  it('runs none of the programs that its configuration and attributes name', async () => {
    const made = branched({
      'a.ts': 'one\n',
      '.gitattributes': '*.ts filter=evil diff=evil\n',
    });
    const trap = join(made.path, '..', 'trap.sh');
    const proof = join(made.path, '..', 'trapped');
    execFileSync('sh', ['-c', `printf '#!/bin/sh\\ntouch ${proof}\\ncat\\n' > ${trap}`]);
    chmodSync(trap, 0o755);
    for (const key of [
      'filter.evil.clean',
      'filter.evil.process',
      'diff.evil.command',
      'diff.evil.textconv',
      'diff.external',
      'core.fsmonitor',
      'core.pager',
      'core.sshCommand',
      'core.alternateRefsCommand',
    ]) {
      made.git('config', key, trap);
    }
    made.git('config', 'filter.evil.required', 'true');
    mkdirSync(join(made.path, '.git/hooks'), { recursive: true });
    execFileSync('cp', [trap, join(made.path, '.git/hooks/post-index-change')]);
    made.write('a.ts', 'two\n');
    const { files } = await read(made.path);
    expect(brief(files)).toEqual([['a.ts', 'modified']]);
    expect(existsSync(proof)).toBe(false);
    expect(() => made.git('diff', 'main')).toThrow('evil');
    expect(existsSync(proof)).toBe(true);
  });

  it('is refused when a filter cannot be switched off', async () => {
    const made = branched({ 'a.ts': 'one\n' });
    made.write('.git/config', '[core]\n\trepositoryformatversion = 0\n[filter "a=b"]\n\tclean = touch x\n');
    expect(await refusal(read(made.path))).toContain('a=b');
  });

  it.skipIf(process.getuid?.() !== 0)('of another user is refused, with the way to trust it', async () => {
    const made = branched({ 'a.ts': 'one\n' });
    chownSync(made.path, 12_345, 12_345);
    chownSync(join(made.path, '.git'), 12_345, 12_345);
    expect(await refusal(read(made.path))).toContain('safe.directory');
  });
});

describe('what cannot be compared is refused with what to do', () => {
  it.each([
    ['a name that is nearly right', { base: 'mian' }, 'Did you mean main'],
    ['a head that does not exist', { head: 'faeture' }, 'Did you mean feature'],
    ['an option where a name should be', { base: '--output=x' }, 'no such branch'],
    ['an empty name', { base: '' }, '--base needs the name'],
    ['two names in one', { base: 'main\nfeature' }, '--base needs the name'],
  ])('%s', async (_case, options, words) => {
    const made = branched({ 'a.ts': '1\n' });
    expect(await refusal(read(made.path, options))).toContain(words);
  });

  it('a folder without a repository, and one that does not exist', async () => {
    const plain = join(folder.path, 'plain');
    mkdirSync(plain, { recursive: true });
    expect(await refusal(read(plain))).toContain('not inside a git repository');
    expect(await refusal(read(join(folder.path, 'nowhere')))).toContain('does not exist');
  });

  it('a repository without commits, and one whose branch has none yet', async () => {
    expect(await refusal(read(repository().path))).toContain('no commit yet');
    const made = branched({ 'a.ts': '1\n' });
    made.git('switch', '--quiet', '--orphan', 'fresh');
    expect(await refusal(read(made.path))).toContain('no commit yet');
  });

  it('a repository without a usual base', async () => {
    const made = repository('--initial-branch=trunk');
    made.write('a.ts', '1\n');
    made.commit();
    expect(await refusal(read(made.path))).toContain('--base HEAD~1');
  });

  it('histories without a common commit', async () => {
    const made = branched({ 'a.ts': '1\n' });
    made.git('switch', '--quiet', '--orphan', 'fresh');
    made.write('b.ts', '1\n');
    made.commit();
    expect(await refusal(read(made.path))).toContain('no commit in common');
  });

  it('a shallow clone without the common ancestor', async () => {
    const made = branched({ 'a.ts': '1\n' });
    for (const branch of ['main', 'feature']) {
      made.git('switch', '--quiet', branch);
      made.write(`${branch}.ts`, '1\n');
      made.commit();
    }
    const clone = `${made.path}-shallow`;
    made.git('clone', '--quiet', '--depth=1', '--no-single-branch', `file://${made.path}`, clone);
    expect(await refusal(read(clone, { base: 'origin/main' }))).toContain('--unshallow');
  });

  it('a partial clone, without fetching what is missing', async () => {
    const made = branched({ 'a.ts': '1\n' });
    made.write('a.ts', '2\n');
    made.commit();
    made.git('config', 'uploadpack.allowFilter', 'true');
    const clone = `${made.path}-partial`;
    made.git('clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${made.path}`, clone);
    const work = read(clone, { base: 'origin/main', head: 'origin/feature' });
    await expect(work).rejects.toMatchObject({
      code: 'apps.not_finished',
      publicMessage: expect.stringContaining('Objects are missing'),
    });
  });

  it('a machine without git, and the inside of a git folder', async () => {
    const made = branched({ 'a.ts': '1\n' });
    expect(await refusal(read(made.path, { environment: { PATH: '/nonexistent' } }))).toContain(
      'not installed',
    );
    expect(await refusal(read(join(made.path, '.git')))).toContain('inside of a git folder');
  });
});

describe('beside the change', () => {
  it('the branch and the messages of its commits are read, oldest first', async () => {
    const made = branched({ 'a.ts': 'one\n' });
    made.write('a.ts', 'two\n');
    made.commit('First\n\nwith a body');
    made.write('a.ts', 'three\n');
    made.commit('Second');
    const { texts } = await read(made.path);
    expect(texts.map(({ label, text }) => [label.replace(/[0-9a-f]{7,}/, 'id'), text])).toEqual([
      ['Branch name', 'feature'],
      ['Commit message id', 'First\n\nwith a body'],
      ['Commit message id', 'Second'],
    ]);
    expect(texts.every(({ trust }) => trust === 'untrusted')).toBe(true);
  });

  it('no program of the repository is run to read them', async () => {
    const made = branched({ 'a.ts': 'one\n' });
    const trace = join(made.path, 'ran');
    made.write('gpg.sh', `#!/bin/sh\ntouch ${trace}\n`);
    chmodSync(join(made.path, 'gpg.sh'), 0o755);
    made.git('config', 'log.showSignature', 'true');
    made.git('config', 'gpg.program', join(made.path, 'gpg.sh'));
    made.commit();
    await read(made.path);
    expect(existsSync(trace)).toBe(false);
  });

  it.each([
    ['the working tree', {}, 'three\n'],
    ['a commit', { head: 'feature' }, 'two\n'],
  ])('files of %s and of its base can be read', async (_name, options, text) => {
    const made = branched({ 'src/a b.ts': 'one\n' });
    made.write('src/a b.ts', 'two\n');
    made.commit();
    made.write('src/a b.ts', 'three\n');
    const { readFile } = await read(made.path, options);
    expect(await readFile('src/a b.ts')).toBe(text);
    expect(await readFile('src/a b.ts', 'base')).toBe('one\n');
    expect(await readFile('src/none.ts')).toBeUndefined();
    expect(await readFile('src')).toBeUndefined();
  });

  it('files that hold a word are found in the version that is reviewed, and no link is followed', async () => {
    const made = branched({
      'src/a.ts': 'load();\n',
      'src/b.ts': 'reload();\n',
      'i.ts': "export * from './rows.ts';\n",
      'c.md': 'load\n',
    });
    made.write('new one.ts', 'call(load)\n');
    symlinkSync('/etc/passwd', join(made.path, 'load.ts'));
    const wanted = { words: ['load', '-e'], wholeOf: 'rows', extensions: ['ts'], near: 'src/b.ts' };
    const paths = async (search: Awaited<ReturnType<typeof read>>['search']) =>
      (await search(wanted))?.files.map(({ path }) => path);
    expect(await paths((await read(made.path)).search)).toEqual(['src/a.ts', 'new one.ts', 'i.ts']);
    expect(await paths((await read(made.path, { head: 'feature' })).search)).toEqual(['src/a.ts', 'i.ts']);
  });

  it('no name and no link leads out of the repository', async () => {
    const made = branched({ 'a.ts': 'one\n' });
    symlinkSync('/etc', join(made.path, 'etc'));
    symlinkSync('/etc/hostname', join(made.path, 'name'));
    made.write('b.ts', 'two\n');
    const { readFile } = await read(made.path);
    for (const path of ['etc/hostname', 'name', '../a.ts', '/etc/hostname', 'a.ts\nHEAD:a.ts', '.', '']) {
      expect(await readFile(path)).toBeUndefined();
    }
  });
});
