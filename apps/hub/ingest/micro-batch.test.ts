import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Clock } from '#monitoring/clock.ts';
import { systemClock } from '#monitoring/clock.ts';
import { AmasError } from '#monitoring/errors.ts';
import { createMicroBatch, type MicroBatchOptions } from './micro-batch.ts';
import type { IngestRow } from './row.ts';
import type { WriteRows } from './write-bisecting.ts';

const row = (externalId: string, bytes = 10): IngestRow => ({
  organizationId: 'o',
  projectId: 'p',
  platform: 'signed',
  event: 'e',
  externalId,
  keyIndex: 0,
  headers: {},
  body: new Uint8Array(bytes),
  receivedAt: 0,
  contentType: 'application/json',
});

const observer = { written: () => undefined, failed: () => undefined };
const never = Number.MAX_SAFE_INTEGER;
const transient = () => new AmasError('test.down', 'down', { retry: 'backoff' });
const idsOf = (rows: readonly IngestRow[]) => rows.map((each) => each.externalId);
const store: WriteRows = async (rows) =>
  rows.map(({ externalId }) => ({ id: externalId, outcome: 'accepted' }));

function start(write: WriteRows, options: Partial<MicroBatchOptions> = {}) {
  return createMicroBatch({ write, clock: systemClock, observer, ...options });
}

