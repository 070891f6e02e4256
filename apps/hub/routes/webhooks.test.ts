import { afterEach, expect, test } from 'vitest';
import { systemClock } from '#monitoring/clock.ts';
import { AmasError } from '#monitoring/errors.ts';
import { eventually } from '#test/support/eventually.ts';
import {
  createStore,
  exchange,
  integrationEntry,
  openRaw,
  sign,
  signedPlatform,
  signedRequest,
  startTestHub,
  type SignedRequest,
  type TestHubOptions,
} from '../test-hub.ts';

const open: { close(): Promise<void> }[] = [];

async function start(options: TestHubOptions = {}) {
  const hub = await startTestHub(options);
  open.push(hub);
  return hub;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((hub) => hub.close()));
});

const down = () => new AmasError('prisma.unavailable', 'No connection.', { retry: 'backoff' });

const refused: readonly (readonly [title: string, request: SignedRequest, status: number, code: string])[] = [
  ['an unknown platform', { path: '/webhooks/nobody' }, 404, 'apps.not_found'],
  ['a platform that is a property of every object', { path: '/webhooks/__proto__' }, 404, 'apps.not_found'],
  ['an unknown project', { path: '/webhooks/signed/elsewhere' }, 404, 'apps.not_found'],
  ['a path that is too deep', { path: '/webhooks/signed/a/b' }, 404, 'apps.not_found'],
  ['a path with broken encoding', { path: '/webhooks/%E0%A4%A' }, 400, 'apps.malformed_request'],
  ['another method', { method: 'PUT' }, 405, 'apps.method_not_allowed'],
  ['a method that asks for options', { method: 'OPTIONS' }, 405, 'apps.method_not_allowed'],
  ['a body without a type', { headers: { 'Content-Type': undefined } }, 415, 'apps.content_type_unsupported'],
  [
    'a body of another type',
    { headers: { 'Content-Type': 'text/xml' } },
    415,
    'apps.content_type_unsupported',
  ],
  [
    'a type that only begins well',
    { headers: { 'Content-Type': 'application/jsonp' } },
    415,
    'apps.content_type_unsupported',
  ],
  ['a gzipped body', { headers: { 'Content-Encoding': 'gzip' } }, 415, 'apps.encoding_unsupported'],
  [
    'a body with two encodings',
    { headers: { 'Content-Encoding': 'identity, br' } },
    415,
    'apps.encoding_unsupported',
  ],
  [
    'a body gzipped in transfer',
    { headers: { 'Content-Length': undefined, 'Transfer-Encoding': 'gzip, chunked' }, body: '0\r\n\r\n' },
    415,
    'apps.encoding_unsupported',
  ],
  ['two signatures', { headers: { 'X-Signature': ['a', 'a'] } }, 400, 'apps.duplicate_header'],
  [
    'two content types',
    { headers: { 'Content-Type': ['application/json', 'text/xml'] } },
    400,
    'apps.duplicate_header',
  ],
  ['two hosts', { headers: { Host: ['a', 'b'] } }, 400, 'apps.duplicate_header'],
  ['a header that only servers send', { headers: { 'Set-Cookie': 'a=b' } }, 400, 'apps.malformed_request'],
  [
    'many headers',
    { headers: { 'X-Flood': Array.from({ length: 101 }, () => 'x') } },
    431,
    'apps.headers_too_large',
  ],
  [
    'a declared length over the cap',
    { headers: { 'Content-Length': String(2 ** 20 + 1) } },
    413,
    'apps.body_too_large',
  ],
  ['no signature', { headers: { 'X-Signature': undefined } }, 401, 'apps.signature_absent'],
  ['an empty signature', { headers: { 'X-Signature': '' } }, 401, 'apps.signature_wrong'],
  ['a short signature', { headers: { 'X-Signature': 'abc' } }, 401, 'apps.signature_wrong'],
  [
    'a signature with odd bytes',
    { headers: { 'X-Signature': '\u00ff\u0001'.repeat(32).replaceAll('\u0001', '\t') } },
    401,
    'apps.signature_wrong',
  ],
  [
    'the signature of another body',
    { headers: { 'X-Signature': sign(Buffer.from('other')) } },
    401,
    'apps.signature_wrong',
  ],
  [
    'an old timestamp',
    { headers: { 'X-Timestamp': String(Date.now() - 301_000) } },
    401,
    'apps.timestamp_stale',
  ],
  [
    'a timestamp ahead',
    { headers: { 'X-Timestamp': String(Date.now() + 310_000) } },
    401,
    'apps.timestamp_stale',
  ],
  [
    'a handshake without its question',
    { headers: { 'X-Event': 'handshake' } },
    400,
    'apps.malformed_handshake',
  ],
];

