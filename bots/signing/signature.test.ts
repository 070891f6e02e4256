import { Webhooks } from '@octokit/webhooks';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { signatureOf, verifySignature, type SignatureScheme, type SignedRequest } from './signature.ts';

const hubSignature = (header: string): SignatureScheme => ({
  header,
  prefix: 'sha256=',
  encoding: 'hex',
  content: ['body'],
  key: 'text',
});
const github = hubSignature('x-hub-signature-256');
const jira = hubSignature('x-hub-signature');
const notion = hubSignature('x-notion-signature');
const slack: SignatureScheme = {
  header: 'x-slack-signature',
  prefix: 'v0=',
  encoding: 'hex',
  content: [{ text: 'v0:' }, { header: 'x-slack-request-timestamp' }, { text: ':' }, 'body'],
  timestamp: { header: 'x-slack-request-timestamp', toleranceMs: 300_000 },
  key: 'text',
};
const standardWebhooks: SignatureScheme = {
  header: 'webhook-signature',
  prefix: 'v1,',
  encoding: 'base64',
  separator: ' ',
  content: [{ header: 'webhook-id' }, { text: '.' }, { header: 'webhook-timestamp' }, { text: '.' }, 'body'],
  timestamp: { header: 'webhook-timestamp', toleranceMs: 300_000 },
  key: 'base64',
};

const bytes = (text: string) => new TextEncoder().encode(text);
const request = (body: Uint8Array, headers: Record<string, string>, receivedAt = 0): SignedRequest => ({
  body,
  headers,
  receivedAt,
});

/** Published by the vendors; origins in the platforms' own documentation of webhook validation. */
const vectors = [
  {
    name: 'GitHub',
    scheme: github,
    secret: "It's a Secret to Everybody",
    body: 'Hello, World!',
    signature: 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    headers: {},
    at: 0,
  },
  {
    name: 'Jira',
    scheme: jira,
    secret: "It's a Secret to Everybody",
    body: 'Hello World!',
    signature: 'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9',
    headers: {},
    at: 0,
  },
  {
    name: 'Slack',
    scheme: slack,
    secret: '8f742231b10e8888abcd99yyyzzz85a5',
    body: 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
    signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    headers: { 'x-slack-request-timestamp': '1531420618' },
    at: 1_531_420_618_000,
  },
  {
    name: 'Standard Webhooks',
    scheme: standardWebhooks,
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    body: '{"test": 2432232314}',
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    headers: { 'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek', 'webhook-timestamp': '1614265330' },
    at: 1_614_265_330_000,
  },
];

describe.each(vectors)("the vendor's vector of $name", ({ scheme, secret, body, signature, headers, at }) => {
  const signed = request(bytes(body), { ...headers, [scheme.header]: signature }, at);

  it('is accepted', () => {
    expect(verifySignature(scheme, signed, [secret])).toEqual({ ok: true, keyIndex: 0 });
  });

  it('is what signing produces', () => {
    expect(signatureOf(scheme, signed, secret)).toBe(signature);
  });

  it('is refused with another body or secret', () => {
    const tampered = { ...signed, body: bytes(`${body} `) };
    expect(verifySignature(scheme, tampered, [secret])).toEqual({ ok: false, reason: 'wrong' });
    expect(verifySignature(scheme, signed, ['another'])).toEqual({ ok: false, reason: 'wrong' });
  });

  it('is absent without its header', () => {
    expect(verifySignature(scheme, { ...signed, headers }, [secret])).toEqual({
      ok: false,
      reason: 'absent',
    });
  });
});

test.each([
  ['', 'absent'],
  ['sha256=', 'wrong'],
  ['sha256=75', 'wrong'],
  ['757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17', 'wrong'],
  ['sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17', 'wrong'],
  ['sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17zz', 'wrong'],
  ['sha256=zz7107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17', 'wrong'],
  [`sha256=${'é'.repeat(64)}`, 'wrong'],
  ['sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17,sha256=', 'wrong'],
])('a malformed signature %j is refused, never thrown at', (signature, reason) => {
  const signed = request(bytes('Hello, World!'), { 'x-hub-signature-256': signature });
  expect(verifySignature(github, signed, ["It's a Secret to Everybody"])).toEqual({ ok: false, reason });
});

