import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainWhy } from '#jobs/answers/why.ts';
import { createGitHubStandIn, type GitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import type { OpenedPull, RepositoryHandle } from '#test/stand-ins/github/repository-handle.ts';
import { startAmas, type Amas } from '#test/support/amas.ts';
import { eventually as eventuallyWithin } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { describeWithRedis, startRedis, type Redis } from '#test/support/redis.ts';
import { openRows, type Rows } from '#test/support/rows.ts';

/** A busy machine takes its time; what must be quick is measured by itself. */
const eventually: typeof eventuallyWithin = (what, look) =>
  eventuallyWithin(what, look, { timeoutMs: 25_000 });

const risky = [
  `import { exec } from 'node:child_process';`,
  `import type { Request } from 'express';`,
  ``,
  `export function run(request: Request): void {`,
  '  exec(`ls ${request.query.folder}`);',
  `}`,
  ``,
].join('\n');

describe('acts with the queue on PostgreSQL', () => acts('postgres'));
describeWithRedis('acts with the queue on Redis', () => acts('redis'));

/** Commands that change what AMAS does: each is a row, a job and an answer, whatever holds the jobs. */
function acts(backend: 'postgres' | 'redis'): void {
  let database: TestDatabase;
  let redis: Redis | undefined;
  let rows: Rows;
  let github: GitHubStandIn;
  let amas: Amas;
  let count = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    redis = backend === 'redis' ? await startRedis() : undefined;
    rows = await openRows(database.url);
    github = await createGitHubStandIn();
    amas = await startAmas({
      databaseUrl: database.url,
      github,
      ...(redis ? { redisUrl: redis.url } : {}),
    });
  });

  afterAll(async () => {
    await amas?.stop();
    await github?.close();
    await rows?.close();
    await redis?.stop();
    await database?.drop();
  });

  function openRepository(): RepositoryHandle {
    count += 1;
    const owner = `octo-${count}`;
    const repository = github.addRepository({
      owner,
      name: 'acts',
      files: { 'a.ts': 'export const a = 1;\n' },
    });
    github.install({ account: owner });
    repository.setRole('rosa', 'write');
    repository.createBranch('change');
    repository.commit('change', { 'src/run.ts': risky });
    return repository;
  }

  /** The newest comment of AMAS in the conversation that says this. */
  const said = (repository: RepositoryHandle, { number }: { number: number }, text: string | RegExp) =>
    eventually(
      `a comment with ${String(text)}`,
      () =>
        github
          .comments(repository.fullName, number)
          .filter(({ user }) => user.login === 'amas[bot]')
          .findLast(({ body }) => body.search(text) >= 0)?.body,
    );

  const inThreads = (repository: RepositoryHandle, { number }: OpenedPull, text: string) =>
    eventually(`a comment beside the code with ${text}`, () =>
      github
        .reviewComments(repository.fullName, number)
        .findLast(({ user, body }) => user.login === 'amas[bot]' && body.includes(text)),
    );

  const again = async (repository: RepositoryHandle, pull: OpenedPull) => {
    const runs = github.checkRuns(repository.fullName, pull.headSha).length;
    repository.comment(pull.number, '/amas review --full', 'rosa');
    return await eventually('another review', () => {
      const found = github.checkRuns(repository.fullName, pull.headSha);
      return found.length > runs && found[0]?.status === 'completed' ? found[0] : undefined;
    });
  };

  it('a contest is told exactly what was recorded; it stays listed, counts no more, and undo takes it back', async () => {
    const repository = openRepository();
    const pull = repository.openPullRequest({ head: 'change', title: 'Run' });
    const finding = await inThreads(repository, pull, 'amas:remark');
    repository.replyInThread(finding.id, 'wrong because the folder is checked', 'rosa');
    const { body } = await inThreads(repository, pull, 'Recorded');
    expect(body).toContain('Scope: `finding`; while this pull request lives');
    expect(body).toContain('Who: rosa; why: the folder is checked');
    expect((await again(repository, pull)).conclusion).toBe('success');
    expect(await said(repository, pull, 'Suppressed \\(1\\)')).toMatch(
      /critical: .*by rosa, while this pull request lives: the folder is checked/,
    );
    repository.comment(pull.number, '/amas undo', 'rosa');
    await said(repository, pull, 'it counts again');
    expect((await again(repository, pull)).conclusion).toBe('failure');
  });

  it('a stop cancels what is under way within a second, pauses what nobody asks for, and says so until resume', async () => {
    const repository = openRepository();
    github.failNext({ kind: 'slow', delayMs: 4_000, path: new RegExp(`${repository.fullName}/compare/`) });
    const pull = repository.openPullRequest({ head: 'change', title: 'Run' });
    await eventually('the check', () => github.checkRuns(repository.fullName).length === 1);
    const askedAt = Date.now();
    repository.comment(pull.number, '/amas stop', 'rosa');
    expect(await said(repository, pull, 'Stopped')).toMatch(/Cancelled: review \(\w+\).*\$0\.0000/);
    await eventually('the end', () => github.checkRuns(repository.fullName)[0]?.conclusion === 'cancelled');
    // Long before the slow answer that the review waits for.
    expect(Date.now() - askedAt).toBeLessThan(3_900);
    repository.push('change', { 'src/two.ts': 'export const two = 2;\n' });
    const entry = await eventually('the pause', async () =>
      (await explainWhy(rows.database.store, pull.url)).find(({ reason }) => reason === 'task.paused'),
    );
    expect(entry.remedy).toMatch(/^rosa stopped reviews here.*`\/amas resume`/);
    repository.comment(pull.number, '/amas status', 'rosa');
    expect(await said(repository, pull, /\*\*Status\*\*/)).toContain('Paused by rosa');
    repository.comment(pull.number, '/amas resume', 'rosa');
    await said(repository, pull, 'Resumed');
    repository.push('change', { 'src/three.ts': 'export const three = 3;\n' });
    await eventually('the review', () =>
      github
        .checkRuns(repository.fullName, repository.tip('change'))
        .some((run) => run.conclusion === 'failure'),
    );
  });
}
