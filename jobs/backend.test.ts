import { createServer, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { probeBackend } from './backend.ts';

it('a Redis that is away is said to be, without its credentials', async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  const failure: unknown = await probeBackend({
    kind: 'redis',
    url: `redis://:hush@127.0.0.1:${port}`,
  }).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: 'jobs.redis_away',
    retry: 'backoff',
    publicMessage: expect.stringContaining('REDIS_URL'),
  });
  expect(String(failure)).not.toContain('hush');
});