it('without any secret nothing is accepted', () => {
  const unsigned = request(bytes('x'), {});
  const signed = { ...unsigned, headers: { [notion.header]: signatureOf(notion, unsigned, '') } };
  expect(verifySignature(notion, signed, [])).toEqual({ ok: false, reason: 'wrong' });
});

it('every active secret is accepted during a rotation, and the one that signed is told', () => {
  const body = bytes('rotated');
  const secrets = ['new', 'old', 'older'];
  for (const [keyIndex, secret] of secrets.entries()) {
    const signed = request(body, { [github.header]: signatureOf(github, request(body, {}), secret) });
    expect(verifySignature(github, signed, secrets)).toEqual({ ok: true, keyIndex });
  }
});

describe('timestamps', () => {
  const signedAt = 1_531_420_618_000;
  const unsigned = request(bytes('body'), { 'x-slack-request-timestamp': String(signedAt / 1_000) });
  const headers = { ...unsigned.headers, [slack.header]: signatureOf(slack, unsigned, 'secret') };

  test.each([
    [-300_001, { ok: false, reason: 'stale' }],
    [-300_000, { ok: true, keyIndex: 0 }],
    [300_000, { ok: true, keyIndex: 0 }],
    [300_001, { ok: false, reason: 'stale' }],
  ])('a request %i ms away from its signing time', (offsetMs, verdict) => {
    const received = request(unsigned.body, headers, signedAt + offsetMs);
    expect(verifySignature(slack, received, ['secret'])).toEqual(verdict);
  });

  it('a wrong signature is wrong, however old', () => {
    const received = request(unsigned.body, headers, signedAt + 900_000);
    expect(verifySignature(slack, received, ['another'])).toEqual({ ok: false, reason: 'wrong' });
  });

  test.each(['', 'now', '1e9', '-1', '1531420618.5'])('an unreadable time %j counts as absent', (time) => {
    const received = request(unsigned.body, { ...headers, 'x-slack-request-timestamp': time }, signedAt);
    expect(verifySignature(slack, received, ['secret'])).toEqual({ ok: false, reason: 'absent' });
  });
});

it('one right signature in a list is enough, and only the first ones are tried', () => {
  const unsigned = request(bytes('{}'), { 'webhook-id': 'msg_1', 'webhook-timestamp': '1' }, 1_000);
  const right = signatureOf(standardWebhooks, unsigned, 'whsec_c2VjcmV0');
  const wrong = `v1,${Buffer.alloc(32).toString('base64')}`;
  const withList = (list: string) => ({
    ...unsigned,
    headers: { ...unsigned.headers, 'webhook-signature': list },
  });
  const verify = (list: string) => verifySignature(standardWebhooks, withList(list), ['whsec_c2VjcmV0']).ok;
  expect(verify(`${wrong} v1a,other ${right}`)).toBe(true);
  expect(verify(`${`${wrong} `.repeat(16)}${right}`)).toBe(false);
});

it('agrees with @octokit/webhooks on what is signed and on what was tampered with', async () => {
  const text = fc.string({ unit: 'binary', minLength: 1 }).filter((value) => value.isWellFormed());
  await fc.assert(
    fc.asyncProperty(text, text, fc.nat(63), fc.nat(14), async (secret, body, position, shift) => {
      const oracle = new Webhooks({ secret });
      const signature = await oracle.sign(body);
      const digit = Number.parseInt(signature.at(7 + position) ?? '0', 16);
      const other = ((digit + 1 + shift) % 16).toString(16);
      const tampered = signature.slice(0, 7 + position) + other + signature.slice(8 + position);
      for (const candidate of [signature, tampered]) {
        const received = request(bytes(body), { [github.header]: candidate });
        expect(verifySignature(github, received, [secret]).ok).toBe(await oracle.verify(body, candidate));
      }
    }),
  );
});

it('signs bytes, not text: bodies that are no UTF-8 verify too', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.string({ minLength: 1 }), (body, secret) => {
      const signed = request(body, { [github.header]: signatureOf(github, request(body, {}), secret) });
      expect(verifySignature(github, signed, [secret]).ok).toBe(true);
    }),
  );
});
