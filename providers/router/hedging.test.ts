import { describe, expect, it } from 'vitest';
import type { FakeOutcome } from '#test/stand-ins/providers/fake-provider.ts';
import { routerScene } from '#test/support/router-scene.ts';

const question = { messages: [{ role: 'user', content: 'Quick!' }], maxOutputTokens: 10 } as const;
const never = new AbortController().signal;
const quick: FakeOutcome = { kind: 'answer', afterMs: 100 };
const slow: FakeOutcome = { kind: 'answer', afterMs: 9_000 };
const usual = Array.from({ length: 20 }, () => quick);
const hedging = (hedgeShare: number) => ({ policies: { p: { hedgeShare } }, default: 'p' });

/** As many calls as it takes to know what is usual, one after the other. */
async function learn({ clock, bind }: ReturnType<typeof routerScene>) {
  for (let time = 0; time < usual.length; time += 1) await clock.settle(bind().complete(question, never));
}

describe('a second attempt', () => {
  it('is made when the first is slower than usual; whoever is first wins, and the other is cancelled', async () => {
    const scene = routerScene([{ outcomes: [...usual, slow] }, { outcomes: [quick] }], {
      routing: hedging(0.1),
    });
    await learn(scene);
    const startedAt = scene.clock.now();
    await scene.clock.settle(scene.bind().complete(question, never));
    expect(scene.clock.now() - startedAt).toBe(200);
    expect(scene.records.at(-1)).toMatchObject({
      provider: 'b',
      decision: { hedged: true },
      attempts: [
        { provider: 'a', outcome: 'cancelled' },
        { provider: 'b', outcome: 'answered' },
      ],
      warnings: [expect.stringContaining('a may charge') as string],
    });
    expect(scene.router.health().map(({ inFlight }) => inFlight)).toEqual([0, 0]);
  });

  it('that fails leaves the first to answer', async () => {
    const fails: FakeOutcome = { kind: 'failure', code: 'providers.overloaded', afterMs: 10 };
    const scene = routerScene(
      [{ outcomes: [...usual, { kind: 'answer', afterMs: 500 }] }, { outcomes: [fails] }],
      {
        routing: hedging(0.1),
      },
    );
    await learn(scene);
    await scene.clock.settle(scene.bind().complete(question, never));
    expect(scene.records.at(-1)).toMatchObject({
      provider: 'a',
      outcome: 'answered',
      decision: { hedged: true },
    });
    expect(scene.fakes.map(({ calls }) => calls.length)).toEqual([21, 1]);
  });

  it('is never made without a share for it, nor beyond that share', async () => {
    const made = async (hedgeShare: number) => {
      const outcomes = [...usual, ...Array.from({ length: 100 }, () => slow)];
      const scene = routerScene([{ outcomes }, { outcomes: [quick] }], { routing: hedging(hedgeShare) });
      await learn(scene);
      const calls = Array.from({ length: 40 }, () => scene.bind().complete(question, never));
      await scene.clock.settle(Promise.all(calls));
      return scene.fakes[1]!.calls.length;
    };
    expect(await made(0)).toBe(0);
    // One to begin with, and a tenth of sixty calls.
    expect(await made(0.1)).toBeLessThanOrEqual(7);
    expect(await made(0.1)).toBeGreaterThan(0);
  });

  it('costs money only where there is some: without it the first goes on alone', async () => {
    const scene = routerScene(
      [{ outcomes: [...usual, { kind: 'answer', afterMs: 300 }] }, { outcomes: [quick] }],
      {
        routing: hedging(0.1),
      },
    );
    await learn(scene);
    const worstCaseUsd = 0.000_2;
    await scene.clock.settle(scene.bind({ maxCostUsd: worstCaseUsd }).complete(question, never));
    expect(scene.records.at(-1)).toMatchObject({ provider: 'a', outcome: 'answered' });
    expect(scene.fakes[1]!.calls).toHaveLength(0);
  });
});

it('what the prompt cache of a vendor saved is told', async () => {
  const usage = { inputUncached: 100, cacheRead: 1_000_000, cacheWrite: 0, output: 1, reasoning: 0 };
  const models = [{ price: { input: 2, output: 10, cacheRead: 0.5 } }];
  const { clock, bind, records } = routerScene([{ outcomes: [{ kind: 'answer', usage }], models }]);
  await clock.settle(bind().complete(question, never));
  expect(records[0]!.decision.savedUsd).toBeCloseTo(1.5, 9);
});