test.each(refused)(
  '%s is refused with its documented status and stores nothing',
  async (_title, request, status, code) => {
    const { port, store } = await start();
    const answer = await exchange(port, signedRequest(request));
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({ type: 'about:blank', status, code });
    expect(store.rows).toEqual([]);
  },
);

test('another method is told which one is allowed', async () => {
  const { port } = await start();
  const answer = await exchange(port, signedRequest({ method: 'DELETE' }));
  expect(answer.headers['allow']).toBe('POST');
});

test('a good delivery is stored byte for byte with its kept headers, then acknowledged with its id', async () => {
  const { port, store } = await start();
  const body = Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x00, 0xff, 0xed, 0xa0, 0x80]);
  const answer = await exchange(
    port,
    signedRequest({
      body,
      headers: {
        'Content-Type': 'Application/JSON; charset=utf-8',
        'X-Event': 'opened',
        'User-Agent': 'sender/1',
        Cookie: 'not kept',
      },
    }),
  );
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe('application/json');
  expect(JSON.parse(answer.body)).toEqual({ delivery: 'id-1', outcome: 'accepted' });
  const [row] = store.rows;
  expect(Buffer.from(row?.body ?? [])).toEqual(body);
  expect(row).toMatchObject({
    organizationId: 'organization',
    projectId: 'project',
    platform: 'signed',
    event: 'opened',
    externalId: 'delivery-1',
    contentType: 'application/json',
    headers: { 'x-event': 'opened', 'x-delivery': 'delivery-1', 'user-agent': 'sender/1' },
  });
});

test.each([
  ['no JSON at all', '{"a":'],
  ['nothing', ''],
  ['deep nesting', '['.repeat(100_000)],
])('a signed body of %s is taken: the worker judges it', async (_title, body) => {
  const { port, store } = await start();
  expect((await exchange(port, signedRequest({ body }))).status).toBe(200);
  expect(store.rows).toHaveLength(1);
});

test('a body may come in chunks of any size, with or without a declared length', async () => {
  const { port, store } = await start();
  const body = 'x'.repeat(300_000);
  const head = signedRequest({
    body,
    headers: { 'Content-Length': undefined, 'Transfer-Encoding': 'chunked' },
  }).subarray(0, -body.length);
  const pieces = Array.from({ length: 300 }, (_, index) => body.slice(index * 1_000, (index + 1) * 1_000));
  const connection = openRaw(port, head);
  for (const piece of pieces) connection.socket.write(`3e8\r\n${piece}\r\n`);
  connection.socket.write('0\r\n\r\n');
  expect((await connection.answers(1))[0]?.status).toBe(200);
  connection.socket.destroy();
  expect(Buffer.from(store.rows[0]?.body ?? []).toString()).toBe(body);
});

test('a handshake is answered as the platform wants it, and nothing is stored', async () => {
  const { port, store } = await start();
  const answer = await exchange(
    port,
    signedRequest({ path: '/webhooks/signed?challenge=a%20b', headers: { 'X-Event': 'handshake' } }),
  );
  expect(answer).toMatchObject({ status: 200, body: 'a b' });
  expect(answer.headers['content-type']).toBe('text/plain');
  expect(store.rows).toEqual([]);
});

test('an ignored request says why', async () => {
  const { port } = await start();
  const answer = await exchange(port, signedRequest({ headers: { 'X-Event': 'noise' } }));
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toEqual({ delivery: null, outcome: 'ignored', reason: 'noise' });
});

