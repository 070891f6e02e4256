import { describe, expect, it } from 'vitest';
import type { BotId } from '#bots/manifests.ts';
import { receivers } from '#bots/receivers.ts';
import { bots } from '#bots/registry.ts';
import { readPayload } from './read-payload.ts';
import { senders, signedHeaders } from './senders.ts';

const settings = { webhookSecret: 'secret', signingSecret: 'secret', appId: '1' };
const moment = { now: Date.UTC(2026, 10, 21), unique: 'abcdef0123456789abcdef01' };

const samples = Object.entries(senders).flatMap(([platform, { samples }]) =>
  Object.keys(samples).map((name) => [platform as BotId, name] as const),
);

describe.each(samples)('the sample %s %s', (platform, name) => {
  it('is taken by its platform, and means something or is ignored with a reason', async () => {
    const sender = senders[platform]!;
    const payload = await readPayload(sender, name, moment, undefined);
    const headers = signedHeaders(sender, payload, moment, 'secret');
    const received = receivers[platform].receive(
      { method: 'POST', headers, query: {}, body: payload.body, receivedAt: moment.now },
      settings,
    );
    if (name === 'url_verification') {
      expect(received).toMatchObject({ kind: 'handshake', body: moment.unique });
      return;
    }
    expect(received.kind).toBe('delivery');
    const { event, externalId } = received as Extract<typeof received, { kind: 'delivery' }>;
    expect(externalId).toContain(moment.unique);
    const bot = await bots[platform]();
    const normalised = bot.normalise(
      {
        id: 'id',
        organizationId: 'o',
        projectId: 'p',
        platform,
        event,
        externalId,
        headers,
        body: payload.body,
        receivedAt: moment.now,
      },
      settings,
    );
    expect(normalised.kind).not.toBe('malformed');
  });
});

it('an action after the name replaces that of the sample', async () => {
  const { body } = await readPayload(senders['github']!, 'pull_request.closed', moment, undefined);
  expect(JSON.parse(Buffer.from(body).toString())).toMatchObject({ action: 'closed', number: 1 });
});
