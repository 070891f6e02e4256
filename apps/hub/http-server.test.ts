import { afterEach, expect, test } from 'vitest';
import { systemClock } from '#monitoring/clock.ts';
import { eventually } from '#test/support/eventually.ts';
import {
  createStore,
  exchange,
  openRaw,
  signedRequest,
  startTestHub,
  type TestHubOptions,
} from './test-hub.ts';

const open: { close(): Promise<void> }[] = [];

async function start(options: TestHubOptions = {}) {
  const hub = await startTestHub(options);
  open.push(hub);
  return hub;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((hub) => hub.close()));
});

const head = 'POST /webhooks/signed HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

test.each([
  ['a request line that is none', 'HELLO\r\n\r\n', 400],
  ['an unknown protocol', 'POST / SPDY/9\r\n\r\n', 400],
  ['a request without a host', 'POST /webhooks/signed HTTP/1.1\r\n\r\n', 400],
  ['a header with a NUL', `${head}X-A: a\0b\r\n\r\n`, 400],
  ['a header with a bare carriage return', `${head}X-A: a\rX-B: b\r\n\r\n`, 400],
  ['a folded header', `${head}X-A: a\r\n b\r\n\r\n`, 400],
  ['a space before the colon', `${head}X-A : a\r\n\r\n`, 400],
  ['a length that is no number', `${head}Content-Length: 1e3\r\n\r\n`, 400],
  ['a negative length', `${head}Content-Length: -1\r\n\r\n`, 400],
  ['a length past every integer', `${head}Content-Length: 99999999999999999999999\r\n\r\n`, 400],
  ['two lengths', `${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, 400],
  ['a length and chunks', `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
  ['a transfer that does not end in chunks', `${head}Transfer-Encoding: chunked, gzip\r\n\r\n`, 400],
  ['a chunk size that is no number', `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 400],
  ['an endless chunk extension', `${head}Transfer-Encoding: chunked\r\n\r\n2;${'a'.repeat(20_000)}\r\n`, 413],
  ['a header of 20 KB', `${head}X-A: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ['a flood of headers', `${head}${'X-A: a\r\n'.repeat(3_000)}\r\n`, 431],
  ['a path of 20 KB', `POST /${'a'.repeat(20_000)} HTTP/1.1\r\n\r\n`, 431],
  ['an expectation that nobody meets', `${head}Expect: a-miracle\r\n\r\n`, 400],
  ['a tunnel', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n', 405],
])('%s is answered with a documented status and cut', async (_title, bytes, status) => {
  const { port, store } = await start();
  const connection = openRaw(port, bytes);
  const [answer] = await connection.answers(1);
  expect(answer?.status).toBe(status);
  connection.socket.end();
  await connection.closed;
  expect(store.rows).toEqual([]);
});

const fast = { headersTimeoutMs: 200, requestTimeoutMs: 400, timeoutCheckMs: 50 };

test('a connection that sends nothing is cut', async () => {
  const { port } = await start({ limits: fast });
  const startedAt = Date.now();
  const silent = openRaw(port);
  await silent.closed;
  expect(Date.now() - startedAt).toBeLessThan(1_500);
});

test('headers that trickle in are answered 408 and cut', async () => {
  const { port } = await start({ limits: fast });
  const slow = openRaw(port, head);
  const trickle = setInterval(() => slow.socket.write('X-A: a\r\n'), 20);
  const [answer] = await slow.answers(1);
  await slow.closed;
  clearInterval(trickle);
  expect(answer?.status).toBe(408);
  expect(JSON.parse(answer?.body ?? '')).toMatchObject({ code: 'apps.request_timeout' });
});

test('a body that trickles in is answered 408, cut, and never stored', async () => {
  const { port, store, metrics } = await start({ limits: fast });
  const slow = openRaw(port, signedRequest({ body: 'x'.repeat(10_000) }).subarray(0, 300));
  const trickle = setInterval(() => slow.socket.write('x'), 20);
  const [answer] = await slow.answers(1);
  await slow.closed;
  clearInterval(trickle);
  expect(answer?.status).toBe(408);
  expect(store.rows).toEqual([]);
  expect((await metrics.render()).body).toMatch(/route="none",method="none",status="408"\} 1/);
});

test('a hundred slow senders do not keep a good one waiting', async () => {
  const { port } = await start();
  const slow = Array.from({ length: 100 }, () => openRaw(port, head));
  expect((await exchange(port, signedRequest())).status).toBe(200);
  for (const connection of slow) connection.socket.destroy();
});

test('a refused upload that then breaks the protocol is answered once', async () => {
  const { port } = await start();
  const upload = openRaw(port, `${head}Transfer-Encoding: chunked\r\n\r\n200000\r\n`);
  upload.socket.write(Buffer.alloc(0x200000));
  expect((await upload.answers(1))[0]?.status).toBe(413);
  upload.socket.write('no chunk at all\r\n');
  expect(await upload.answers(1)).toEqual([]);
});

test('requests sent at once on one connection are answered in their order', async () => {
  const { port, store } = await start();
  const ids = Array.from({ length: 20 }, (_, index) => `pipelined-${index}`);
  const bad = signedRequest({ headers: { 'X-Signature': 'wrong' } });
  const connection = openRaw(
    port,
    Buffer.concat([...ids.map((id) => signedRequest({ headers: { 'X-Delivery': id } })), bad]),
  );
  const answers = await connection.answers(21);
  connection.socket.destroy();
  expect(answers.map((answer) => answer.status)).toEqual([...ids.map(() => 200), 401]);
  expect(store.rows.map((row) => row.externalId)).toEqual(ids);
});

test('a connection lives on after a refused request with a short body', async () => {
  const { port } = await start();
  const connection = openRaw(port, signedRequest({ path: '/nowhere' }));
  await connection.answers(1);
  connection.socket.write(signedRequest());
  expect((await connection.answers(1))[0]?.status).toBe(200);
  connection.socket.destroy();
});

test('an HTTP/1.0 sender is answered and its connection closed', async () => {
  const { port } = await start();
  const connection = openRaw(port, signedRequest({ version: '1.0', headers: { Host: undefined } }));
  const [answer] = await connection.answers(1);
  await connection.closed;
  expect(answer?.status).toBe(200);
});

test('a sender that asks first sends its body only when it is wanted', async () => {
  const { port } = await start();
  const body = '{"asked":true}';
  const request = signedRequest({ body, headers: { Expect: '100-continue' } });
  const asking = openRaw(port, request.subarray(0, -body.length));
  expect((await asking.answers(1))[0]?.status).toBe(100);
  asking.socket.write(body);
  expect((await asking.answers(1))[0]?.status).toBe(200);
  asking.socket.destroy();

  const unwanted = openRaw(
    port,
    signedRequest({
      path: '/webhooks/nobody',
      body: '',
      headers: { Expect: '100-continue', 'Content-Length': '9' },
    }),
  );
  expect((await unwanted.answers(1))[0]?.status).toBe(404);
  await unwanted.closed;
});

test('an oversized sender that only reads after it has sent still gets its 413', async () => {
  const { port } = await start();
  const connection = openRaw(port);
  connection.socket.pause();
  connection.socket.write(signedRequest({ body: Buffer.alloc(3 * 2 ** 20) }));
  await systemClock.sleep(200);
  connection.socket.resume();
  expect((await connection.answers(1))[0]?.status).toBe(413);
  await connection.closed;
});

test('connections beyond the cap of one address are cut, and free ones are given out again', async () => {
  const { port } = await start({ limits: { socketsPerAddress: 3 } });
  const health = 'GET /health HTTP/1.1\r\nHost: a\r\n\r\n';
  const kept = Array.from({ length: 3 }, () => openRaw(port, health));
  await Promise.all(kept.map((connection) => connection.answers(1)));
  expect(await openRaw(port, signedRequest()).answers(1)).toEqual([]);
  for (const connection of kept) connection.socket.destroy();
  const answer = await eventually('a free connection', () => exchange(port, signedRequest()));
  expect(answer.status).toBe(200);
});

test('closing answers what is under way, refuses what comes, and ends idle and silent connections', async () => {
  const release = Promise.withResolvers<void>();
  const store = createStore();
  const started = Promise.withResolvers<void>();
  const hub = await start({
    write: async (rows) => {
      started.resolve();
      await release.promise;
      return store.write(rows);
    },
  });
  const silent = openRaw(hub.port);
  const idle = openRaw(hub.port, 'GET /health HTTP/1.1\r\nHost: a\r\n\r\n');
  await idle.answers(1);
  const working = openRaw(hub.port, signedRequest());
  await started.promise;

  const startedAt = Date.now();
  const closed = hub.hub.close(5_000);
  await Promise.all([silent.closed, idle.closed]);
  await expect(exchange(hub.port, signedRequest())).rejects.toThrow('without an answer');
  release.resolve();
  expect((await working.answers(1))[0]?.status).toBe(200);
  await closed;
  expect(Date.now() - startedAt).toBeLessThan(2_000);
  expect(store.rows).toHaveLength(1);
});

test('closing cuts what is not finished within its grace', async () => {
  const hub = await start();
  const stuck = openRaw(hub.port, signedRequest({ body: 'x'.repeat(100) }).subarray(0, -50));
  await systemClock.sleep(50);
  await hub.hub.close(100);
  expect(await stuck.answers(1)).toEqual([]);
});

test('a port in use is explained', async () => {
  const { port } = await start();
  const other = await startTestHub();
  await other.close();
  await expect(other.hub.listen(port, '127.0.0.1')).rejects.toMatchObject({
    code: 'apps.cannot_listen',
    publicMessage: expect.stringContaining(`port ${port}: it is in use`),
  });
});

/** Pours the bytes without end until the hub answers; resolves with the status. */
async function pour(port: number, bytes: Uint8Array): Promise<number | undefined> {
  const connection = openRaw(port, `${head}Transfer-Encoding: chunked\r\n\r\n`);
  const { socket } = connection;
  const send = () => {
    while (!socket.destroyed && socket.write(bytes));
  };
  socket.on('drain', send);
  send();
  const [answer] = await connection.answers(1);
  socket.destroy();
  return answer?.status;
}

test.each([
  ['large chunks', 65_536, [413, 503], 20],
  ['chunks of a byte', 1, [400], 5],
])(
  'endless uploads in %s are refused and leave memory flat',
  async (_title, chunkBytes, statuses, senders) => {
    const { port } = await start({ limits: { bodyBytesInFlight: 8 * 2 ** 20 } });
    const chunk = `${chunkBytes.toString(16)}\r\n${'x'.repeat(chunkBytes)}\r\n`;
    const bytes = Buffer.from(chunk.repeat(Math.ceil(65_536 / chunk.length)));
    const round = async () => {
      const answers = await Promise.all(Array.from({ length: senders }, () => pour(port, bytes)));
      expect(statuses).toEqual(expect.arrayContaining([...new Set(answers)]));
    };
    await round();
    const before = process.memoryUsage.rss();
    let peak = before;
    const sampling = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, 2);
    for (let count = 0; count < 3; count += 1) await round();
    clearInterval(sampling);
    expect(peak - before).toBeLessThan(64 * 2 ** 20);
    expect((await exchange(port, signedRequest())).status).toBe(200);
  },
);
