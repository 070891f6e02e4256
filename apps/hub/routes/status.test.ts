import { afterEach, expect, test } from 'vitest';
import { AmasError } from '#monitoring/errors.ts';
import { startTestHub, type TestHubOptions } from '../test-hub.ts';

const open: { close(): Promise<void> }[] = [];

async function start(options: TestHubOptions = {}) {
  const hub = await startTestHub(options);
  open.push(hub);
  return hub;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((hub) => hub.close()));
});

const broken = {
  database: async () => {
    throw new AmasError('prisma.unavailable', 'connect postgres://user:secret@host', {
      publicMessage: 'PostgreSQL does not answer. Is it running?',
    });
  },
};

test('health answers while every dependency is down', async () => {
  const { url } = await start({ readiness: broken });
  const response = await fetch(`${url}/health`);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ status: 'ok', version: '1.2.3' });
});

test('ready answers 200 when all dependencies do', async () => {
  const { url } = await start({ readiness: { database: async () => undefined } });
  const response = await fetch(`${url}/ready`);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ ready: true, checks: { database: { ok: true } } });
});

test('ready answers 503 with the reason an operator may see, and with no secret', async () => {
  const { url } = await start({ readiness: { ...broken, queue: async () => undefined } });
  const response = await fetch(`${url}/ready`);
  const text = await response.text();
  expect(response.status).toBe(503);
  expect(JSON.parse(text)).toMatchObject({
    ready: false,
    checks: {
      queue: { ok: true },
      database: {
        ok: false,
        code: 'prisma.unavailable',
        reason: 'PostgreSQL does not answer. Is it running?',
      },
    },
  });
  expect(text).not.toContain('secret');
});

test('a dependency that hangs is reported in time, and told that nobody waits any more', async () => {
  let signal: AbortSignal | undefined;
  const { url } = await start({
    limits: { readinessTimeoutMs: 50 },
    readiness: {
      database: (given) => {
        signal = given;
        return new Promise(() => undefined);
      },
    },
  });
  const response = await fetch(`${url}/ready`);
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ checks: { database: { code: 'apps.check_timeout' } } });
  expect(signal?.aborted).toBe(true);
});

test('callers at the same time share one round of checks', async () => {
  let rounds = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const { url } = await start({
    readiness: {
      database: () => {
        rounds += 1;
        setTimeout(resolve, 100);
        return promise;
      },
    },
  });
  await Promise.all(Array.from({ length: 20 }, () => fetch(`${url}/ready`)));
  expect(rounds).toBeLessThan(20);
});

test('metrics are served as Prometheus text, also while the queue does not answer', async () => {
  const { url, metrics } = await start();
  metrics.collectQueues(() => Promise.reject(new Error('down')));
  await fetch(`${url}/health`);
  const response = await fetch(`${url}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  expect(await response.text()).toContain(
    'amas_http_requests_total{route="/health",method="GET",status="200"} 1',
  );
});

test('paths that strangers invent do not become labels', async () => {
  const { url, metrics } = await start();
  await fetch(`${url}/wp-login.php?${'x'.repeat(50)}`);
  await fetch(`${url}/webhooks/wp`, { method: 'POST' });
  const { body } = await metrics.render();
  expect(body).toContain('route="none",method="GET",status="404"} 1');
  expect(body).toContain('route="/webhooks/:platform",method="POST",status="404"} 1');
  expect(body).not.toContain('wp');
});

test('the first page says where webhooks go and what is not ready, and escapes what it shows', async () => {
  const { url } = await start({
    publicUrl: 'https://hub.example.com',
    readiness: {
      'a <b>': async () => {
        throw new AmasError('x.y', 'x', { publicMessage: '<script>' });
      },
    },
  });
  const response = await fetch(url);
  const page = await response.text();
  expect(page).toContain('POST https://hub.example.com/webhooks/signed');
  expect(page).toContain('Not ready');
  expect(page).not.toContain('<script>');
  expect(page).not.toContain('<b>');
});

test.each(['/', '/health', '/ready', '/nowhere'])(
  '%s carries the headers that keep browsers safe',
  async (path) => {
    const { url } = await start();
    const { headers } = await fetch(`${url}${path}`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-powered-by')).toBeNull();
  },
);

test.each([
  ['POST', '/health', 405, 'apps.method_not_allowed'],
  ['GET', '/nowhere', 404, 'apps.not_found'],
])('%s %s is a problem with a code', async (method, path, status, code) => {
  const { url } = await start();
  const response = await fetch(`${url}${path}`, { method });
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.json()).toMatchObject({ status, code });
});
