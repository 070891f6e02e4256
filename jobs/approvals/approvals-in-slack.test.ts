import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bot as slackBot } from '#bots/slack/bot.ts';
import { ProviderError } from '#providers/errors.ts';
import { writeDeliveries } from '#prisma/repositories/deliveries.ts';
import type { Model } from '#providers/contract.ts';
import type { Agent } from '#agents/contract.ts';
import type { ModelBinding } from '../host.ts';
import { sweep } from '../sweep/sweep.ts';
import type { SlackStandIn } from '#test/stand-ins/slack/stand-in.ts';
import { answered, createJobScene, type JobScene } from '#test/support/job-scene.ts';
import { createSlackScene, slackChannel, slackUser } from '#test/support/stand-ins.ts';

const admin = 'U0ADMIN0001';
const member = 'U0MEMBER001';

let scene: JobScene;
let slack: SlackStandIn;
let hub: Server;
let settings: Record<string, string>;
const deliveries: string[] = [];

beforeAll(async () => {
  [scene, slack] = await Promise.all([createJobScene(), createSlackScene({ rateLimits: 'off' })]);
  for (const [id, isAdmin] of [
    [admin, true],
    [member, false],
  ] as const) {
    slack.workspace.addUser({ id, name: isAdmin ? 'rosa' : 'tom', isAdmin });
    slack.workspace.channels.get(slackChannel)?.members.add(id);
  }
  settings = { signingSecret: slack.signingSecret, botToken: slack.botToken, apiUrl: slack.apiUrl };
  // Slack's members are said to be somebody on GitHub, and nowhere else.
  Object.assign(scene.host.bots, { slack: async () => slackBot, github: scene.host.bots['forge'] });
  Object.assign(scene.host.integrations, {
    settingsOf: async (_project: string, platform: string) => (platform === 'slack' ? settings : {}),
    platforms: () => ['github', 'slack'],
  });
  Object.assign(scene.host, { bindModel: (binding: ModelBinding) => poor(binding.taskId) });
  Object.assign(scene.host.agents, { code: async () => asking });
  hub = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void store(request.headers, Buffer.concat(chunks)).then(() => response.end()));
  });
  await new Promise<void>((done) => hub.listen(0, '127.0.0.1', done));
  slack.setHubUrl(`http://127.0.0.1:${(hub.address() as AddressInfo).port}`);
});

afterAll(async () => {
  hub.close();
  await slack.close();
  await scene.close();
});

/** As the hub does: verified on its bytes, then a row. */
async function store(given: NodeJS.Dict<string | string[]>, body: Buffer): Promise<void> {
  const headers = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
  const received = slackBot.receive(
    { headers, body, receivedAt: Date.now(), method: 'POST' } as never,
    settings,
  );
  if (received.kind !== 'delivery') throw new Error(`the hub would answer: ${received.kind}`);
  const [row] = await writeDeliveries(scene.database.pool, [
    {
      ...scene.tenant,
      platform: 'slack',
      event: received.event,
      externalId: received.externalId,
      keyIndex: 0,
      headers,
      body,
      receivedAt: Date.now(),
    },
  ]);
  deliveries.push(row?.id ?? '');
}

const work = async () => {
  for (const id of deliveries.splice(0)) await scene.run('delivery.process', { deliveryIds: [id] });
  await scene.drain();
};

/** Every call of it meets a limit, until somebody approves. */
const poor = (taskId: string): Model => ({
  complete: async () => {
    const [row] = await scene.query(`select status from budget_approvals where task_id = '${taskId}'`);
    if (row?.['status'] === 'approved') return { text: 'yes' } as never;
    throw new ProviderError('providers.budget_exceeded', 'router', {
      details: { limit: 'organization, month', limitUsd: '0.05', leftUsd: '0', onReached: 'ask' },
    });
  },
  async *stream() {
    yield await Promise.reject(new Error('not asked'));
  },
});

const asking: Agent = {
  manifest: { id: 'code', title: 'code', summary: '', intents: ['review'], capabilities: [] },
  run: async (_task, { model, signal }) => {
    await model
      ?.complete({ messages: [{ role: 'user', content: '?' }], maxOutputTokens: 10 }, signal)
      .catch((error: unknown) => {
        signal.throwIfAborted();
        throw error;
      });
    return { ...answered, model: 'answered' };
  },
};

