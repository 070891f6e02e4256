import { chmod } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { migrateQueue } from '#jobs/migrate-queue.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { startEmbeddedPostgres } from '#prisma/embedded/server.ts';
import { migrate } from '#prisma/migrate.ts';
import { startRedis } from '#test/support/redis.ts';
import { tempDirectory } from '#test/support/temp-directory.ts';
import { liveThrough } from './life.ts';

/** `npm run test:github-life [-- --seed N --pulls N --backend postgres|redis]`: ends with 1 when an invariant is broken. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '20261127' },
    pulls: { type: 'string', default: '200' },
    backend: { type: 'string' },
  },
});
const seed = Number(values.seed);
const pulls = Number(values.pulls);
if (!Number.isInteger(seed) || !Number.isInteger(pulls) || pulls < 1) {
  throw new Error('--seed and --pulls are whole numbers');
}
const say = (line: string) => void process.stdout.write(`${line}\n`);
const backends = values.backend === undefined ? ['postgres', 'redis'] : [values.backend];
for (const backend of backends) await run(backend);

async function run(backend: string): Promise<void> {
  const redis = backend === 'redis' ? await startRedis() : undefined;
  if (backend === 'redis' && !redis) {
    say('redis: left out, because redis-server is not installed here');
    return;
  }
  const directory = await tempDirectory('github-life');
  await chmod(directory.path, 0o755);
  const server = await startEmbeddedPostgres({ dataDirectory: directory.path, log: silentLogger() });
  await migrate({ url: server.url, afterwards: migrateQueue });
  const startedAt = Date.now();
  try {
    const result = await liveThrough({
      databaseUrl: server.url,
      ...(redis ? { redisUrl: redis.url } : {}),
      seed,
      pulls,
      writesPerMinute: 2_400,
      calmMs: 300_000,
      say: (line) => say(`${backend}: ${line}`),
    });
    const seconds = Math.round((Date.now() - startedAt) / 1_000);
    say(`${backend}: seed ${seed}, ${pulls} pull requests, ${seconds} s; ${JSON.stringify(result.counts)}`);
    for (const violation of result.violations) say(`${backend}: VIOLATED ${violation}`);
    if (result.violations.length > 0) {
      say(result.log.join('\n'));
      process.exitCode = 1;
    } else say(`${backend}: every invariant holds`);
  } finally {
    await redis?.stop();
    await server.stop();
    await directory.remove();
  }
}