/** A `write` whose calls wait until the test lets them go. */
function gate() {
  const calls: { ids: string[]; open: PromiseWithResolvers<void> }[] = [];
  const write: WriteRows = async (rows) => {
    const open = Promise.withResolvers<void>();
    calls.push({ ids: idsOf(rows), open });
    await open.promise;
    return store(rows);
  };
  return { calls, write };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A clock that moves when told; sleepers wake when it passes their time. */
function createManualClock(): Clock & { advance(ms: number): Promise<void> } {
  let now = 0;
  let sleepers: { at: number; wake: () => void }[] = [];
  return {
    now: () => now,
    sleep: (ms) => new Promise((wake) => sleepers.push({ at: now + ms, wake })),
    async advance(ms) {
      now += ms;
      const due = sleepers.filter((sleeper) => sleeper.at <= now);
      sleepers = sleepers.filter((sleeper) => sleeper.at > now);
      for (const sleeper of due) sleeper.wake();
      await turn();
    },
  };
}

test('a lone row is written at once; rows that come while all writers are busy share the next write', async () => {
  const { calls, write } = gate();
  const batch = start(write, { writers: 2 });
  const answers = [batch.accept(row('a'), never)];
  await turn();
  answers.push(batch.accept(row('b'), never));
  await turn();
  for (const id of ['c', 'd', 'e']) answers.push(batch.accept(row(id), never));
  await turn();
  expect(calls.map((call) => call.ids)).toEqual([['a'], ['b']]);
  calls[0]?.open.resolve();
  await answers[0];
  await turn();
  expect(calls.map((call) => call.ids)).toEqual([['a'], ['b'], ['c', 'd', 'e']]);
  calls[1]?.open.resolve();
  calls[2]?.open.resolve();
  expect((await Promise.all(answers)).map((outcome) => outcome.id)).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('rows that come in one turn of the event loop share a write', async () => {
  const { calls, write } = gate();
  const batch = start(write);
  const answers = ['a', 'b', 'c'].map((id) => batch.accept(row(id), never));
  await turn();
  expect(calls.map((call) => call.ids)).toEqual([['a', 'b', 'c']]);
  calls[0]?.open.resolve();
  await Promise.all(answers);
});

test('beside a write under way fewer rows than usual wait for its end, so that no row travels alone', async () => {
  const { calls, write } = gate();
  const batch = start(write, { writers: 2, clock: createManualClock() });
  const answers = Array.from({ length: 20 }, (_, index) => batch.accept(row(`first-${index}`), never));
  await turn();
  for (const id of ['a', 'b', 'c']) {
    answers.push(batch.accept(row(id), never));
    await turn();
  }
  expect(calls.map((call) => call.ids.length)).toEqual([20]);
  calls[0]?.open.resolve();
  await Promise.all(answers.slice(0, 20));
  expect(calls.map((call) => call.ids).slice(1)).toEqual([['a', 'b', 'c']]);
  calls[1]?.open.resolve();
  await Promise.all(answers);
});

test('beside a write that hangs, rows wait 5 ms at most for others', async () => {
  const { calls, write } = gate();
  const clock = createManualClock();
  const batch = start(write, { writers: 2, clock });
  const hung = Array.from({ length: 20 }, (_, index) => batch.accept(row(`hung-${index}`), never));
  await turn();
  const alone = batch.accept(row('alone'), never);
  await turn();
  expect(calls).toHaveLength(1);
  await clock.advance(5);
  expect(calls[1]?.ids).toEqual(['alone']);
  calls[1]?.open.resolve();
  expect((await alone).id).toBe('alone');
  calls[0]?.open.resolve();
  await Promise.all(hung);
});

test('a batch holds at most so many rows and bytes, and a row larger than a batch goes alone', async () => {
  const { calls, write } = gate();
  const batch = start(write, { maxRows: 2, maxBytes: 10_000, writers: 1 });
  const sizes = [10, 10, 10, 8_500, 8_500, 50_000, 10];
  const answers = sizes.map((bytes, index) => batch.accept(row(String(index), bytes), never));
  await turn();
  for (let index = 0; index < calls.length; index += 1) {
    calls[index]?.open.resolve();
    await turn();
  }
  await Promise.all(answers);
  expect(calls.map((call) => call.ids.join())).toEqual(['0,1', '2', '3', '4', '5', '6']);
});

test('rows over the budget are refused as overload, and taken again when there is room', async () => {
  const { calls, write } = gate();
  const batch = start(write, { maxQueuedBytes: 5_000 });
  const first = batch.accept(row('a', 2_000), never);
  await expect(batch.accept(row('b', 2_000), never)).rejects.toMatchObject({ code: 'apps.overloaded' });
  await turn();
  calls[0]?.open.resolve();
  await first;
  const second = batch.accept(row('b', 2_000), never);
  await turn();
  calls[1]?.open.resolve();
  expect((await second).id).toBe('b');
});

test('a row not committed at its deadline is answered so, its neighbours with more patience are not', async () => {
  const { calls, write } = gate();
  const clock = createManualClock();
  const batch = start(write, { clock });
  const hasty = batch.accept(row('hasty'), 1_000);
  const patient = batch.accept(row('patient'), 5_000);
  await turn();
  const refused = expect(hasty).rejects.toMatchObject({ code: 'apps.commit_unknown' });
  await clock.advance(1_000);
  await refused;
  calls[0]?.open.resolve();
  expect((await patient).id).toBe('patient');
  expect(calls.map((call) => call.ids)).toEqual([['hasty', 'patient']]);
});

test('a row whose deadline passes while it waits is still written', async () => {
  const { calls, write } = gate();
  const clock = createManualClock();
  const batch = start(write, { clock, writers: 1 });
  const first = batch.accept(row('a'), never);
  await turn();
  const late = batch.accept(row('late'), 100);
  const refused = expect(late).rejects.toMatchObject({ code: 'apps.commit_unknown' });
  await clock.advance(200);
  await refused;
  calls[0]?.open.resolve();
  await first;
  await turn();
  expect(calls[1]?.ids).toEqual(['late']);
  calls[1]?.open.resolve();
});

test('a failure that may pass fails the whole batch after one try', async () => {
  let tries = 0;
  const batch = start(async () => {
    tries += 1;
    throw transient();
  });
  const answers = ['a', 'b', 'c', 'd'].map((id) => batch.accept(row(id), never));
  const results = await Promise.allSettled(answers);
  expect(results.every((result) => result.status === 'rejected')).toBe(true);
  expect(tries).toBe(1);
});

test('a write that answers too few outcomes fails the rows it forgot, without a second try', async () => {
  let tries = 0;
  const batch = start(async () => {
    tries += 1;
    return [{ id: 'a', outcome: 'accepted' }];
  });
  const [first, second] = await Promise.allSettled(['a', 'b'].map((id) => batch.accept(row(id), never)));
  expect(first).toMatchObject({ status: 'fulfilled', value: { id: 'a' } });
  expect(second).toMatchObject({ status: 'rejected' });
  expect(tries).toBe(1);
});

test('close writes what was taken and refuses what comes', async () => {
  const { calls, write } = gate();
  const batch = start(write, { writers: 1, maxRows: 1 });
  const answers = ['a', 'b'].map((id) => batch.accept(row(id), never));
  const closed = batch.close();
  await expect(batch.accept(row('c'), never)).rejects.toMatchObject({ code: 'apps.shutting_down' });
  for (let index = 0; index < 2; index += 1) {
    await turn();
    calls[index]?.open.resolve();
  }
  await closed;
  expect((await Promise.all(answers)).map((outcome) => outcome.id)).toEqual(['a', 'b']);
  await start(store).close();
});

/** Rows of every nature, in bursts, over a `write` that is slow, fails for a while, or refuses a row. */
const burst = fc.array(
  fc.record({
    nature: fc.oneof(
      { weight: 8, arbitrary: fc.constant('good') },
      { weight: 1, arbitrary: fc.constant('bad') },
    ),
    bytes: fc.integer({ min: 0, max: 3_000 }),
  }),
  { maxLength: 30 },
);

/** A `write` that fails during outages, which are given by the number of the call, and refuses bad rows. */
function createFaultyStore(outages: readonly boolean[]) {
  const stored: string[] = [];
  let calls = 0;
  const write: WriteRows = async (rows) => {
    const isOut = outages[calls] ?? false;
    calls += 1;
    await turn();
    if (isOut) throw transient();
    if (rows.some((each) => each.event === 'bad')) throw new Error('cannot store');
    stored.push(...idsOf(rows));
    return store(rows);
  };
  return { stored, write };
}

test('every row gets exactly one answer, true to what was stored; none is stored twice or fails for a neighbour', async () => {
  const property = fc.asyncProperty(
    fc.array(burst, { minLength: 1, maxLength: 6 }),
    fc.array(fc.boolean(), { maxLength: 10 }),
    fc.record({
      maxRows: fc.integer({ min: 1, max: 20 }),
      maxBytes: fc.integer({ min: 1, max: 9_000 }),
      writers: fc.integer({ min: 1, max: 3 }),
    }),
    async (bursts, outages, options) => {
      const { stored, write } = createFaultyStore(outages);
      const batch = start(write, options);
      const answers: Promise<void>[] = [];
      const sent: string[] = [];
      const check = async (id: string, isBad: boolean, answer: Promise<{ id: string }>) => {
        const [result] = await Promise.allSettled([answer]);
        expect(stored.includes(id)).toBe(result.status === 'fulfilled');
        if (result.status === 'fulfilled') expect(result.value.id).toBe(id);
        else if (!isBad) expect(result.reason).toMatchObject({ code: 'test.down' });
      };
      for (const rows of bursts) {
        for (const { nature, bytes } of rows) {
          const id = String(sent.length);
          sent.push(id);
          const answer = batch.accept({ ...row(id, bytes), event: nature }, never);
          answers.push(check(id, nature === 'bad', answer));
        }
        await turn();
      }
      await Promise.all(answers);
      await batch.close();
      expect(new Set(stored).size).toBe(stored.length);
      if (options.writers === 1) expect(stored).toEqual(sent.filter((id) => stored.includes(id)));
    },
  );
  await fc.assert(property, { numRuns: 150 });
});