test('a sender that expects its own acknowledgement gets it for the first delivery and for a duplicate', async () => {
  const { port, store } = await start();
  const request = signedRequest({ body: 'abc', headers: { 'X-Event': 'command' } });
  expect((await exchange(port, request)).body).toBe('heard 3');
  expect((await exchange(port, request)).body).toBe('heard 3');
  expect(store.rows).toHaveLength(1);
});

test('the integration whose secret fits is the sender; one that has none never lets anything in', async () => {
  const other = { organizationId: 'other', projectId: 'other', settings: { secret: 'another secret' } };
  const unconfigured = { organizationId: 'none', projectId: 'none', settings: {} };
  const { port, store } = await start({ integrations: () => [unconfigured, integrationEntry, other] });
  const body = Buffer.from('{}');
  const signature = sign(body, 'another secret');
  await exchange(port, signedRequest({ body, headers: { 'X-Signature': signature } }));
  expect(store.rows.map((row) => row.organizationId)).toEqual(['other']);
  const wrong = await exchange(port, signedRequest({ headers: { 'X-Signature': 'wrong' } }));
  expect(JSON.parse(wrong.body)).toMatchObject({ code: 'apps.signature_wrong' });
});

test.each([
  ['no integration', []],
  ['an integration without a secret', [{ organizationId: 'o', projectId: 'p', settings: {} }]],
])('with %s nothing is let in', async (_title, integrations) => {
  const { port, store } = await start({ integrations: () => integrations });
  const answer = await exchange(port, signedRequest());
  expect(answer.status).toBe(401);
  expect(JSON.parse(answer.body)).toMatchObject({ code: 'apps.not_configured' });
  expect(store.rows).toEqual([]);
});

test('while integrations are not loaded yet senders are told to come again, not that nobody is here', async () => {
  const { port } = await start({
    integrations: () => {
      throw down();
    },
  });
  const answer = await exchange(port, signedRequest());
  expect(answer.status).toBe(503);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
});

test('a hundred copies at once are all answered 200 and stored once', async () => {
  const { port, store, metrics } = await start();
  const request = signedRequest({ headers: { 'X-Delivery': 'same' } });
  const answers = await Promise.all(Array.from({ length: 100 }, () => exchange(port, request)));
  const outcomes = answers.map((answer) => (JSON.parse(answer.body) as { outcome: string }).outcome);
  expect(answers.every((answer) => answer.status === 200)).toBe(true);
  expect(
    new Set(answers.map((answer) => (JSON.parse(answer.body) as { delivery: string }).delivery)).size,
  ).toBe(1);
  expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(99);
  expect(store.rows).toHaveLength(1);
  const { body } = await metrics.render();
  expect(body).toContain('amas_deliveries_total{platform="signed",outcome="duplicate"} 99');
});

test('while the database is down senders get 503 with Retry-After, never 2xx, and the next try is stored', async () => {
  const store = createStore();
  let isDown = true;
  const { port } = await start({
    write: async (rows) => {
      if (isDown) throw down();
      return store.write(rows);
    },
  });
  const refusedAnswer = await exchange(port, signedRequest());
  expect(refusedAnswer.status).toBe(503);
  expect(refusedAnswer.headers['retry-after']).toBe('5');
  isDown = false;
  expect((await exchange(port, signedRequest())).status).toBe(200);
  expect(store.rows).toHaveLength(1);
});

test('a commit that does not come in the patience of the sender is answered 503 before it', async () => {
  const impatient = { ...signedPlatform, manifest: { ...signedPlatform.manifest, patienceMs: 700 } };
  const release = Promise.withResolvers<void>();
  const store = createStore();
  const { port } = await start({
    receivers: { signed: impatient },
    write: async (rows) => {
      await release.promise;
      return store.write(rows);
    },
  });
  const startedAt = Date.now();
  const late = await exchange(port, signedRequest());
  expect(late.status).toBe(503);
  expect(JSON.parse(late.body)).toMatchObject({ code: 'apps.commit_unknown' });
  expect(Date.now() - startedAt).toBeLessThan(700);
  release.resolve();
  const again = await exchange(port, signedRequest());
  expect(JSON.parse(again.body)).toMatchObject({ outcome: 'duplicate' });
});

