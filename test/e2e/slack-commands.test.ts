import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGitHubStandIn, type GitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import type { OpenedPull, RepositoryHandle } from '#test/stand-ins/github/repository-handle.ts';
import type { SlackStandIn } from '#test/stand-ins/slack/stand-in.ts';
import { startAmas, type Amas } from '#test/support/amas.ts';
import { eventually as eventuallyWithin } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { createSlackScene, slackChannel, slackUser } from '#test/support/stand-ins.ts';

const eventually: typeof eventuallyWithin = (what, look) =>
  eventuallyWithin(what, look, { timeoutMs: 25_000 });

const risky = [
  `import { exec } from 'node:child_process';`,
  `import type { Request } from 'express';`,
  `export const run = (request: Request) => exec(\`ls \${request.query.folder}\`);`,
  ``,
].join('\n');

const [reader, stranger, guest] = ['U0READER001', 'U0STRANGE01', 'U0GUEST0001'];

describe('commands in Slack, where it is said who is who on GitHub', () => {
  let database: TestDatabase;
  let github: GitHubStandIn;
  let slack: SlackStandIn;
  let amas: Amas;
  let repository: RepositoryHandle;
  let pull: OpenedPull;

  beforeAll(async () => {
    database = await createTestDatabase();
    github = await createGitHubStandIn();
    github.install({ account: 'octo' });
    repository = github.addRepository({
      owner: 'octo',
      name: 'secret',
      isPrivate: true,
      files: { 'a.ts': 'export const a = 1;\n' },
    });
    repository.setRole('rosa', 'write');
    repository.setRole('rick', 'read');
    repository.createBranch('change');
    repository.commit('change', { 'src/run.ts': risky });
    slack = await createSlackScene();
    slack.workspace.addUser({ id: reader, name: 'rick' });
    slack.workspace.addUser({ id: stranger, name: 'sam' });
    slack.workspace.addUser({ id: guest, name: 'gus', isRestricted: true });
    amas = await startAmas({
      databaseUrl: database.url,
      github,
      slack,
      environment: { SLACK_GITHUB_USERS: `${slackUser}=rosa, ${reader}=rick, ${guest}=rosa` },
    });
    pull = repository.openPullRequest({ head: 'change', title: 'Run' });
    await eventually('the review', () =>
      github.checkRuns(repository.fullName).some(({ status }) => status === 'completed'),
    );
  });

  afterAll(async () => {
    await amas?.stop();
    await slack?.close();
    await github?.close();
    await database?.drop();
  });

  const say = (text: string, user = slackUser) => slack.slashCommand({ channel: slackChannel, user, text });

  const said = (text: string, visibleTo?: string) =>
    eventually(`a message with ${text}`, () =>
      slack.workspace
        .messages(slackChannel)
        .filter((message) => message.visibleTo === visibleTo)
        .map((message) => `${message.text} ${JSON.stringify(message.blocks ?? '')}`)
        .find((message) => message.includes(text)),
    );

  it('are served with what their person may do there, each where it was asked', async () => {
    const asked: readonly (readonly [string, string])[] = [
      [`describe ${pull.url}`, 'What this pull request does'],
      [`ask ${pull.url} is this safe?`, 'A model is needed'],
      [`why ${pull.url}`, 'What became of recent events'],
      [`config review ${pull.url}`, 'What holds for reviews here'],
      [`fix ${pull.url}`, 'Suggestions'],
      [`status ${pull.url}`, 'Status'],
      [`stop ${pull.url}`, 'Automatic reviews are paused here'],
      [`resume ${pull.url}`, 'Automatic reviews go on'],
      [`review ${pull.url} src/**`, 'Limited to'],
    ];
    for (const [command, answer] of asked) {
      await say(command);
      expect(await said(answer)).not.toContain('not checked');
    }
    expect(github.comments(repository.fullName, pull.number)).toHaveLength(1);
  });

  it.each([
    ['who may only read', reader, 'This needs write access to the repository'],
    ['whom nobody named', stranger, 'Nobody said who you are'],
    ['who are guests, also where they are named', guest, 'Guests and people of other workspaces cannot ask'],
  ])('of people %s are refused to them alone, with what to do', async (_who, user, why) => {
    const before = slack.workspace.messages(slackChannel).filter(({ visibleTo }) => visibleTo === undefined);
    await say(`stop ${pull.url}`, user);
    expect(await said(why, user)).toContain('Not allowed, and nothing was done.');
    const after = slack.workspace.messages(slackChannel).filter(({ visibleTo }) => visibleTo === undefined);
    expect(after).toHaveLength(before.length);
  });

  it('of who may read are served as far as reading goes', async () => {
    await say(`why ${pull.url}`, reader);
    await eventually(
      'a second explanation',
      () =>
        slack.workspace
          .messages(slackChannel)
          .filter(({ blocks }) => JSON.stringify(blocks ?? '').includes('What became of recent events'))
          .length === 2,
    );
  });
});
