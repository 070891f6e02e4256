import { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createGitHubStandIn, type GitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import { startAmas, type Amas } from '#test/support/amas.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';

const vulnerable = (end = '\n'): string =>
  [
    `import { exec } from 'node:child_process';`,
    `import type { Request } from 'express';`,
    `export const list = (request: Request) => exec(\`ls \${request.query.folder}\`);`,
  ].join('\n') + end;

let database: TestDatabase;
let github: GitHubStandIn;
let amas: Amas;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new Pool({ connectionString: database.url });
  // A file costs a request: the 300 that are read of a large change are more than the usual limit lets through in a test.
  github = await createGitHubStandIn({ limits: { pointsPerMinute: 5_000 } });
  github.install({ account: 'octo' });
  amas = await startAmas({ databaseUrl: database.url, github });
});

afterAll(async () => {
  await amas?.stop();
  await github?.close();
  await pool?.end();
  await database?.drop();
});

type Changes = Parameters<ReturnType<GitHubStandIn['addRepository']>['commit']>[1];
let count = 0;

async function review(base: Readonly<Record<string, string>>, changes: Changes) {
  count += 1;
  const repository = github.addRepository({
    owner: 'octo',
    name: `odd-${count}`,
    files: { 'a.ts': '', ...base },
  });
  repository.createBranch('odd');
  repository.commit('odd', changes);
  const pull = repository.openPullRequest({ head: 'odd', title: 'Odd files' });
  const run = await eventually(
    'the check run to complete',
    () => github.checkRuns(repository.fullName, pull.headSha).find(({ status }) => status === 'completed'),
    { timeoutMs: 20_000 },
  );
  const bodies = github.comments(repository.fullName, pull.number).map(({ body }) => body);
  const inline = github.reviewComments(repository.fullName, pull.number).map(({ path }) => path);
  return { run, receipt: bodies.join('\n'), inline, fullName: repository.fullName };
}

it('paths with spaces, quotes, Unicode and brackets are reviewed, and remarks stand at them', async () => {
  const paths = [
    'src/with space.ts',
    `src/it's "quoted".ts`,
    'src/größe-日本.ts',
    'src/[id]/#1?.ts',
    'src/a%20b.ts',
  ];
  const { run, inline } = await review({}, Object.fromEntries(paths.map((path) => [path, vulnerable()])));
  expect(run.conclusion).toBe('failure');
  expect(new Set(inline)).toEqual(new Set(paths));
});

it('a file without a newline at its end gets its remark on its last line', async () => {
  const { run, inline } = await review({ 'src/end.ts': 'export {};' }, { 'src/end.ts': vulnerable('') });
  expect([run.conclusion, inline]).toEqual(['failure', ['src/end.ts']]);
});

it('what is no text to review is named with what it is, and success is not said over it', async () => {
  const { run, receipt } = await review(
    { 'script.sh': 'echo hi\n' },
    {
      'vendor/lib': { submodule: 'a'.repeat(40) },
      'link.ts': { linkTo: '../outside.ts' },
      'model.bin': 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n',
      'image.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]),
      'latin.ts': Buffer.from([0x2f, 0x2f, 0x20, 0xe9, 0x0a]),
      'line.ts': `export const line = '${'x'.repeat(1_100_000)}';\n`,
      'script.sh': { executable: 'echo hi\n' },
    },
  );
  const reasons: Readonly<Record<string, RegExp>> = {
    'vendor/lib': /submodule/,
    'link.ts': /symbolic link/,
    'model.bin': /LFS/i,
    'image.png': /binary/,
    'latin.ts': /not UTF-8/,
    'line.ts': /too large|diff could not be had|too long|in part/,
    'script.sh': /mode/,
  };
  for (const [path, reason] of Object.entries(reasons)) {
    const line = receipt.split('\n').find((each) => each.includes(path));
    expect(line, `${path} in:\n${receipt}`).toMatch(reason);
  }
  expect(run.conclusion).not.toBe('success');
});

it('of more than 3,000 files every one is accounted for: the riskiest are reviewed, the others told with why', async () => {
  const names = Array.from({ length: 3_020 }, (_, index) => `docs/${String(index).padStart(4, '0')}.txt`);
  const files = { ...Object.fromEntries(names.map((name) => [name, 'x\n'])), 'src/zz-last.ts': vulnerable() };
  const { run, receipt, fullName } = await review({}, files);
  // GitHub's list ends before this file, and takes no comment on it.
  expect(receipt).toMatch(
    /#### Remarks not beside the code \(1\)\n\n\*\*Critical: .* in \[`src\/zz-last\.ts:3`]/,
  );
  expect(run.conclusion).toBe('failure');
  expect(run.output.title).toBe(
    'Partly reviewed: 1 critical finding in 3000 files; 2721 not looked at in full',
  );
  expect(receipt).toContain('- Files: 300 reviewed, 2700 partly, 21 not\n');
  const told = [...receipt.matchAll(/^- (.*): (`docs\/.*`) and (\d+) more$/gm)].map(
    ([, reason, listed = '', more]) => [reason, listed.split(', ').length + Number(more)],
  );
  expect(told).toEqual([
    [
      expect.stringContaining('the change has more files than are read for one review, riskiest first'),
      2_700,
    ],
    [expect.stringContaining('more files than `limits.max_files` in `.amas.yml` allows'), 21],
  ]);
  const { rows } = await pool.query<{ path: string }>(
    `select jsonb_array_elements(t.report->'files')->>'path' as path from tasks t where t.subject_id = $1`,
    [`${fullName}#1`],
  );
  expect(rows.map(({ path }) => path).toSorted()).toEqual(Object.keys(files).toSorted());
});
