import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Delivery, InboundRequest, PlatformEvent, Posted, Reply } from '#bots/contract.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { toMessageJson } from '#test/stand-ins/slack/message-json.ts';
import { createSlackStandIn, type SlackStandIn } from '#test/stand-ins/slack/stand-in.ts';
import { createTestClock, type TestClock } from '#test/stand-ins/slack/test-clock.ts';
import { bot } from './bot.ts';

let slack: SlackStandIn;
let clock: TestClock;
let hub: Server;
/** By their external ids, as the hub stores them. */
let deliveries: Map<string, Delivery>;
/** Answers that get lost after the delivery was stored. */
let lostAnswers: number;

const settings = () => ({
  signingSecret: slack.signingSecret,
  botToken: slack.botToken,
  apiUrl: slack.apiUrl,
});

beforeEach(async () => {
  clock = createTestClock();
  slack = await createSlackStandIn({ clock });
  slack.workspace.addUser({ id: 'U1', name: 'ada' });
  slack.workspace.addChannel({ id: 'C1', name: 'dev' });
  deliveries = new Map();
  lostAnswers = 0;
  hub = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { status, contentType, body } = answer({
        method: 'POST',
        headers: request.headers as Record<string, string>,
        query: {},
        body: Buffer.concat(chunks),
        receivedAt: clock.now(),
      });
      if (lostAnswers > 0) {
        lostAnswers -= 1;
        response.destroy();
      } else {
        response.writeHead(status, { 'content-type': contentType }).end(body);
      }
    })();
  });
  await new Promise<void>((resolve) => {
    hub.listen(0, '127.0.0.1', resolve);
  });
  slack.setHubUrl(`http://127.0.0.1:${(hub.address() as AddressInfo).port}/webhooks/slack`);
});
afterEach(async () => {
  hub.close();
  hub.closeAllConnections();
  await slack.close();
});

function answer(request: InboundRequest): { status: number; contentType: string; body: string } {
  const received = bot.receive(request, settings());
  if (received.kind === 'rejected') return { status: 401, contentType: 'text/plain', body: received.reason };
  if (received.kind === 'handshake') return received;
  if (received.kind === 'ignored') return { status: 200, contentType: 'text/plain', body: '' };
  const { externalId, event, acknowledgement } = received;
  if (!deliveries.has(externalId)) {
    const { headers, body, receivedAt } = request;
    const ids = { id: externalId, organizationId: 'o', projectId: 'p', platform: 'slack' };
    deliveries.set(externalId, { ...ids, event, externalId, headers, body, receivedAt });
  }
  return { status: 200, contentType: 'text/plain', body: '', ...acknowledgement };
}

/** The events of all that was stored. */
const events = (): PlatformEvent[] =>
  [...deliveries.values()].flatMap((delivery) => {
    const normalised = bot.normalise(delivery, settings());
    return normalised.kind === 'event' ? [normalised.event] : [];
  });

async function work(event: PlatformEvent): Promise<void> {
  const host = { clock, log: silentLogger() };
  const connection = bot.connect(settings(), event.accountId, host);
  await connection.acknowledge?.(event);
  const reply: Reply = {
    id: 'r1',
    taskId: 't1',
    target: event.replyTo ?? {},
    verdict: 'pending',
    title: 'Review',
    markdown: '',
    progress: [],
    remarks: [],
    links: [],
    footer: '',
  };
  let posted: Posted = {};
  const record = (state: Posted) => {
    posted = state;
    return Promise.resolve();
  };
  posted = await connection.reply(reply, posted, record);
  await connection.reply({ ...reply, verdict: 'passed', markdown: 'All of it.' }, posted, record);
}

it('a mention whose answers get lost is one delivery and one answer in its thread', async () => {
  lostAnswers = 3;
  const { message, answers, accepted } = await slack.mention({
    channel: 'C1',
    user: 'U1',
    text: 'review https://github.com/octo/repo/pull/12',
  });
  expect(accepted).toBe(true);
  expect(answers).toHaveLength(4);
  expect(events()).toHaveLength(1);
  for (const event of events()) await work(event);
  const [question, reply, ...others] = slack.workspace.messages('C1');
  expect(others).toEqual([]);
  expect(question?.reactions).toMatchObject([{ name: 'eyes' }]);
  expect(reply).toMatchObject({ threadTs: message.ts, edits: [{}] });
  expect(JSON.stringify(reply?.blocks)).toContain('All of it.');
});

it('a command is acknowledged at once and answered by one message in its channel', async () => {
  const { shown } = await slack.slashCommand({
    channel: 'C1',
    user: 'U1',
    text: 'review https://github.com/octo/repo/pull/12',
  });
  expect(shown?.text).toContain('On it: `/amas review https://github.com/octo/repo/pull/12`');
  for (const event of events()) await work(event);
  const kinds = slack.workspace.effects.map(({ kind }) => kind);
  expect(kinds).toEqual(['responded', 'posted', 'edited']);
});

it('a command of a guest is refused to them alone, with what to do, as long as Slack takes it', async () => {
  slack.workspace.addUser({ id: 'U9', name: 'guest', isUltraRestricted: true });
  await slack.slashCommand({ channel: 'C1', user: 'U9', text: 'status' });
  const [event] = events();
  if (!event) throw new Error('no event');
  const connection = bot.connect(settings(), event.accountId, { clock, log: silentLogger() });
  const verdict = await connection.authorise?.(event, { role: 'read' });
  if (verdict?.allowed !== false) throw new Error('a guest was let in');
  await connection.refuse?.(event, verdict.remedy);
  const told = () => slack.workspace.messages('C1').filter(({ text }) => text.includes('Not allowed'));
  expect(told()).toMatchObject([{ visibleTo: 'U9', text: expect.stringContaining('a full member can') }]);
  clock.advance(30 * 60_000);
  await connection.refuse?.(event, verdict.remedy);
  expect(told()).toHaveLength(1);
});

it('its own answer in a direct conversation comes back and asks for nothing', async () => {
  await slack.directMessage({ user: 'U1', text: 'status' });
  for (const event of events()) await work(event);
  const channel = slack.workspace.directChannel('U1').id;
  const own = slack.workspace.messages(channel).at(-1);
  if (!own) throw new Error('no answer');
  await slack.sendEvent({ ...toMessageJson(slack.workspace, own), channel, channel_type: 'im' });
  expect(deliveries.size).toBe(2);
  expect(events()).toHaveLength(1);
});

it('what another secret signed is not taken', async () => {
  const other = await createSlackStandIn({ clock, signingSecret: 'another' });
  other.setHubUrl(`http://127.0.0.1:${(hub.address() as AddressInfo).port}/webhooks/slack`);
  const { answers } = await other.sendEvent({ type: 'message' });
  await other.close();
  expect(answers[0]).toMatchObject({ status: 401, body: 'signature_wrong' });
  expect(deliveries.size).toBe(0);
});
