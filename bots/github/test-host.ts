import { generateKeyPairSync } from 'node:crypto';
import type { BotHost } from '#bots/contract.ts';
import { systemClock, type Clock } from '#monitoring/clock.ts';
import { silentLogger } from '#monitoring/logger.ts';

/** One key for all tests of a file: making one takes longer than most of them. */
export const testPrivateKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();

/** A host whose waits take no time and are noted. */
export function createTestHost(clock: Pick<Clock, 'now'> = systemClock, waits: number[] = []): BotHost {
  let waitedMs = 0;
  const sleep = async (ms: number) => {
    waitedMs += ms;
    waits.push(ms);
  };
  return { log: silentLogger(), clock: { now: () => clock.now() + waitedMs, sleep } };
}