const shown = () => slack.workspace.messages(slackChannel);
const textOf = (message: { readonly blocks: readonly object[] } | undefined) =>
  JSON.stringify(message?.blocks ?? []);
const question = () => {
  const found = shown().find((message) => textOf(message).includes('amas.command.'));
  if (!found) throw new Error('nobody is asked');
  return found;
};
const whispered = (user: string) =>
  textOf(
    shown()
      .filter(({ visibleTo }) => visibleTo === user)
      .at(-1),
  );

it('a question of money has buttons, which count for who may decide alone, and once', async () => {
  await slack.mention({
    channel: slackChannel,
    user: slackUser,
    text: 'review https://forge.test/octo/repo/pull/1',
  });
  await work();
  expect(textOf(question())).toContain('It may cost at most $1 more.');

  await slack.press({ message: question(), user: slackUser, label: 'Approve' });
  await work();
  expect(whispered(slackUser)).toContain('You asked for this work yourself');
  await slack.press({ message: question(), user: member, label: 'Go on without a model' });
  await work();
  expect(whispered(member)).toContain('left to admins of the workspace');
  expect(await scene.query('select status from budget_approvals')).toEqual([{ status: 'requested' }]);

  // Two press at the same moment.
  const asked = question();
  await slack.press({ message: asked, user: admin, label: 'Approve' });
  await slack.press({ message: asked, user: admin, label: 'Go on without a model' });
  await work();
  expect(await scene.query('select status, decided_by from budget_approvals')).toEqual([
    { status: 'approved', decided_by: 'slack:rosa' },
  ]);
  expect(shown().some((message) => textOf(message).includes('amas.command.'))).toBe(false);
  const now = shown().find(({ ts }) => ts === asked.ts);
  expect(textOf(now)).toContain('decided by slack:rosa');
  const below = shown().filter(({ threadTs }) => threadTs === (asked.threadTs ?? asked.ts));
  expect(below.map(textOf).join('\n')).toContain('It was approved by slack:rosa.');
  expect(await scene.query(`select status from tasks where intent = 'review'`)).toEqual([
    { status: 'finished' },
  ]);
});

it('a question in a message of its own is closed there: by who decided, or by the end of the wait', async () => {
  const review = async () => {
    const text = 'review https://forge.test/octo/repo/pull/1 a.ts';
    await slack.mention({ channel: slackChannel, user: slackUser, text });
    await work();
    return question();
  };
  const textNow = ({ ts }: { readonly ts: string }) => textOf(shown().find((message) => message.ts === ts));
  const decided = await review();
  const [, id = ''] = /approve ([0-9a-f-]{36})/.exec(textOf(decided)) ?? [];
  await slack.slashCommand({ channel: slackChannel, user: admin, text: `reject ${id}` });
  await work();
  expect(textNow(decided)).toContain('No model is asked, because of the limit of $0.05');
  expect(textNow(decided)).toContain('decided by slack:rosa');

  const forgotten = await review();
  await scene.query(
    `update budget_approvals set created_at = now() - interval '8 days' where status = 'requested'`,
  );
  await sweep(scene.host, 60_000);
  await work();
  expect(textNow(forgotten)).toContain('Nobody decided within seven days');
  expect(textNow(forgotten)).not.toContain('amas.command.');
  await slack.press({ message: forgotten, user: admin, label: 'Approve' });
  await work();
  expect(shown().map(textOf).join()).toContain('It does not wait any more: it is cancelled.');
});

it('where it is said who is who, rights on the repository count, wherever it is asked', async () => {
  settings = { ...settings, githubUsers: `${slackUser}=mona, ${admin}=ada, ${member}=tom` };
  scene.connection.authorise = async ({ actor }, access) =>
    ('role' in access && access.role !== 'maintain') || actor.name === 'tom'
      ? { allowed: true }
      : { allowed: false, reason: 'github.no_permission', remedy: 'This needs maintain access.' };
  await slack.mention({
    channel: slackChannel,
    user: slackUser,
    text: 'review https://forge.test/octo/repo/pull/1 a.ts',
  });
  await work();
  const asked = question();
  await slack.press({ message: asked, user: admin, label: 'Approve' });
  await work();
  expect(whispered(admin)).toContain('This needs maintain access.');
  await slack.press({ message: asked, user: member, label: 'Approve' });
  await work();
  expect(textOf(shown().find(({ ts }) => ts === asked.ts))).toContain('decided by slack:tom');
});
