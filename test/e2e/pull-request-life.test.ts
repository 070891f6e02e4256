import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { explainWhy } from '#jobs/answers/why.ts';
import { createGitHubStandIn, type GitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import type { OpenedPull, RepositoryHandle } from '#test/stand-ins/github/repository-handle.ts';
import type { SlackStandIn } from '#test/stand-ins/slack/stand-in.ts';
import { startAmas, type Amas } from '#test/support/amas.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { createSlackScene, slackChannel, slackUser } from '#test/support/stand-ins.ts';

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

describe('the life of a pull request', () => {
  let database: TestDatabase;
  let rows: Rows;
  let client: Client;
  let github: GitHubStandIn;
  let slack: SlackStandIn;
  let amas: Amas;
  let count = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    rows = await openRows(database.url);
    client = new Client({ connectionString: database.url });
    await client.connect();
    // More is written here in a minute than GitHub takes in one.
    github = await createGitHubStandIn({ limits: { contentPerMinute: 1_000, contentPerHour: 1_000 } });
    github.install({ account: 'octo' });
    slack = await createSlackScene();
    amas = await startAmas({ databaseUrl: database.url, github, slack });
  });

  afterAll(async () => {
    await amas?.stop();
    await github?.close();
    await slack?.close();
    await client?.end();
    await rows?.close();
    await database?.drop();
  });

  function addRepository(): RepositoryHandle {
    count += 1;
    const repository = github.addRepository({
      owner: 'octo',
      name: `life-${count}`,
      files: { 'a.ts': 'export const a = 1;\n', 'package-lock.json': '{}\n' },
    });
    repository.setRole('rosa', 'write');
    return repository;
  }

  /** A repository with one branch `change` that holds one finding. */
  function withChange(): RepositoryHandle {
    const repository = addRepository();
    repository.createBranch('change');
    repository.commit('change', { 'src/run.ts': risky('run') });
    return repository;
  }

  const openChange = (repository: RepositoryHandle): OpenedPull =>
    repository.openPullRequest({ head: 'change', title: 'Run' });

  const query = async (sql: string, values: unknown[] = []) =>
    (await client.query(sql, values)).rows as Record<string, unknown>[];

  /** Waits until every webhook was answered and nothing is left to do, then tells what became of each event. */
  async function calm(url: string, deliveries: number): Promise<unknown[]> {
    await github.settled();
    return await eventually(
      `${deliveries} events about ${url} to be over`,
      async () => {
        const events = await query(
          `select d.status, coalesce(d.reason, t.reason) as reason, t.status as task, t.finished_at is null and t.id is not null as open
           from deliveries d left join tasks t on t.id = d.task_id where d.subject_url = $1 and d.reason is distinct from 'github.own_event' order by d.id`,
          [url],
        );
        const [waiting] = await query(
          `select (select count(*) from deliveries where status = 'received') + (select count(*) from replies where status = 'pending')
             + (select count(*) from tasks where finished_at is null) as count`,
        );
        if (events.length < deliveries || Number(waiting?.['count']) > 0) {
          throw new Error(
            JSON.stringify({
              events,
              waiting,
              replies: await query(
                `select platform, status, reason, content->>'title' as title, target, posted from replies where status <> 'posted'`,
              ),
            }),
          );
        }
        return events.map(({ status, reason, task }) => [status, reason, task].filter(Boolean).join(' '));
      },
      { timeoutMs: 15_000 },
    );
  }

  const conclusions = (repository: RepositoryHandle, sha?: string) =>
    github.checkRuns(repository.fullName, sha).map((run) => run.conclusion);

  const posted = (repository: RepositoryHandle, { number }: { number: number }) => ({
    comments: github.comments(repository.fullName, number).filter((each) => each.user.login === 'amas[bot]')
      .length,
    reviews: github.reviews(repository.fullName, number).length,
  });

  it('a draft is left alone and says why, until it is ready', async () => {
    const repository = withChange();
    const pull = repository.openPullRequest({ head: 'change', title: 'Run', draft: true });
    expect(await calm(pull.url, 1)).toEqual(['processed config.draft cancelled']);
    expect(conclusions(repository)).toEqual(['skipped']);
    expect(posted(repository, pull)).toEqual({ comments: 0, reviews: 0 });
    repository.markReadyForReview(pull.number);
    expect(await calm(pull.url, 2)).toEqual(['processed config.draft cancelled', 'processed finished']);
    expect(conclusions(repository)).toEqual(['failure', 'skipped']);
    expect(posted(repository, pull)).toEqual({ comments: 1, reviews: 1 });
  });

  it('of two pushes in a second only the newest is reviewed', async () => {
    const repository = withChange();
    github.failNext({ kind: 'slow', delayMs: 1_000, path: new RegExp(`${repository.fullName}/compare/`) });
    const pull = openChange(repository);
    await eventually('the check run', () => conclusions(repository, pull.headSha).length === 1);
    repository.push('change', { 'src/two.ts': risky('two') });
    const older = repository.tip('change');
    repository.push('change', { 'src/three.ts': risky('three') });
    const newest = repository.tip('change');
    const events = await calm(pull.url, 3);
    expect(events.filter((event) => event === 'processed finished')).toHaveLength(1);
    expect(conclusions(repository, pull.headSha)).toEqual(['cancelled']);
    expect(conclusions(repository, older)).toEqual(['cancelled']);
    expect(conclusions(repository, newest)[0]).toBe('failure');
    expect(posted(repository, pull)).toEqual({ comments: 1, reviews: 1 });
    const [review] = github.reviews(repository.fullName, pull.number);
    expect(review?.commit_id).toBe(newest);
  });

  it('an older push that is told after the newest was reviewed leads to nothing', async () => {
    const repository = withChange();
    const pull = openChange(repository);
    await calm(pull.url, 1);
    const hook = github.app.hook.url ?? '';
    github.configureHook('http://127.0.0.1:9/');
    repository.push('change', { 'src/two.ts': risky('two') });
    await github.settled();
    const [late] = github.deliveries();
    github.configureHook(hook);
    repository.push('change', { 'src/three.ts': risky('three') });
    const newest = repository.tip('change');
    await calm(pull.url, 2);
    if (late) github.deliver('pull_request', late.payload);
    expect((await calm(pull.url, 3)).at(-1)).toMatch(/task\.superseded/);
    expect(conclusions(repository, newest)).toEqual(['failure']);
    expect(posted(repository, pull)).toEqual({ comments: 1, reviews: 2 });
  });

  it('a pull request reopened at the reviewed commit keeps its check, and why says so', async () => {
    const repository = withChange();
    const pull = openChange(repository);
    await calm(pull.url, 1);
    repository.closePullRequest(pull.number);
    await calm(pull.url, 2);
    repository.reopenPullRequest(pull.number);
    await calm(pull.url, 3);
    expect(conclusions(repository)).toEqual(['failure']);
    expect(posted(repository, pull)).toEqual({ comments: 1, reviews: 1 });
    const [newest] = await explainWhy(rows.database.store, pull.url);
    expect(newest).toMatchObject({
      reason: 'task.already_reviewed',
      remedy: expect.stringContaining('/amas review'),
    });
    repository.comment(pull.number, '/amas why', 'rosa');
    await calm(pull.url, 4);
    const answer = github.comments(repository.fullName, pull.number).at(-1)?.body;
    expect(answer).toMatch(/\*\*ignored\*\* \(`task\.already_reviewed`\) — To have it reviewed again/);
    expect(answer).not.toMatch(/own_event|planning/);
  });

  it('a pull request closed during its review gets no review', async () => {
    const repository = withChange();
    github.failNext({ kind: 'slow', delayMs: 800, path: new RegExp(`${repository.fullName}/compare/`) });
    const pull = openChange(repository);
    await eventually('the check run', () => conclusions(repository).length === 1);
    repository.closePullRequest(pull.number);
    expect(await calm(pull.url, 2)).toEqual([
      'processed task.subject_closed cancelled',
      'processed task.subject_closed',
    ]);
    expect(conclusions(repository)).toEqual(['cancelled']);
    expect(posted(repository, pull)).toEqual({ comments: 0, reviews: 0 });
  });

  it('words that are no command of somebody who may are left alone, each with its reason', async () => {
    const repository = addRepository();
    repository.createBranch('change');
    repository.commit('change', { 'a.ts': 'export const a = 2;\n' });
    const pull = repository.openPullRequest({ head: 'change', title: 'Two' });
    await calm(pull.url, 1);
    const before = { runs: conclusions(repository), ...posted(repository, pull) };
    const said = [
      ['/amas review', 'stranger'],
      ['/amas review', 'renovate[bot]'],
      ['> /amas review', 'rosa'],
      ['```\n/amas review\n```', 'rosa'],
      ['please /amas review', 'rosa'],
    ] as const;
    for (const [body, author] of said) {
      const events = (
        await query(
          "select count(*)::int as n from deliveries where subject_url = $1 and reason is distinct from 'github.own_event'",
          [pull.url],
        )
      )[0];
      repository.comment(pull.number, body, author);
      await calm(pull.url, Number(events?.['n']) + 1);
    }
    const id = repository.comment(pull.number, 'Hello', 'rosa');
    await calm(pull.url, 7);
    repository.editComment(id, '/amas review', 'rosa');
    expect(await calm(pull.url, 8)).toEqual([
      'processed finished',
      'processed github.no_permission cancelled',
      'processed github.bot_author cancelled',
      'ignored github.no_command',
      'ignored github.no_command',
      'ignored github.no_command',
      'ignored github.no_command',
      'ignored github.comment_edited',
    ]);
    expect({ runs: conclusions(repository), ...posted(repository, pull) }).toEqual(before);
    for (const comment of github.comments(repository.fullName, pull.number)) {
      expect(comment.reactions?.total_count ?? 0).toBe(0);
    }
    const entries = await explainWhy(rows.database.store, pull.url);
    expect(entries.find((entry) => entry.reason === 'github.no_permission')?.remedy).toMatch(/write access/);
  });

  it('answers help, why, an unknown verb and a mention, once each', async () => {
    const repository = withChange();
    const pull = openChange(repository);
    await calm(pull.url, 1);
    for (const [index, body] of ['/amas help', '/amas revew', '@amas review', '/amas status'].entries()) {
      repository.comment(pull.number, body, 'rosa');
      await calm(pull.url, 2 + index);
    }
    expect(conclusions(repository)).toEqual(['failure', 'failure']);
    expect(posted(repository, pull)).toEqual({ comments: 4, reviews: 1 });
    const bodies = github.comments(repository.fullName, pull.number).map(({ body }) => body);
    expect(
      bodies.filter((body) => body.includes('I do not know `revew`. Did you mean `/amas review`?')),
    ).toHaveLength(1);
    expect(
      bodies.filter((body) => body.includes('- `/amas help [command]`: shows the commands')),
    ).toHaveLength(2);
    expect(bodies.at(-1)).toMatch(/^\*\*Status\*\*/);
  });

  it('own events never lead to work, an issue by itself neither, and what does not work on issues says so', async () => {
    const repository = withChange();
    const number = repository.openIssue('A question');
    const url = `${github.url}/${repository.fullName}/issues/${number}`;
    expect(await calm(url, 1)).toEqual(['ignored github.issue_not_asked']);
    repository.comment(number, '/amas review', 'rosa');
    expect(await calm(url, 2)).toEqual(['ignored github.issue_not_asked', 'processed finished']);
    expect(github.comments(repository.fullName, number).at(-1)?.body).toContain(
      '`review` does not work here. It works on: pull requests, threads beside the code, chat.',
    );
    const [own] = await query(
      `select count(*)::int as told, count(task_id)::int as tasks from deliveries where reason = 'github.own_event'`,
    );
    expect(own?.['told']).toBeGreaterThan(5);
    expect(own?.['tasks']).toBe(0);
    const ping = github.ping();
    await github.settled();
    expect(ping?.outcome.statusCode).toBe(200);
    await eventually(
      'the ping to be noted',
      async () =>
        (await query(`select 1 from deliveries where event = 'ping' and reason = 'github.ping'`)).length ===
        1,
    );
  });

  it('a pull request of a bot without findings gets a green check and short words', async () => {
    const repository = addRepository();
    repository.createBranch('bump');
    repository.commit('bump', { 'a.ts': 'export const a = 2;\n' });
    const pull = repository.openPullRequest({ head: 'bump', title: 'Bump', author: 'renovate[bot]' });
    expect(await calm(pull.url, 1)).toEqual(['processed finished']);
    expect(conclusions(repository)).toEqual(['success']);
    expect(posted(repository, pull)).toEqual({ comments: 1, reviews: 0 });
    const [summary] = github.comments(repository.fullName, pull.number);
    expect(summary?.body).toMatch(/^### Nothing found in 1 file\n/);
    expect(summary?.body).not.toContain('npx amas');
  });

  it('a change of only a lockfile and an image is not called clean, and says why in plain words', async () => {
    const repository = addRepository();
    repository.createBranch('bump');
    repository.commit('bump', {
      'package-lock.json': '{"lockfileVersion": 3}\n',
      'logo.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1]),
    });
    const pull = repository.openPullRequest({ head: 'bump', title: 'Bump' });
    expect(await calm(pull.url, 1)).toEqual(['processed finished']);
    expect(conclusions(repository)).toEqual(['neutral']);
    const [summary] = github.comments(repository.fullName, pull.number);
    expect(summary?.body).toContain('- a binary file, or only its mode changed: `logo.png`');
  });

  it('a renamed repository is reviewed under its new name', async () => {
    const repository = withChange();
    const pull = openChange(repository);
    await calm(pull.url, 1);
    repository.rename(`renamed-${count}`);
    repository.push('change', { 'src/two.ts': risky('two') });
    const url = pull.url.replace(/life-\d+/, `renamed-${count}`);
    expect(await calm(url, 1)).toEqual(['processed finished']);
    expect(posted(repository, pull)).toEqual({ comments: 1, reviews: 2 });
  });

  it('a suspended installation ends what is under way, and a resumed one is only noted', async () => {
    const repository = github.addRepository({
      owner: 'away',
      name: 'one',
      files: { 'a.ts': 'let a = 1;\n' },
    });
    const installation = github.install({ account: 'away' });
    repository.createBranch('change');
    repository.commit('change', { 'a.ts': 'let a = 3;\n' });
    github.failNext({ kind: 'slow', delayMs: 800, path: /away\/one\/compare\// });
    const pull = repository.openPullRequest({ head: 'change', title: 'Away' });
    await eventually('the check run', () => conclusions(repository).length === 1);
    github.suspend(installation);
    const end = await eventually(
      'the end',
      async () =>
        (
          await query(`select status, reason from tasks where subject_url = $1 and finished_at is not null`, [
            pull.url,
          ])
        )[0],
    );
    // Whichever is first: the event that tells, or the next request that is refused.
    expect([
      { status: 'cancelled', reason: 'task.integration_suspended' },
      { status: 'failed', reason: 'bots.refused' },
    ]).toContainEqual(end);
    github.unsuspend(installation);
    await eventually(
      'resumed',
      async () =>
        (await query(`select 1 from deliveries where reason = 'rules.integration_noted'`)).length > 0,
    );
  });

  describe('asked for in Slack', () => {
    const say = async (text: string, channel = slackChannel) =>
      await slack.slashCommand({ channel, user: slackUser, text });
    const botMessages = (channel: string) =>
      slack.workspace
        .messages(channel)
        .filter(({ user, visibleTo }) => user === slack.workspace.app.botUserId && visibleTo === undefined);

    function addChannel(id: string, withBot = true): string {
      const { workspace } = slack;
      const members = new Set([slackUser, ...(withBot ? [workspace.app.botUserId] : [])]);
      return workspace.addChannel({ id, name: id.toLowerCase(), members }).id;
    }

    it('one review answers the pull request and every channel that asked while it was under way', async () => {
      const [one, two] = [addChannel('C0JOIN00001'), addChannel('C0JOIN00002')];
      const repository = withChange();
      github.failNext({ kind: 'slow', delayMs: 2_500, path: new RegExp(`${repository.fullName}/compare/`) });
      const pull = openChange(repository);
      await eventually('the check run', () => conclusions(repository).length === 1);
      await say(`review ${pull.url}`, one);
      await say(`review ${pull.url}`, two);
      await calm(pull.url, 3);
      expect(conclusions(repository)).toEqual(['failure']);
      expect(posted(repository, pull)).toEqual({ comments: 1, reviews: 1 });
      for (const channel of [one, two]) {
        expect(botMessages(channel)).toHaveLength(1);
        expect(JSON.stringify(botMessages(channel)[0]?.blocks)).toContain('1 critical finding');
      }
    });

    it('two channels that ask for the same review get one', async () => {
      const [one, two] = [addChannel('C0BOTH00001'), addChannel('C0BOTH00002')];
      const repository = withChange();
      const hook = github.app.hook.url ?? '';
      github.configureHook('http://127.0.0.1:9/');
      const pull = openChange(repository);
      await github.settled();
      github.configureHook(hook);
      github.failNext({ kind: 'slow', delayMs: 1_000, path: new RegExp(`${repository.fullName}/compare/`) });
      await say(`review ${pull.url}`, one);
      await say(`review ${pull.url}`, two);
      await calm(pull.url, 2);
      expect(conclusions(repository)).toEqual(['failure']);
      expect(posted(repository, pull)).toEqual({ comments: 1, reviews: 1 });
      for (const channel of [one, two]) {
        expect(botMessages(channel)).toHaveLength(1);
        expect(JSON.stringify(botMessages(channel)[0]?.blocks)).toContain('1 critical finding');
        expect(JSON.stringify(botMessages(channel)[0]?.blocks)).toContain('not checked: rights on GitHub');
      }
    });

    it('words, unknown places and retries are answered once each', async () => {
      const channel = addChannel('C0WORDS0001');
      const shown = async (text: string) => (await say(text, channel)).shown?.text ?? '';
      expect(await shown('review')).toMatch(/needs the URL/);
      expect(await shown('revew')).toMatch(/do not know/);
      expect(botMessages(channel)).toHaveLength(0);
      await say('review https://example.com/nothing', channel);
      await eventually('the answer', () => botMessages(channel).length === 1);
      await say('review https://github.com/no/where/pull/1', channel);
      await eventually('the second', () => botMessages(channel).length === 2);
      await say('status', channel);
      await eventually('the status', () => botMessages(channel).length === 3);
      const said = await slack.mention({ channel, user: slackUser, text: 'help' });
      await eventually('the help', () => botMessages(channel).length === 4);
      expect(botMessages(channel)[3]?.threadTs).toBe(said.message.ts);
      const event = {
        type: 'app_mention',
        user: slackUser,
        text: `<@${slack.workspace.app.botUserId}> help`,
        ts: said.message.ts,
        channel,
        event_ts: said.message.ts,
      };
      for (let index = 0; index < 2; index += 1) await slack.sendEvent(event, said.eventId);
      const thread = await slack.mention({
        channel,
        user: slackUser,
        text: 'status',
        threadTs: said.message.ts,
      });
      await eventually('the thread', () => botMessages(channel).length === 5);
      expect(botMessages(channel)[4]?.threadTs).toBe(said.message.ts);
      expect(thread.accepted).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(botMessages(channel)).toHaveLength(5);
    });

    it('where the bot is no member one answer comes at the response URL', async () => {
      const channel = addChannel('C0ALONE0001', false);
      const repository = withChange();
      const pull = openChange(repository);
      await calm(pull.url, 1);
      await say(`review ${pull.url}`, channel);
      await calm(pull.url, 2);
      expect(botMessages(channel)).toHaveLength(1);
      expect(JSON.stringify(botMessages(channel)[0]?.blocks)).toContain('1 critical finding');
      // The word at once, which only the asker sees, and the result.
      expect(slack.workspace.effects.filter((effect) => effect.channel === channel)).toHaveLength(2);
    });
  });
});
