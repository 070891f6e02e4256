import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { explainWhy } from '#jobs/answers/why.ts';
import { startAmas, type Amas } from '#test/support/amas.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { createGitHubStandIn, type GitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import type { OpenedPull, RepositoryHandle } from '#test/stand-ins/github/repository-handle.ts';

describe('events that cannot be served', () => {
  let database: TestDatabase;
  let github: GitHubStandIn;
  let amas: Amas;
  let rows: Rows;
  let count = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    rows = await openRows(database.url);
    github = await createGitHubStandIn({ limits: { contentPerMinute: 1_000, contentPerHour: 1_000 } });
    github.install({ account: 'octo' });
    amas = await startAmas({ databaseUrl: database.url, github });
  });

  afterAll(async () => {
    await amas?.stop();
    await github?.close();
    await rows?.close();
    await database?.drop();
  });

  function addRepository(): RepositoryHandle {
    count += 1;
    return github.addRepository({
      owner: 'octo',
      name: `service-${count}`,
      files: { 'a.ts': 'export const a = 1;\n' },
    });
  }

  async function query(sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      return (await client.query(sql, values)).rows as Record<string, unknown>[];
    } finally {
      await client.end();
    }
  }

  const endOfTask = async (url: string) =>
    await eventually(
      'the task to end',
      async () =>
        (
          await query(`select status, reason from tasks where subject_url = $1 and finished_at is not null`, [
            url,
          ])
        )[0],
      { timeoutMs: 20_000 },
    );

  it('a branch that shares no commit with its base is told so on the pull request', async () => {
    const repository = addRepository();
    repository.createUnrelatedBranch('unrelated', { 'a.ts': 'export const b = 2;\n' });
    const pull = repository.openPullRequest({ head: 'unrelated', title: 'Unrelated' });
    expect(await endOfTask(pull.url)).toMatchObject({ status: 'failed', reason: 'bots.no_common_history' });
    const run = await eventually('the check run to complete', () =>
      github.checkRuns(repository.fullName).find((each) => each.status === 'completed'),
    );
    expect(run.conclusion).not.toBe('success');
    expect(run.output.title).toMatch(/not reviewed/i);
  });

  it('a repository that is gone by the time it is read ends in a task that says so', async () => {
    const repository = addRepository();
    repository.createBranch('change');
    repository.commit('change', { 'a.ts': 'export const a = 2;\n' });
    github.failNext({ kind: 'server-error', status: 502, path: /\/pulls\/\d+$/, times: 1 });
    const pull = repository.openPullRequest({ head: 'change', title: 'Gone soon' });
    repository.delete();
    expect(await endOfTask(pull.url)).toMatchObject({ status: 'failed', reason: 'bots.target_gone' });
  });

  it('files that cannot be read are each named with their reason, and the check is not green over them', async () => {
    const repository = addRepository();
    repository.createBranch('odd');
    repository.commit('odd', {
      'latin.ts': Buffer.from([0x2f, 0x2f, 0x20, 0xe9, 0x0a]),
      'crlf.ts': 'export const crlf = 1;\r\nexport const more = 2;\r\n',
      'line.json': `"${'x'.repeat(3_000_000)}"`,
      'image.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]),
      'a.ts': null,
    });
    const pull = repository.openPullRequest({ head: 'odd', title: 'Odd files' });
    await endOfTask(pull.url);
    const [comment] = await eventually('the summary', () => {
      const comments = github.comments(repository.fullName, pull.number);
      return comments.length > 0 ? comments : undefined;
    });
    for (const path of ['latin.ts', 'line.json', 'image.png']) expect(comment?.body).toContain(path);
    expect(github.checkRuns(repository.fullName, pull.headSha)[0]?.conclusion).not.toBe('success');
  });

  it('a signed body that is no JSON is quarantined, visible, and answered with 200', async () => {
    const body = Buffer.from('{"action": "opened", ');
    const { createHmac } = await import('node:crypto');
    const answer = await fetch(`${amas.hubUrl}/webhooks/github`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-github-event': 'pull_request',
        'x-github-delivery': 'not-json-1',
        'x-hub-signature-256': `sha256=${createHmac('sha256', github.app.hook.secret).update(body).digest('hex')}`,
      },
    });
    expect(answer.status).toBe(200);
    await eventually('the quarantine', async () => {
      const [row] = await query(`select status, reason from deliveries where external_id = 'not-json-1'`);
      return row?.['status'] === 'quarantined' && row['reason'];
    });
  });

  it('an app that is removed in the middle of a review ends it, with the reason', async () => {
    const repository = github.addRepository({
      owner: 'leaving',
      name: 'service',
      files: { 'a.ts': 'let a = 1;\n' },
    });
    const installation = github.install({ account: 'leaving' });
    repository.createBranch('late');
    repository.commit('late', { 'a.ts': 'let a = 3;\n' });
    github.failNext({ kind: 'slow', delayMs: 800, path: /\/compare\// });
    const pull = repository.openPullRequest({ head: 'late', title: 'Too late' });
    await eventually(
      'the review to begin',
      () => github.checkRuns(repository.fullName, pull.headSha).length === 1,
    );
    github.uninstall(installation);
    const end = await endOfTask(pull.url);
    // Whichever is first: the event that tells, or the next request that is refused.
    expect(['task.integration_removed', 'bots.target_gone', 'bots.unauthorised']).toContain(end['reason']);
    expect(['cancelled', 'failed']).toContain(end['status']);
  });

  const risky = (name: string) =>
    [
      `import { exec } from 'node:child_process';`,
      `import type { Request } from 'express';`,
      `export const ${name} = (request: Request) => exec(\`ls \${request.query.folder}\`);`,
      '',
    ].join('\n');

  /** A pull request with one finding. `before` is what happens before it is opened. */
  function openRisky(before: (repository: RepositoryHandle) => void = () => undefined) {
    const repository = addRepository();
    repository.setRole('rosa', 'write');
    repository.createBranch('change');
    repository.commit('change', { 'src/run.ts': risky('run') });
    before(repository);
    return { repository, pull: repository.openPullRequest({ head: 'change', title: 'Run' }) };
  }

  const reads = { method: 'GET', path: /\/compare\// } as const;
  const slowReads = () => github.failNext({ kind: 'slow', delayMs: 1_200, ...reads });
  const begun = async ({ fullName }: RepositoryHandle, { headSha }: OpenedPull) =>
    await eventually('the review to begin', () => github.checkRuns(fullName, headSha).length === 1);
  const completed = async ({ fullName }: RepositoryHandle, sha: string) =>
    await eventually(
      'the check run to complete',
      () => github.checkRuns(fullName, sha).find(({ status }) => status === 'completed'),
      { timeoutMs: 20_000 },
    );
  const own = ({ fullName }: RepositoryHandle, { number }: OpenedPull) =>
    github.comments(fullName, number).filter(({ user }) => user.login === 'amas[bot]');
  const why = async ({ url }: OpenedPull) => await explainWhy(rows.database.store, url);
  const tasksOf = async ({ url }: OpenedPull) =>
    await query(`select status, finished_at from tasks where subject_url = $1`, [url]);
  /** The reply that holds the receipt, when the platform did not take it. */
  const refused = async ({ url }: OpenedPull) =>
    await eventually(
      'the posting to be given up',
      async () =>
        (
          await query(
            `select r.reason from replies r join tasks t on t.id = r.task_id where t.subject_url = $1 and r.status = 'failed'`,
            [url],
          )
        )[0],
      { timeoutMs: 20_000 },
    );

  it.each(['change', 'main-2'])(
    'a branch (%s) that is deleted while its review runs ends it, with the reason and no success',
    async (branch) => {
      const repository = addRepository();
      repository.createBranch('main-2');
      repository.createBranch('change');
      repository.commit('change', { 'src/run.ts': risky('run') });
      slowReads();
      const pull = repository.openPullRequest({ head: 'change', base: 'main-2', title: 'Run' });
      await begun(repository, pull);
      repository.deleteBranch(branch);
      expect(await endOfTask(pull.url)).toEqual({ status: 'cancelled', reason: 'task.subject_closed' });
      expect((await completed(repository, pull.headSha)).conclusion).not.toBe('success');
      expect(await tasksOf(pull)).toHaveLength(1);
      expect((await why(pull)).map(({ reason }) => reason)).toContain('task.subject_closed');
      expect(own(repository, pull)).toEqual([]);
    },
  );

  it('a right to comment that is lost between reading and posting leaves a check that says all, and why tells it', async () => {
    const needed = 'pull_requests=write';
    const { repository, pull } = openRisky(() =>
      github.failNext({
        kind: 'forbidden',
        needed,
        method: 'POST',
        path: /\/pulls\/\d+\/reviews$/,
        times: 1,
      }),
    );
    const run = await completed(repository, pull.headSha);
    expect(run.conclusion).toBe('failure');
    expect(run.output.text).toContain('src/run.ts');
    expect(await refused(pull)).toEqual({ reason: 'bots.unauthorised' });
    expect(await endOfTask(pull.url)).toMatchObject({ status: 'finished' });
    expect(await tasksOf(pull)).toHaveLength(1);
    const entry = (await why(pull)).find(({ reason }) => reason === 'bots.unauthorised');
    expect(entry).toMatchObject({
      status: expect.stringContaining('its answer could not be posted'),
      remedy: expect.stringContaining('`/amas review`'),
    });
  });

  it('a repository that is archived before posting ends in one task, and why tells that nothing could be posted', async () => {
    github.failNext({ kind: 'slow', delayMs: 1_200, ...reads });
    const { repository, pull } = openRisky();
    await begun(repository, pull);
    repository.archive();
    expect(await endOfTask(pull.url)).toMatchObject({ status: 'finished' });
    expect(await refused(pull)).toEqual({ reason: 'bots.refused' });
    expect(await tasksOf(pull)).toHaveLength(1);
    expect((await why(pull))[0]?.status).toContain('could not be posted');
  });

  it('an installation that is lost while the result is posted ends the posting, and why tells it', async () => {
    const installation = github.install({ account: 'gone' });
    const repository = github.addRepository({
      owner: 'gone',
      name: 'service',
      files: { 'a.ts': 'let a = 1;\n' },
    });
    repository.createBranch('change');
    repository.commit('change', { 'src/run.ts': risky('run') });
    const isReview = { method: 'POST', path: /\/gone\/service\/pulls\/\d+\/reviews$/ } as const;
    github.failNext({ kind: 'slow', delayMs: 1_500, ...isReview });
    const pull = repository.openPullRequest({ head: 'change', title: 'Run' });
    expect(await endOfTask(pull.url)).toMatchObject({ status: 'finished' });
    github.uninstall(installation);
    expect(['bots.target_gone', 'bots.unauthorised']).toContain((await refused(pull))['reason']);
    expect(await tasksOf(pull)).toHaveLength(1);
    expect((await why(pull)).some(({ status }) => status.includes('could not be posted'))).toBe(true);
    expect(own(repository, pull)).toEqual([]);
  });

  it('a command of somebody who was blocked meanwhile is not served, and nothing is said to them', async () => {
    const { repository, pull } = openRisky();
    await completed(repository, pull.headSha);
    const said = own(repository, pull).length;
    repository.setRole('mallory', 'none');
    repository.comment(pull.number, '/amas review --full', 'mallory');
    const entry = await eventually('the refusal', async () =>
      (await why(pull)).find(({ reason, remedy }) => reason === 'github.no_permission' && remedy !== null),
    );
    expect(entry.status).toContain('task cancelled');
    expect(entry.remedy).toContain('write access');
    expect(own(repository, pull)).toHaveLength(said);
    expect(github.checkRuns(repository.fullName)).toHaveLength(1);
  });

  it('a summary that a person deletes while it is edited is written once more, and the review ends well', async () => {
    const { repository, pull } = openRisky();
    await completed(repository, pull.headSha);
    const [first] = own(repository, pull);
    const isEdit = { method: 'PATCH', path: /\/issues\/comments\/\d+$/ } as const;
    github.failNext({ kind: 'slow', delayMs: 1_500, ...isEdit });
    const sha = repository.push('change', { 'src/more.ts': risky('more') });
    await eventually(
      'the remarks to be posted',
      () => github.reviewComments(repository.fullName, pull.number).length === 2,
    );
    // The edit comes next, and takes its time.
    await new Promise((resolve) => setTimeout(resolve, 500));
    repository.deleteComment(first?.id ?? 0, 'rosa');
    expect((await completed(repository, sha)).conclusion).toBe('failure');
    const left = own(repository, pull);
    expect(left).toHaveLength(1);
    expect(left[0]?.id).not.toBe(first?.id);
    expect(left[0]?.body).toContain('src/more.ts');
    expect(
      await query(`select 1 from replies where status = 'failed' and target->>'repo' = $1`, [
        repository.fullName.split('/')[1],
      ]),
    ).toEqual([]);
  });

  it('a remark that a person deletes is written once by the next review, and then left', async () => {
    const { repository, pull } = openRisky();
    await completed(repository, pull.headSha);
    const [remark] = github.reviewComments(repository.fullName, pull.number);
    repository.deleteReviewComment(remark?.id ?? 0, 'rosa');
    for (const name of ['one', 'two']) {
      await completed(repository, repository.push('change', { [`docs/${name}.md`]: `${name}\n` }));
      const remarks = github.reviewComments(repository.fullName, pull.number);
      expect(remarks.map(({ path }) => path)).toEqual(['src/run.ts']);
      expect(remarks[0]?.id).not.toBe(remark?.id);
    }
  });

  it('a head that moves unheard between reading and posting: the receipt says which commit it is about', async () => {
    const { repository, pull } = openRisky(() =>
      github.failNext({ kind: 'slow', delayMs: 1_500, ...reads, path: /\/compare\// }),
    );
    await begun(repository, pull);
    repository.commit('change', { 'src/run.ts': `// A line before.\n${risky('run')}` });
    await completed(repository, pull.headSha);
    const [summary, ...more] = own(repository, pull);
    expect(more).toEqual([]);
    expect(summary?.body).toContain(`pushed to after commit ${pull.headSha.slice(0, 7)}`);
    expect(await tasksOf(pull)).toHaveLength(1);
  });

  it.each<[string, Parameters<RepositoryHandle['commit']>[1], RegExp]>([
    ['a folder', { '.amas.yml/review.yml': 'review: {}\n' }, /\.amas\.yml: it cannot be read \(/],
    ['a link', { '.amas.yml': { linkTo: '/etc/passwd' } }, /\.amas\.yml: it cannot be read \(/],
    ['a submodule', { '.amas.yml': { submodule: 'a'.repeat(40) } }, /\.amas\.yml: it cannot be read \(/],
    ['bytes that are no text', { '.amas.yml': Buffer.from([0xff, 0xfe, 0, 1]) }, /\.amas\.yml/],
    ['a list', { '.amas.yml': '- review\n- drafts\n' }, /\.amas\.yml/],
    ['a key of the wrong type', { '.amas.yml': 'review:\n  drafts: [yes]\n' }, /line 2.*true or false/],
  ])(
    'a configuration that is %s costs the file alone, and the receipt says so',
    async (_case, changes, words) => {
      const { repository, pull } = openRisky((each) => each.commit('main', changes));
      expect((await completed(repository, pull.headSha)).conclusion).toBe('failure');
      expect(own(repository, pull)[0]?.body).toMatch(words);
      expect(await tasksOf(pull)).toHaveLength(1);
    },
  );
});
