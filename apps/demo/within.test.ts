import { expect, test } from 'vitest';
import { publicMessageOf } from '#monitoring/errors.ts';
import { within } from './within.ts';

const limit = { ms: 20, what: 'starting the hub', remedy: 'Try again.' };
const never = () => new Promise<never>(() => {});

test('work that takes too long is given up with what to do, and learns of it', async () => {
  let signal: AbortSignal | undefined;
  const given = within(limit, new AbortController().signal, (inner) => {
    signal = inner;
    return never();
  });
  const error = await given.catch((reason: unknown) => reason);
  expect(publicMessageOf(error)).toBe('Starting the hub took longer than 0 s. Try again.');
  expect(signal?.reason).toBe(error);
});

test('the person who stops it does not wait for the work', async () => {
  const stop = new AbortController();
  const waiting = within({ ...limit, ms: 60_000 }, stop.signal, never);
  stop.abort(new Error('stopped by SIGINT'));
  await expect(waiting).rejects.toThrow('stopped by SIGINT');
  await expect(within(limit, stop.signal, () => Promise.resolve(1))).rejects.toThrow('stopped by SIGINT');
});

test('work in time gives its result', async () => {
  await expect(within(limit, new AbortController().signal, () => Promise.resolve(1))).resolves.toBe(1);
});
