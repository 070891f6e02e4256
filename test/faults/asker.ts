import { once } from 'node:events';
import { createRequestRate } from '#apps/gateway/request-rate.ts';
import { systemClock } from '#monitoring/clock.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { openDatabase } from '#prisma/client.ts';
import { takeRequests } from '#prisma/repositories/api-key-minutes.ts';

/**
 * A process that asks with one key of the gateway: at SIGUSR2 as often as it is told, all at once. Prints `ready`, and
 * `done` with how many may be answered.
 */
const [url = '', keyId = '', count = '1', perMinute = '1'] = process.argv.slice(2);

const database = openDatabase({ url, maxConnections: 2, applicationName: 'asker', log: silentLogger() });
const rate = createRequestRate((key, asked) => takeRequests(database.pool, key, asked), systemClock);

// Signals alone keep no process alive.
const alive = setInterval(() => undefined, 60_000);
const asked = once(process, 'SIGUSR2');
process.stdout.write('ready\n');
await asked;
const waits = await Promise.all(
  Array.from({ length: Number(count) }, async () => await rate.take(keyId, Number(perMinute))),
);
await database.close();
clearInterval(alive);
process.stdout.write(`done ${waits.filter((ms) => ms === 0).length}\n`);
