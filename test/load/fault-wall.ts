import { join } from 'node:path';
import { z } from 'zod';
import { systemClock } from '#monitoring/clock.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { candidatesFrom } from '#providers/router/candidates.ts';
import { Routing } from '#providers/router/policy/routing.ts';
import { createRouter } from '#providers/router/router.ts';
import { startNode } from '#test/support/process.ts';
import { root } from '#test/support/repository.ts';

const inFlight = 50;
const calls = 3_000;
const attemptMs = 2_000;
const question = { messages: [{ role: 'user', content: 'Yes?' }], maxOutputTokens: 20 } as const;
const never = new AbortController().signal;

interface Pressed {
  readonly p50: number;
  readonly p99: number;
  readonly answered: number;
  readonly callsEach: number;
  /** Of the second half: the breaker has opened by then. */
  readonly callsEachLater: number;
}

/** A fails half of the time and hangs now and then, B is healthy: beside B alone, without and with hedging. */
export async function benchFaultWall(print: (line: string) => void): Promise<void> {
  const upstream = await startNode([join(root, 'test/load/faulty-upstream.ts')]);
  try {
    const [, port = ''] = await upstream.waitForLine(/listens on (\d+)/);
    const url = `http://127.0.0.1:${port}`;
    const healthy = await press(url, ['b'], {});
    print(told('B alone', healthy));
    for (const [name, policy] of [
      ['A, then B', {}],
      ['A, then B, hedged', { hedgeShare: 0.1 }],
    ] as const) {
      const walled = await press(url, ['a', 'b'], policy);
      print(`${told(name, walled)}; p50 ${(walled.p50 / healthy.p50).toFixed(2)} × healthy`);
    }
  } finally {
    await upstream.stop();
  }
}

async function press(url: string, paths: readonly ('a' | 'b')[], policy: object): Promise<Pressed> {
  const log = silentLogger();
  // Two providers that speak alike; which vendor's name they bear does not matter here.
  const settings = { a: 'openai', b: 'together' } as const;
  const candidates = await candidatesFrom(
    Object.fromEntries(
      paths.map((path) => [settings[path], { apiKey: 'bench', baseUrl: `${url}/${path}/v1` }]),
    ),
    { order: paths.map((path) => settings[path]), clock: systemClock, log },
  );
  const routing = Routing.parse({
    policies: { bench: { limits: { attemptMs }, ...policy } },
    default: 'bench',
  });
  const router = createRouter({ candidates, routing, clock: systemClock, log });
  const before = await countOf(url);
  const times: number[] = [];
  let half = before;
  let left = calls;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      if (left === calls / 2) half = await countOf(url);
      const binding = { agent: 'bench', organizationId: 'bench', maxCostUsd: 1, spentUsd: 0 };
      const model = router.bind({ ...binding, deadline: Date.now() + 10_000 });
      const startedAt = performance.now();
      const answered = await model.complete(question, never).catch(() => undefined);
      if (answered) times.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const after = await countOf(url);
  router.close();
  const sorted = times.toSorted((one, other) => one - other);
  return {
    p50: sorted[Math.floor(sorted.length * 0.5)] ?? 0,
    p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
    answered: sorted.length / calls,
    callsEach: (after - before) / calls,
    callsEachLater: (after - half) / (calls / 2),
  };
}

const Counts = z.object({ a: z.number(), b: z.number() });

async function countOf(url: string): Promise<number> {
  const { a, b } = Counts.parse(await (await fetch(`${url}/counts`)).json());
  return a + b;
}

const told = (name: string, { p50, p99, answered, callsEach, callsEachLater }: Pressed) =>
  `${name}: ${(100 * answered).toFixed(2)} % answered, p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, ` +
  `${callsEach.toFixed(2)} upstream calls each, ${callsEachLater.toFixed(2)} in the second half`;
