import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Delivery, InboundRequest } from '#bots/contract.ts';
import { normalise } from './normalise.ts';
import { receive } from './receive.ts';

const secret = '8f742231b10e8888abcd99yyyzzz85a5';
const settings = { signingSecret: secret };
const now = 1_763_697_600_000;
const form = 'application/x-www-form-urlencoded';
const json = 'application/json';

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8').trim();

function unsigned(body: string | Uint8Array, contentType: string): InboundRequest {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return {
    method: 'POST',
    headers: { 'content-type': contentType },
    query: {},
    body: bytes,
    receivedAt: now,
  };
}

function signed(body: string | Uint8Array, contentType: string, key = secret): InboundRequest {
  const request = unsigned(body, contentType);
  const timestamp = String(now / 1_000);
  const digest = createHmac('sha256', key).update(`v0:${timestamp}:`).update(request.body).digest('hex');
  const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
  return { ...request, headers: { ...request.headers, ...headers } };
}

const acknowledgementOf = (text: string): string => {
  const command = new URLSearchParams(fixture('slash-command.form'));
  command.set('text', text);
  const received = receive(signed(command.toString(), form), settings);
  const body = received.kind === 'delivery' ? (received.acknowledgement?.body ?? '{}') : '{}';
  return (JSON.parse(body) as { text: string }).text;
};

describe("the vendor's signature vector", () => {
  const vector: InboundRequest = {
    method: 'POST',
    headers: {
      'content-type': form,
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    },
    query: {},
    body: new TextEncoder().encode(
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
    ),
    receivedAt: 1_531_420_618_000,
  };

  it('is accepted as the slash command it is', () => {
    expect(receive(vector, settings)).toMatchObject({
      kind: 'delivery',
      event: 'slash_command',
      externalId: 'T1DC2JH3J:398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
      keyIndex: 0,
    });
  });

  test.each([
    ['five minutes late', 300_000, 'delivery'],
    ['later', 300_001, 'timestamp_stale'],
    ['five minutes early', -300_000, 'delivery'],
    ['earlier', -300_001, 'timestamp_stale'],
  ])('%s', (_name, offsetMs, outcome) => {
    const received = receive({ ...vector, receivedAt: vector.receivedAt + offsetMs }, settings);
    expect(received.kind === 'rejected' ? received.reason : received.kind).toBe(outcome);
  });
});

describe('proof of origin', () => {
  const body = fixture('app-mention.json');

  test.each([
    ['no signature', unsigned(body, json), settings, 'signature_absent'],
    ['a signature with another secret', signed(body, json, 'another'), settings, 'signature_wrong'],
    [
      'one byte more than was signed',
      { ...signed(body, json), body: new TextEncoder().encode(`${body} `) },
      settings,
      'signature_wrong',
    ],
    ['no secret configured', signed(body, json), {}, 'not_configured'],
    ['only commas configured', signed(body, json), { signingSecret: ' , ' }, 'not_configured'],
    ['an unsigned handshake', unsigned(fixture('url-verification.json'), json), settings, 'signature_absent'],
  ])('%s is rejected', (_name, request, its, reason) => {
    expect(receive(request, its)).toEqual({ kind: 'rejected', reason });
  });

  it('accepts the old secret beside the new one, and tells which signed', () => {
    const received = receive(signed(body, json), { signingSecret: `new-secret, ${secret}` });
    expect(received).toMatchObject({ kind: 'delivery', keyIndex: 1 });
  });
});

