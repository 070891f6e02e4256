import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { explainWhy } from '#jobs/answers/why.ts';
import { createGitHubStandIn, type GitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import type { OpenedPull, RepositoryHandle } from '#test/stand-ins/github/repository-handle.ts';
import { startAmas, type Amas } from '#test/support/amas.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';

const risky = (name: string) =>
  [
    `import { exec } from 'node:child_process';`,
    `import type { Request } from 'express';`,
    ``,
    `export function ${name}(request: Request): void {`,
    '  exec(`ls ${request.query.folder}`);',
    `}`,
    ``,
  ].join('\n');

describe('.amas.yml', () => {
  let database: TestDatabase;
  let rows: Rows;
  let client: Client;
  let github: GitHubStandIn;
  let amas: Amas;
  let count = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    rows = await openRows(database.url);
    client = new Client({ connectionString: database.url });
    await client.connect();
    github = await createGitHubStandIn({ limits: { contentPerMinute: 1_000, contentPerHour: 1_000 } });
    for (const account of ['octo', 'acme']) github.install({ account });
    amas = await startAmas({ databaseUrl: database.url, github });
  });

  afterAll(async () => {
    await amas?.stop();
    await github?.close();
    await client?.end();
    await rows?.close();
    await database?.drop();
  });

  /** A repository whose base says this, and whose branch `change` holds one finding. */
  function withConfiguration(configuration: string, change: Record<string, string> = {}, owner = 'octo') {
    count += 1;
    const repository = github.addRepository({
      owner,
      name: `configured-${count}`,
      files: {
        'a.ts': 'export const a = 1;\n',
        ...(configuration === '' ? {} : { '.amas.yml': configuration }),
      },
    });
    repository.setRole('rosa', 'write');
    repository.createBranch('change');
    repository.commit('change', { 'src/run.ts': risky('run'), ...change });
    return repository;
  }

  const open = (repository: RepositoryHandle, options: { title?: string; draft?: boolean } = {}) =>
    repository.openPullRequest({ head: 'change', title: 'Run', ...options });

  const ended = async (repository: RepositoryHandle, runs = 1) =>
    await eventually(
      `${runs} ended check runs`,
      () => {
        const all = github.checkRuns(repository.fullName);
        return all.length === runs && all.every(({ status }) => status === 'completed') && all[0];
      },
      { timeoutMs: 15_000 },
    );

  const summaryOf = (repository: RepositoryHandle, { number }: OpenedPull) =>
    github.comments(repository.fullName, number).find(({ user }) => user.login === 'amas[bot]')?.body ?? '';

  it('of the base branch skips what it names; why and the check run say which line would change that', async () => {
    const repository = withConfiguration(`review:\n  ignore:\n    titles: ['wip*']\n`);
    const pull = open(repository, { title: 'WIP: run' });
    const run = await ended(repository);
    expect(run).toMatchObject({
      conclusion: 'skipped',
      output: { title: 'Not reviewed: the title matches `wip*`' },
    });
    expect(github.comments(repository.fullName, pull.number)).toEqual([]);
    const [entry] = await explainWhy(rows.database.store, pull.url);
    expect(entry).toMatchObject({
      reason: 'config.title',
      remedy: expect.stringMatching(/review\.ignore\.titles.*`\/amas review`/),
    });
    repository.comment(pull.number, '/amas review', 'rosa');
    expect(await ended(repository, 2)).toMatchObject({ conclusion: 'failure' });
  });

  it('of the head decides nothing', async () => {
    const repository = withConfiguration('', {
      '.amas.yml': `review:\n  enabled: false\n  fail_on: never\n`,
    });
    open(repository);
    expect(await ended(repository)).toMatchObject({ conclusion: 'failure' });
  });

  it('of the account lies below that of the repository, and the config command tells both lines', async () => {
    github.addRepository({
      owner: 'acme',
      name: '.amas',
      files: { '.amas.yml': `review:\n  fail_on: never\n  drafts: true\nlimits:\n  cost_usd: 5\n` },
    });
    const repository = withConfiguration(`review:\n  max_inline: 0\n  failon: low\n`, {}, 'acme');
    const pull = open(repository, { draft: true });
    expect(await ended(repository)).toMatchObject({ conclusion: 'success' });
    expect(summaryOf(repository, pull)).toContain('line 3: unknown key');
    expect(github.reviews(repository.fullName, pull.number)).toEqual([]);
    repository.comment(pull.number, '/amas config review', 'rosa');
    const answer = await eventually('the answer', () =>
      github
        .comments(repository.fullName, pull.number)
        .find(({ body }) => body.includes('review.max_inline')),
    );
    expect(answer.body).toContain(`(repository, ${repository.fullName}@main:.amas.yml:2)`);
    expect(answer.body).toContain('(organization, acme/.amas:.amas.yml:3)');
    expect(answer.body).toContain('did you mean');
  });

  it('leaves out files, families and rules, keeps small findings in the summary, and says so', async () => {
    const repository = withConfiguration(
      [
        'review:',
        "  ignore: { paths: ['docs/**'] }",
        '  inline_from: critical',
        '  fail_on: never',
        '  rules_off:',
        '    - { id: security/eval*, reason: a tool of ours }',
        '',
      ].join('\n'),
      { 'docs/run.ts': risky('docs'), '.gitattributes': 'src/** linguist-generated\n' },
    );
    const pull = open(repository);
    await ended(repository);
    const summary = summaryOf(repository, pull);
    expect(summary).toContain('left out by `review.ignore.paths`');
    expect(summary).toMatch(/in 2 files/);
    for (const comment of github.reviewComments(repository.fullName, pull.number)) {
      expect(comment.body).toContain('**Critical');
    }
  });

  it('that switches a rule off hides nothing else on its line', async () => {
    const both = risky('both').replace('folder}`);', 'folder}`); eval(String(request.query.code));');
    const repository = withConfiguration(
      'review:\n  rules_off:\n    - { id: security/command-injection, reason: ours }\n',
      { 'src/run.ts': both },
    );
    const pull = open(repository);
    await ended(repository);
    const [remark, ...more] = github.reviewComments(repository.fullName, pull.number);
    expect(more).toEqual([]);
    expect(remark).toMatchObject({ path: 'src/run.ts', line: 5 });
    expect(remark?.body).not.toContain('security/command-injection');
    expect(summaryOf(repository, pull)).toContain('1 switched off by `.amas.yml`');
    expect(summaryOf(repository, pull)).toMatch(/; \d+ rules ran; 1 switched off by `review\.rules_off`/);
  });

  it('changed by a pull request is rehearsed on past events, and decides nothing yet', async () => {
    const repository = withConfiguration('');
    open(repository);
    await ended(repository);
    repository.createBranch('configure');
    repository.commit('configure', { '.amas.yml': `review:\n  fail_on: never\n  inline_frm: high\n` });
    const pull = repository.openPullRequest({ head: 'configure', title: 'Configure' });
    await ended(repository, 2);
    const summary = summaryOf(repository, pull);
    expect(summary).toContain('#### What the new `.amas.yml` would change');
    expect(summary).toContain('did you mean');
    expect(summary).toContain('- `review.fail_on`: `high` → `never`');
    expect(summary).toMatch(
      /Of the last 1 event here:\n\n- `octo\/configured-\d+#1`: `passed` instead of `attention`/,
    );
  });

  it('that is no YAML costs the file alone: the review runs on the defaults and says why', async () => {
    const repository = withConfiguration('review: [unclosed\n');
    const pull = open(repository);
    expect(await ended(repository)).toMatchObject({ conclusion: 'failure' });
    expect(summaryOf(repository, pull)).toMatch(/@main:\.amas\.yml, line \d: /);
  });
});