test('one row that cannot be stored fails alone', async () => {
  const store = createStore();
  const { port } = await start({
    write: async (rows) => {
      if (rows.some((row) => row.externalId === 'bad')) throw new Error('a secret detail');
      return store.write(rows);
    },
  });
  const deliveries = Array.from({ length: 40 }, (_, index) => (index === 17 ? 'bad' : `good-${index}`));
  const answers = await Promise.all(
    deliveries.map((id) => exchange(port, signedRequest({ headers: { 'X-Delivery': id } }))),
  );
  expect(answers.map((answer) => answer.status)).toEqual(deliveries.map((id) => (id === 'bad' ? 500 : 200)));
  expect(answers[17]?.body).not.toContain('secret detail');
  expect(store.rows).toHaveLength(39);
});

test('an id or event of any length and content becomes a key that can be stored, the same each time', async () => {
  const odd = {
    ...signedPlatform,
    receive: () => ({
      kind: 'delivery' as const,
      externalId: '\u0000\ud800'.repeat(9_000),
      event: 'e'.repeat(9_000),
      keyIndex: 0,
    }),
  };
  const { port, store } = await start({ receivers: { signed: odd } });
  await exchange(port, signedRequest());
  await exchange(port, signedRequest());
  expect(store.rows).toHaveLength(1);
  expect(store.rows[0]?.externalId).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(store.rows[0]?.event).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test('a flood is refused with 429 and a time to come again, per platform', async () => {
  const calm = { ...signedPlatform, manifest: { ...signedPlatform.manifest, id: 'calm' } };
  const { port, store } = await start({
    receivers: { signed: signedPlatform, calm },
    limits: { deliveriesPerSecondPerPlatform: 3 },
  });
  const connection = openRaw(port);
  for (let index = 0; index < 5; index += 1) {
    connection.socket.write(signedRequest({ headers: { 'X-Delivery': String(index) } }));
  }
  const answers = await connection.answers(5);
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 429, 429]);
  expect(answers[4]?.headers['retry-after']).toBe('1');
  connection.socket.destroy();
  expect(
    (await exchange(port, signedRequest({ path: '/webhooks/calm', headers: { 'X-Delivery': 'c' } }))).status,
  ).toBe(200);
  expect(store.rows).toHaveLength(4);
});

test('a sender that leaves while its delivery is being stored harms nothing', async () => {
  const release = Promise.withResolvers<void>();
  const store = createStore();
  const { port } = await start({
    write: async (rows) => {
      await release.promise;
      return store.write(rows);
    },
  });
  const gone = openRaw(port, signedRequest());
  await systemClock.sleep(50);
  gone.socket.destroy();
  await gone.closed;
  release.resolve();
  await eventually('the row', () => store.rows.length === 1);
  const again = await exchange(port, signedRequest());
  expect(JSON.parse(again.body)).toEqual({ delivery: 'id-1', outcome: 'duplicate' });
});

test('an upload that breaks off is counted, stores nothing and gives its memory back', async () => {
  const { port, store, metrics } = await start({ limits: { bodyBytesInFlight: 600_000 } });
  const body = 'x'.repeat(500_000);
  for (const count of [1, 2, 3]) {
    // The hub says "100 Continue" once it reads the body: from there on the upload is under way.
    const upload = signedRequest({ body, headers: { Expect: '100-continue' } });
    const broken = openRaw(port, upload.subarray(0, 400_000));
    expect((await broken.answers(1))[0]?.status).toBe(100);
    broken.socket.destroy();
    await eventually('the aborted upload', async () =>
      (await metrics.render()).body.includes(`outcome="apps.request_aborted"} ${count}`),
    );
  }
  expect((await exchange(port, signedRequest({ body }))).status).toBe(200);
  expect(store.rows).toHaveLength(1);
});
