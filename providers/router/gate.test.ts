import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#test/stand-ins/providers/fake-clock.ts';
import { routerScene } from '#test/support/router-scene.ts';
import { createGate } from './gate.ts';
import { statedRates } from './rate-headers.ts';
import { steadyTime } from './time.ts';

const never = new AbortController().signal;
const question = { messages: [{ role: 'user', content: 'May I?' }], maxOutputTokens: 10 } as const;
const headers = (fields: Readonly<Record<string, string>>) => new Headers(fields);
const wallNow = Date.parse('2026-11-21T12:00:00Z');

describe('configured rates', () => {
  it('are never exceeded in a window, and everybody passes in the end', async () => {
    const scenario = fc.record({
      requestsPerMinute: fc.integer({ min: 1, max: 8 }),
      tokensPerMinute: fc.integer({ min: 50, max: 400 }),
      concurrency: fc.integer({ min: 1, max: 3 }),
      calls: fc.array(
        fc.record({
          tokens: fc.integer({ min: 1, max: 120 }),
          tookMs: fc.nat(5_000),
          organization: fc.nat(2),
        }),
        { minLength: 1, maxLength: 25 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ calls, ...rates }) => {
        const clock = createFakeClock();
        const gate = createGate(rates, steadyTime(clock));
        const passed: { at: number; tokens: number }[] = [];
        let most = 0;
        const run = async ({ tokens, tookMs, organization }: (typeof calls)[number]) => {
          const who = { organizationId: `o${organization}`, priority: 'background' } as const;
          const turn = await gate.pass(tokens, { who, signal: never, limitMs: 1e9 });
          expect(turn).not.toBe(false);
          passed.push({ at: clock.now(), tokens: Math.min(tokens, rates.tokensPerMinute) });
          most = Math.max(most, gate.inFlight);
          await clock.sleep(tookMs);
          gate.leave(tokens, undefined);
        };
        expect((await clock.settle(Promise.all(calls.map(run)))).status).toBe('fulfilled');
        expect(passed).toHaveLength(calls.length);
        expect(most).toBeLessThanOrEqual(rates.concurrency);
        // Windows begin with the first call in them.
        for (let rest = passed; rest[0];) {
          const endsAt = rest[0].at + 60_000;
          const inside = rest.filter(({ at }) => at < endsAt);
          rest = rest.filter(({ at }) => at >= endsAt);
          expect(inside.length).toBeLessThanOrEqual(rates.requestsPerMinute);
          expect(inside.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(
            rates.tokensPerMinute,
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('serve interactive calls first, and then each organization in turn', async () => {
    const { clock, bind, router } = routerScene([{}], { routing: { rates: { a: { concurrency: 1 } } } });
    const done: string[] = [];
    const ask = async (name: string, organizationId: string, priority: 'interactive' | 'background') => {
      await bind({ organizationId, priority }).complete(question, never);
      done.push(name);
    };
    const calls = [
      ask('first', 'busy', 'background'),
      ...['b1', 'b2', 'b3'].map((name) => ask(name, 'busy', 'background')),
      ask('quiet', 'quiet', 'background'),
      ask('person', 'other', 'interactive'),
    ];
    await clock.settle(Promise.all(calls));
    expect(done).toEqual(['first', 'person', 'b1', 'quiet', 'b2', 'b3']);
    expect(router.health()[0]).toMatchObject({ inFlight: 0, waitMs: 0 });
  });

  it('hold the deadline of whoever waits, and give the place up when a caller leaves', async () => {
    const { clock, bind, records } = routerScene([{ outcomes: [{ kind: 'answer', afterMs: 5_000 }] }], {
      routing: { rates: { a: { concurrency: 1 } } },
    });
    const leaving = new AbortController();
    const held = bind().complete(question, never);
    const late = bind({ deadline: clock.now() + 1_000 }).complete(question, never);
    const left = bind().complete(question, leaving.signal);
    const last = bind().complete(question, never);
    void clock.sleep(2_000).then(() => leaving.abort(new Error('enough')));
    const settled = await clock.settle(Promise.allSettled([held, late, left, last]));
    expect(settled.status === 'fulfilled' && settled.value.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    expect(records.find(({ outcome }) => outcome === 'failed')).toMatchObject({ latencyMs: 1_000 });
  });

  it('a model whose window is full is passed over while another one is free', async () => {
    const { clock, bind, fakes } = routerScene([{}, {}], {
      routing: { rates: { a: { requestsPerMinute: 1 } } },
    });
    for (let time = 0; time < 3; time += 1) await clock.settle(bind().complete(question, never));
    expect(fakes.map(({ calls }) => calls.length)).toEqual([1, 2]);
  });
});

it('nobody asks a model before the time that its vendor stated', async () => {
  const limited = { kind: 'failure', code: 'providers.rate_limited', retry: { afterMs: 30_000 } } as const;
  const { clock, bind, fakes } = routerScene([{ outcomes: [limited, { kind: 'answer' }] }, {}]);
  const startedAt = clock.now();
  while (clock.now() - startedAt < 35_000) {
    await clock.settle(bind().complete(question, never));
    await clock.settle(clock.sleep(1_000));
  }
  const [first, second] = fakes[0]!.calls;
  expect(second!.at - first!.at).toBeGreaterThanOrEqual(30_000);
});

describe('what vendors state in headers', () => {
  it.each([
    [
      'OpenAI',
      {
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-limit-requests': '10',
        'x-ratelimit-reset-requests': '6m0s',
      },
      { requests: { remaining: 0, limit: 10, resetMs: 360_000 } },
    ],
    [
      'OpenAI in milliseconds',
      { 'x-ratelimit-remaining-tokens': '5', 'x-ratelimit-reset-tokens': '12ms' },
      { tokens: { remaining: 5, limit: undefined, resetMs: 12 } },
    ],
    [
      'Anthropic',
      {
        'anthropic-ratelimit-tokens-remaining': '7',
        'anthropic-ratelimit-tokens-limit': '70',
        'anthropic-ratelimit-tokens-reset': '2026-11-21T12:01:00Z',
      },
      { tokens: { remaining: 7, limit: 70, resetMs: 60_000 } },
    ],
    [
      'seconds since the epoch',
      { 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': String(wallNow / 1_000 + 5) },
      { requests: { remaining: 1, limit: undefined, resetMs: 5_000 } },
    ],
    ['nothing', {}, {}],
    [
      'nonsense',
      {
        'x-ratelimit-remaining-requests': '-1',
        'x-ratelimit-reset-requests': 'soon',
        'x-ratelimit-remaining': 'NaN',
        'x-ratelimit-reset': '1',
      },
      {},
    ],
  ])('%s', (_vendor, fields, expected) => {
    expect(statedRates(headers(fields), wallNow)).toEqual(expected);
  });

  it('a bucket fills steadily: who needs less than all of it waits less', () => {
    const clock = createFakeClock();
    const gate = createGate({}, steadyTime(clock));
    gate.hear({ tokens: { remaining: 0, limit: 1_000, resetMs: 10_000 } });
    expect(gate.waitMs(100, clock.now())).toBe(1_000);
    expect(gate.waitMs(5_000, clock.now())).toBe(10_000);
    expect(gate.waitMs(100, clock.now() + 1_000)).toBe(0);
  });
});
