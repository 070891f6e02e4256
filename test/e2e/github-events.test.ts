import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGitHubStandIn, type GitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import type { OpenedPull, RepositoryHandle } from '#test/stand-ins/github/repository-handle.ts';
import { startAmas, type Amas } from '#test/support/amas.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';

const vulnerable = [
  `import { exec } from 'node:child_process';`,
  `import type { Request } from 'express';`,
  `export function list(request: Request): void {`,
  '  exec(`ls ${request.query.folder}`);',
  `}`,
  ``,
].join('\n');

describe('events of GitHub besides pushes and comments', () => {
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
    const repository = github.addRepository({
      owner: 'octo',
      name: `service-${count}`,
      files: { 'a.ts': 'export const a = 1;\n' },
    });
    repository.setRole('rosa', 'write');
    return repository;
  }

  function openPull(repository: RepositoryHandle, branch = 'change'): OpenedPull {
    repository.createBranch(branch);
    repository.commit(branch, { 'list.ts': vulnerable });
    return repository.openPullRequest({ head: branch, title: 'Add a list' });
  }

  const completed = (repository: RepositoryHandle, sha: string, runs: number) =>
    eventually(
      `${runs} completed check runs`,
      () => {
        const found = github.checkRuns(repository.fullName, sha).filter((run) => run.status === 'completed');
        return found.length >= runs ? found : undefined;
      },
      { timeoutMs: 20_000 },
    );

  async function reasonsOf(event: string, action: string): Promise<unknown[]> {
    await github.settled();
    const guids = github
      .deliveries()
      .filter((delivery) => delivery.event === event && delivery.action === action)
      .map(({ guid }) => guid);
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      return await eventually(`${event}.${action} to end`, async () => {
        const { rows } = await client.query<{ end: unknown; status: string }>(
          `select coalesce(t.reason, d.reason, 'done') as end, d.status, t.finished_at from deliveries d
           left join tasks t on t.id = d.task_id where d.external_id = any($1)
             and d.status <> 'received' and (t.id is null or t.finished_at is not null)`,
          [guids],
        );
        return rows.length === guids.length ? rows.map((row) => row.end) : undefined;
      });
    } finally {
      await client.end();
    }
  }

  it('“Re-run” and the button make a new check run, for people with write access only', async () => {
    const repository = addRepository();
    const pull = openPull(repository);
    const [first] = await completed(repository, pull.headSha, 1);
    expect(first?.conclusion).not.toBe('success');
    repository.rerequestCheckRun(first?.id ?? 0, 'rosa');
    await completed(repository, pull.headSha, 2);
    repository.requestCheckAction(first?.id ?? 0, 'amas.review', 'rosa');
    await completed(repository, pull.headSha, 3);
    repository.rerequestCheckSuite(first?.id ?? 0, 'stranger');
    expect(await reasonsOf('check_suite', 'rerequested')).toEqual(['github.no_permission']);
    expect(github.checkRuns(repository.fullName, pull.headSha)).toHaveLength(3);
    expect(github.comments(repository.fullName, pull.number)).toHaveLength(1);
  });

  it('the check of a fork is asked for again by its commit, which is all that GitHub tells', async () => {
    const repository = addRepository();
    const fork = repository.fork('mona');
    fork.createBranch('change');
    fork.commit('change', { 'list.ts': vulnerable });
    const pull = repository.openPullRequest({ head: 'mona:change', title: 'From a fork' });
    const [first] = await completed(repository, pull.headSha, 1);
    expect(first?.pull_requests).toEqual([]);
    expect(github.comments(repository.fullName, pull.number)[0]?.body).toContain('comes from a fork');
    repository.rerequestCheckSuite(first?.id ?? 0, 'rosa');
    await completed(repository, pull.headSha, 2);
  });

  it('“Fix this” puts suggestions on their lines, ready to commit, once, and says why one cannot be', async () => {
    const repository = addRepository();
    repository.push('main', { '.amas.yml': 'review:\n  max_inline: 0\n' });
    const odd =
      'export function odd(value: number): number {\n  if (value === NaN) return 1;\n  return 2;\n}\n';
    repository.createBranch('odd');
    repository.commit('odd', { 'odd.ts': odd, 'two.ts': odd });
    const pull = repository.openPullRequest({ head: 'odd', title: 'Odd' });
    const [run] = await completed(repository, pull.headSha, 1);
    expect(github.reviewComments(repository.fullName, pull.number)).toEqual([]);
    const fixed = (count: number) =>
      eventually('the answer', () => {
        const found = github
          .comments(repository.fullName, pull.number)
          .filter(({ body }) => body.includes('**Suggestions**'));
        return found.length >= count ? found.at(-1)?.body : undefined;
      });
    repository.requestCheckAction(run?.id ?? 0, 'amas.fix', 'rosa');
    expect((await fixed(1)).match(/commit it there/g)).toHaveLength(2);
    const [comment, ...more] = github.reviewComments(repository.fullName, pull.number);
    expect(more).toHaveLength(1);
    expect(comment).toMatchObject({ path: 'odd.ts', line: 2, side: 'RIGHT', commit_id: pull.headSha });
    expect(comment?.body).toContain('```suggestion\n  if (Number.isNaN(value)) return 1;\n```');
    repository.comment(pull.number, '/amas fix', 'rosa');
    await fixed(2);
    expect(github.reviewComments(repository.fullName, pull.number)).toHaveLength(2);
    repository.commit('odd', { 'odd.ts': `// One more line.\n${odd}` });
    repository.comment(pull.number, '/amas fix', 'rosa');
    const last = await fixed(3);
    expect(last).toContain('It cannot be committed: the file was changed since.');
    expect(last.match(/commit it there/g)).toHaveLength(1);
  });

  it('another base is another change: it is reviewed in full against that one', async () => {
    const repository = addRepository();
    repository.createBranch('release');
    repository.commit('release', { 'list.ts': vulnerable });
    const pull = openPull(repository);
    const [first] = await completed(repository, pull.headSha, 1);
    expect(first?.conclusion).not.toBe('success');
    repository.changeBase(pull.number, 'release');
    const runs = await completed(repository, pull.headSha, 2);
    expect(runs.at(0)?.conclusion).toBe('success');
  });

  it('a pull request that becomes a draft ends its review', async () => {
    const repository = addRepository();
    github.failNext({ kind: 'slow', delayMs: 1_500, path: /\/compare\// });
    const pull = openPull(repository);
    await eventually(
      'the review to begin',
      () => github.checkRuns(repository.fullName, pull.headSha).length > 0,
    );
    repository.convertToDraft(pull.number);
    const [run] = await completed(repository, pull.headSha, 1);
    expect(run?.conclusion).toBe('cancelled');
    expect(github.comments(repository.fullName, pull.number)).toEqual([]);
  });

  it('a merge queue gets the check of its own commit, and nothing in the conversation', async () => {
    const repository = addRepository();
    const pull = openPull(repository);
    await completed(repository, pull.headSha, 1);
    const comments = github.comments(repository.fullName, pull.number).length;
    const group = repository.queuePullRequest(pull.number);
    const [run] = await completed(repository, group.headSha, 1);
    expect(run?.conclusion).toBe('failure');
    expect(run?.output.summary).toContain(
      `answered from the review of \`${pull.headSha.slice(0, 7)}\`, because its commit brings exactly the same change`,
    );
    expect(github.comments(repository.fullName, pull.number)).toHaveLength(comments);
    // Where the base meanwhile holds something else, the queue's change is another one.
    repository.push('main', { 'list.ts': `${vulnerable}export const more = 1;\n` });
    const [other] = await completed(repository, repository.queuePullRequest(pull.number).headSha, 1);
    expect(other?.output.summary).toContain('1 of 1 files are not as they were reviewed');
    expect(other?.conclusion).toBe('success');
    repository.leaveQueue(group);
    expect(await reasonsOf('merge_group', 'destroyed')).toEqual(['task.queue_left']);
  });

  it('an exact revert gets a light review that names the commit; any other is reviewed like any change', async () => {
    const repository = addRepository();
    const safe = 'export const list = (): void => {};\n';
    repository.push('main', { 'list.ts': vulnerable, 'b.ts': 'export const b = 1;\n' });
    const fix = repository.push('main', { 'list.ts': safe, 'b.ts': null });
    const message = `Revert "Make it safe"\n\nThis reverts commit ${fix}.`;
    const back = { 'list.ts': vulnerable, 'b.ts': 'export const b = 1;\n' };
    repository.createBranch('revert');
    repository.commit('revert', back, { message });
    const pull = repository.openPullRequest({ head: 'revert', title: 'Revert "Make it safe"' });
    const [run] = await completed(repository, pull.headSha, 1);
    expect(run?.conclusion).toBe('neutral');
    expect(run?.output.title).toBe(`Partly reviewed: exact revert of ${fix.slice(0, 7)}, 2 files`);
    const summary = github.comments(repository.fullName, pull.number)[0]?.body ?? '';
    expect(summary).toContain(`Light review: it takes back commit \`${fix.slice(0, 7)}\` exactly`);
    expect(github.reviewComments(repository.fullName, pull.number)).toEqual([]);
    repository.comment(pull.number, '/amas review --full', 'rosa');
    const [full] = await completed(repository, pull.headSha, 2);
    expect(full?.conclusion).toBe('failure');

    repository.createBranch('almost');
    repository.commit('almost', { ...back, 'c.ts': 'export const c = 1;\n' }, { message });
    const almost = repository.openPullRequest({ head: 'almost', title: 'Revert "Make it safe"' });
    const [other] = await completed(repository, almost.headSha, 1);
    expect(other?.conclusion).toBe('failure');
    expect(github.comments(repository.fullName, almost.number)[0]?.body).toContain(
      'was reviewed like any other change: it changes 3 files where that commit changed 2',
    );
  });

  it('the change of a dependency bot gets a table of its packages; code in it is reviewed like any other', async () => {
    const repository = addRepository();
    const manifest = (version: string) => `{\n  "dependencies": {\n    "left": "${version}"\n  }\n}\n`;
    repository.push('main', { 'package.json': manifest('^1.0.0') });
    repository.createBranch('dependabot/npm/left');
    repository.commit('dependabot/npm/left', { 'package.json': manifest('^2.0.0'), 'list.ts': vulnerable });
    const pull = repository.openPullRequest({
      head: 'dependabot/npm/left',
      title: 'Bump left',
      author: 'dependabot[bot]',
    });
    const [run] = await completed(repository, pull.headSha, 1);
    const summary = github.comments(repository.fullName, pull.number)[0]?.body ?? '';
    expect(summary).toMatch(/\| `left` \| `\^1\.0\.0` \| `\^2\.0\.0` \| major \| runtime \| .*major-step/);
    expect(summary).toContain('Reviewed as a dependency change of');
    expect(summary).toContain('list.ts');
    expect(run?.conclusion).toBe('failure');
  });
});
