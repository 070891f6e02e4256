import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testRepository, type TestRepository } from '#test/support/git-repository.ts';
import { launchAmas } from '#test/support/launch-amas.ts';
import { tempDirectory, type TempDirectory } from '#test/support/temp-directory.ts';

const vulnerable =
  "import { exec } from 'node:child_process';\nexport const list = (request) => exec(`ls ${request.query.name}`);\n";

let folder: TempDirectory;
let tidy: TestRepository;
let wrong: TestRepository;

beforeAll(async () => {
  folder = await tempDirectory('explain');
  tidy = branched(
    'tidy',
    "review:\n  fail_on: never\n  ignore: { paths: ['docs/**'] }\n",
    'review:\n  fail_on: low\n',
  );
  wrong = branched('wrong', 'review:\n  failon: low\n  drafts: [yes]\n', 'review: {}\n');
});
afterAll(() => folder.remove());

/** The base says one thing and the branch under review another. */
function branched(name: string, base: string, head: string): TestRepository {
  const made = testRepository(join(folder.path, name));
  made.write('.amas.yml', base);
  made.commit();
  made.git('switch', '--quiet', '--create', 'feature');
  made.write('.amas.yml', head);
  made.write('src/list.ts', vulnerable);
  made.write('docs/list.ts', vulnerable);
  made.commit();
  return made;
}

describe('amas config explain', () => {
  const explain = (made: TestRepository, ...args: string[]) =>
    launchAmas(['config', 'explain', ...args], { cwd: made.path });

  it('tells every value with the line of the base that says so, and what is a default', async () => {
    const run = await explain(tidy);
    expect(run.code).toBe(0);
    expect(run.out).toMatch(/^review\.fail_on +never +\(repository, base:\.amas\.yml:2\)$/m);
    expect(run.out).toMatch(/^review\.ignore\.paths +\["docs\/\*\*"\] +\(repository, base:\.amas\.yml:3\)$/m);
    expect(run.out).toMatch(/^review\.enabled +true +\(default\)$/m);
    expect(run.err).toContain('Read from ');
  });

  it('tells the keys below a name, as JSON too', async () => {
    const run = await explain(tidy, 'review.ignore', '--json');
    const { values, problems } = JSON.parse(run.out) as {
      values: { name: string; value: unknown }[];
      problems: string[];
    };
    expect(values.every(({ name }) => name.startsWith('review.ignore.'))).toBe(true);
    expect(values.find(({ name }) => name === 'review.ignore.paths')?.value).toEqual(['docs/**']);
    expect(problems).toEqual([]);
  });

  it('reads the branch that is named instead', async () => {
    expect((await explain(tidy, 'review.fail_on', '--base', 'feature')).out).toContain('low');
  });

  it('says what in the file is not used, by line, and ends with 2', async () => {
    const run = await explain(wrong, 'review.drafts');
    expect(run.code).toBe(2);
    expect(run.out).toMatch(/^review\.drafts +false +\(default\)$/m);
    expect(run.out).toMatch(/not used: base:\.amas\.yml, line 2: .*fail_on/);
    expect(run.out).toMatch(/not used: base:\.amas\.yml, line 3: .*true or false/);
  });

  it('a key that does not exist is refused with those that do', async () => {
    const run = await explain(tidy, 'review.nothing');
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain('There is no key review.nothing');
    expect(run.err).toContain('review.fail_on');
  });
});

describe('amas review', () => {
  it('goes by the .amas.yml of the base, not by that of the change', async () => {
    const run = await launchAmas(['review', '--format', 'json'], { cwd: tidy.path });
    expect(run.code).toBe(0);
    const report = JSON.parse(run.out) as {
      findings: { location?: { path: string } }[];
      files: { path: string; reason?: string }[];
    };
    expect(report.findings.map(({ location }) => location?.path)).toContain('src/list.ts');
    expect(report.files.find(({ path }) => path === 'docs/list.ts')?.reason).toBe('ignored');
  });

  it('says what in that file is not used', async () => {
    const run = await launchAmas(['review', '--format', 'json'], { cwd: wrong.path });
    expect(run.code).toBe(1);
    expect((JSON.parse(run.out) as { notes: string[] }).notes.join('\n')).toMatch(/line 2: .*fail_on/);
  });
});
