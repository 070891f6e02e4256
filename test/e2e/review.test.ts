import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackStandIn } from '#test/stand-ins/slack/stand-in.ts';
import { startAmas, type Amas } from '#test/support/amas.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import {
  createGitHubScene,
  createSlackScene,
  slackChannel,
  slackUser,
  type GitHubScene,
} from '#test/support/stand-ins.ts';

describe('a review asked for by a webhook, by a comment and from Slack', () => {
  let database: TestDatabase;
  let scene: GitHubScene;
  let slack: SlackStandIn;
  let amas: Amas;
  let url: string;
  let number: number;

  beforeAll(async () => {
    database = await createTestDatabase();
    scene = await createGitHubScene();
    slack = await createSlackScene();
    amas = await startAmas({ databaseUrl: database.url, github: scene.github, slack });
  });

  afterAll(async () => {
    await amas?.stop();
    await scene?.github.close();
    await slack?.close();
    await database?.drop();
  });

  const completedRuns = () =>
    scene.github.checkRuns(scene.fullName).filter((run) => run.status === 'completed');

  it('posts one check run, one summary and inline comments for an opened pull request', async () => {
    const pull = scene.openPullRequest();
    ({ url, number } = pull);
    await eventually('the check run to complete', () => completedRuns().length === 1, { timeoutMs: 20_000 });
    expect(scene.github.checkRuns(scene.fullName)).toHaveLength(1);
    expect(scene.github.comments(scene.fullName, number)).toHaveLength(1);
    expect(scene.github.reviews(scene.fullName, number)).toHaveLength(1);
    expect(scene.github.reviewComments(scene.fullName, number).length).toBeGreaterThan(2);
  });

  it('answers from Slack in one message that ends with the result, and edits the same summary', async () => {
    const { answer } = await slack.slashCommand({
      channel: slackChannel,
      user: slackUser,
      text: `review ${url}`,
    });
    expect(answer).toMatchObject({ status: 200 });
    const message = await eventually(
      'the answer in Slack',
      () =>
        slack.workspace
          .messages(slackChannel)
          .find(
            (each) =>
              each.user === slack.workspace.app.botUserId && JSON.stringify(each.blocks).includes('finding'),
          ),
      { timeoutMs: 20_000 },
    );
    expect(message.edits.length).toBeGreaterThan(0);
    expect(JSON.stringify(message.blocks)).toContain('|Receipt>');
    await eventually('the second check run', () => completedRuns().length === 2, { timeoutMs: 20_000 });
    expect(scene.github.comments(scene.fullName, number)).toHaveLength(1);
    expect(scene.github.reviews(scene.fullName, number)).toHaveLength(1);
  });

  it('reviews again for a comment of somebody who may, and answers why', async () => {
    scene.repository.comment(number, '/amas review', 'rosa');
    await eventually('the third check run', () => completedRuns().length === 3, { timeoutMs: 20_000 });
    scene.repository.comment(number, '/amas why', 'rosa');
    await eventually(
      'the explanation',
      () =>
        scene.github
          .comments(scene.fullName, number)
          .some((comment) => comment.body.includes('pull_request')),
      { timeoutMs: 20_000 },
    );
  });

  it('keeps every secret out of logs, jobs and rows', async () => {
    const { app } = scene.github;
    const secrets = [
      app.hook.secret,
      app.privateKey.split('\n')[1] ?? '',
      slack.botToken,
      slack.signingSecret,
      new URL(database.url).password,
    ];
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'bullmq')`,
    );
    const texts = [...amas.hub().lines, ...amas.worker().lines];
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(
        `select row_to_json(t)::text as text from ${name} t`,
      );
      texts.push(...rows.map((row) => row.text));
    }
    await client.end();
    expect(texts.length).toBeGreaterThan(50);
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(10);
      expect(texts.filter((text) => text.includes(secret))).toEqual([]);
    }
  });

  it('shows it all in the metrics', async () => {
    const text = await (await fetch(`${amas.hubUrl}/metrics`)).text();
    expect(text).toMatch(/amas_deliveries_total\{platform="github",outcome="accepted"\} [1-9]/);
    expect(text).toMatch(/amas_runs_total\{agent="security",outcome="finished"\} [1-9]/);
  });
});
