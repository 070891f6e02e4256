import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { startAmas, type Amas } from '#test/support/amas.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { createGitHubStandIn, type GitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import type { RepositoryHandle } from '#test/stand-ins/github/repository-handle.ts';

describe('events that cannot be served', () => {
  let database: TestDatabase;
  let github: GitHubStandIn;
  let amas: Amas;
  let count = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    github = await createGitHubStandIn();
    github.install({ account: 'octo' });
    amas = await startAmas({ databaseUrl: database.url, github });
  });

  afterAll(async () => {
    await amas?.stop();
    await github?.close();
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
});