describe('what a request turned out to be', () => {
  it('a signed handshake is echoed', () => {
    expect(receive(signed(fixture('url-verification.json'), json), settings)).toEqual({
      kind: 'handshake',
      status: 200,
      contentType: 'text/plain',
      body: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P',
    });
  });

  it('a handshake without a challenge is rejected', () => {
    const request = signed('{"type":"url_verification"}', json);
    expect(receive(request, settings)).toEqual({ kind: 'rejected', reason: 'malformed_handshake' });
  });

  it('the unsigned certificate check is ignored, also before anything is configured', () => {
    expect(receive(unsigned('ssl_check=1&token=x', form), {})).toEqual({
      kind: 'ignored',
      reason: 'ssl_check',
    });
  });

  it('a long body cannot pass for a certificate check', () => {
    const request = unsigned(`ssl_check=1&x=${'x'.repeat(2_000)}`, form);
    expect(receive(request, settings)).toEqual({ kind: 'rejected', reason: 'signature_absent' });
  });

  it('a retry of an event has the id of the first try', () => {
    const request = signed(fixture('app-mention.json'), json);
    const headers = { ...request.headers, 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' };
    const first = receive(request, settings);
    expect(first).toEqual({
      kind: 'delivery',
      externalId: 'T061EG9R6:Ev9UQ52YNA',
      event: 'app_mention',
      keyIndex: 0,
    });
    expect(receive({ ...request, headers }, settings)).toEqual(first);
  });

  it('a notice that Slack holds events back is kept', () => {
    expect(receive(signed(fixture('app-rate-limited.json'), json), settings)).toMatchObject({
      kind: 'delivery',
      event: 'app_rate_limited',
      externalId: 'T061EG9R6:app_rate_limited:1763697600',
    });
  });

  it('a button is ignored with its reason', () => {
    expect(receive(signed(fixture('block-actions.form'), form), settings)).toEqual({
      kind: 'ignored',
      reason: 'interactivity_unsupported',
    });
  });

  test.each([
    ['no JSON', '{', json],
    ['another type', '{"type":"surprise"}', json],
    ['an event without an id', '{"type":"event_callback","team_id":"T1","event":{"type":"message"}}', json],
    ['a command without a team', 'command=%2Famas&text=help', form],
  ])('a signed body with %s is kept as malformed, once for all its retries', (_name, body, type) => {
    const received = receive(signed(body, type), settings);
    expect(received).toMatchObject({ kind: 'delivery', event: 'malformed' });
    expect(receive(signed(body, type), settings)).toEqual(received);
  });
});

describe('the answer to a slash command', () => {
  test.each([
    ['review https://x.test/pull/1', 'On it: `/amas review https://x.test/pull/1`. The answer comes here.'],
    ['STATUS', 'On it: `/amas status`.'],
    ['review', 'That needs the URL of a pull request.'],
    ['dance `now`', 'I do not know `dance`.'],
    ['constructor', 'I do not know `constructor`.'],
    ['', 'This is what I do:'],
    ['help me', 'This is what I do:'],
  ])('%j is answered at once', (text, answer) => {
    expect(acknowledgementOf(text)).toContain(answer);
  });

  it('repeats what was typed without letting it mention anyone', () => {
    expect(acknowledgementOf('review https://x.test/1 <!channel> `&')).toBe(
      "On it: `/amas review https://x.test/1 @channel '&amp;`. The answer comes here.",
    );
    expect(acknowledgementOf('review https://x.test/1 &lt;!channel&gt;')).toContain('&lt;!channel&gt;`');
  });
});

/** Shapes near the real ones: arbitrary values where Slack would put its own. */
const nearPayload = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.json().map((text) => new TextEncoder().encode(text)),
  fc
    .record({
      type: fc.constantFrom('event_callback', 'url_verification', 'app_rate_limited', 'x'),
      team_id: fc.oneof(fc.constant('T1'), fc.anything()),
      event_id: fc.oneof(fc.constant('Ev1'), fc.anything()),
      authorizations: fc.anything(),
      minute_rate_limited: fc.anything(),
      event: fc.record({
        type: fc.constantFrom('app_mention', 'message', 'reaction_added'),
        channel_type: fc.oneof(fc.constant('im'), fc.anything()),
        channel: fc.oneof(fc.constant('C1'), fc.anything()),
        user: fc.oneof(fc.constant('U1'), fc.anything()),
        ts: fc.oneof(fc.constant('1.2'), fc.constant('999999999999.9'), fc.anything()),
        text: fc.oneof(fc.constant('<@U2> review <https://x.test|x>'), fc.string({ unit: 'binary' })),
        user_profile: fc.anything(),
      }),
    })
    .map((value) => new TextEncoder().encode(JSON.stringify(value) ?? '')),
);

it('whatever is signed, receiving and normalising never throw', () => {
  fc.assert(
    fc.property(nearPayload, fc.constantFrom(json, form), (body, type) => {
      const received = receive(signed(body, type), settings);
      expect(['delivery', 'handshake', 'ignored', 'rejected']).toContain(received.kind);
      const delivery: Delivery = {
        id: '0',
        organizationId: 'o',
        projectId: 'p',
        platform: 'slack',
        event: 'x',
        externalId: 'x',
        headers: { 'content-type': type },
        body,
        receivedAt: now,
      };
      expect(['event', 'ignored', 'malformed']).toContain(normalise(delivery).kind);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['unfinished', '['.repeat(999_000)],
  ['whole', `${'['.repeat(490_000)}${']'.repeat(490_000)}`],
  [
    'in an event',
    fixture('app-mention.json').replace('"team"', `"x":${'['.repeat(9_000)}${']'.repeat(9_000)},"team"`),
  ],
])('a body of nested arrays (%s) is no crash', (_name, body) => {
  expect(receive(signed(body, json), settings).kind).toBe('delivery');
});
