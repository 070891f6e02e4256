import { describe, expect, it } from 'vitest';
import { systemClock } from '#monitoring/clock.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { plainDecision } from '#test/support/decision.ts';
import { createFakeProvider } from '#test/stand-ins/providers/fake-provider.ts';
import type { Attempt } from '../contract.ts';
import { parseRouting } from './policy/read-routing.ts';
import { simulate, type RecordedCall } from './simulate.ts';

const clock = systemClock;
/** Ten dollars a million tokens out; the other one a tenth of it. */
const dear = createFakeProvider({ id: 'dear', clock, outcomes: [{ kind: 'bug' }] });
const cheap = createFakeProvider({
  id: 'cheap',
  clock,
  models: [{ price: { input: 0.1, output: 1 } }],
  outcomes: [{ kind: 'bug' }],
});
const local = createFakeProvider({
  id: 'local',
  clock,
  models: [{ contextTokens: 500 }],
  outcomes: [{ kind: 'bug' }],
});
const candidates = [dear, cheap, local];

const answered = (provider: string, latencyMs: number): Attempt => ({
  provider,
  model: 'plain',
  outcome: 'answered',
  startedMs: 0,
  latencyMs,
});
const failed = (provider: string, latencyMs: number): Attempt => ({
  ...answered(provider, latencyMs),
  outcome: 'failed',
  code: 'providers.overloaded',
});

function call(attempts: readonly Attempt[], costUsd: number, more: Partial<RecordedCall> = {}): RecordedCall {
  const last = attempts.at(-1)!;
  return {
    organizationId: 'o',
    agent: 'code',
    record: {
      provider: last.provider,
      model: last.model,
      outcome: last.outcome,
      usage: { inputUncached: 600, cacheRead: 400, cacheWrite: 0, output: 1_000, reasoning: 0 },
      costUsd,
      latencyMs: attempts.reduce((sum, { latencyMs }) => sum + latencyMs, 0),
      attempts,
      warnings: [],
      decision: plainDecision,
    },
    ...more,
  };
}

/** Eight calls answered by the dear one in 100 ms; of the cheap one half of the tries failed, after 50 ms. */
const calls = [
  ...Array.from({ length: 6 }, () => call([answered('dear', 100)], 0.011)),
  call([failed('cheap', 50), answered('dear', 100)], 0.011),
  call([answered('cheap', 300)], 0.0011),
];

const run = (yaml: string) =>
  simulate(calls, { candidates, routing: parseRouting(yaml), clock, log: silentLogger() });

describe('a policy on recorded calls', () => {
  it('as it was lets expect what happened', () => {
    const { happened, simulated, first } = run('policies: { same: { models: [dear] } }\ndefault: same');
    expect(happened).toEqual({ costUsd: '0.0781', unknownCost: 0, answered: 1, meanMs: 131 });
    expect(simulated).toEqual({ costUsd: '0.088', unknownCost: 0, answered: 1, meanMs: 100 });
    expect(first).toEqual([
      { model: 'dear/plain', happened: 6, simulated: 8 },
      { model: 'cheap/plain', happened: 2, simulated: 0 },
    ]);
  });

  it('counts the recorded faults: the next one is asked, and paid, as often as the first fails', () => {
    const { simulated } = run('policies: { thrift: { models: [cheap, dear] } }\ndefault: thrift');
    // Half are answered by the cheap one in 300 ms, half by the dear one after 50 ms more.
    expect(simulated).toEqual({ costUsd: '0.0484', unknownCost: 0, answered: 1, meanMs: 225 });
    const alone = run('policies: { alone: { models: [cheap] } }\ndefault: alone');
    expect(alone.simulated).toMatchObject({ answered: 0.5, meanMs: 175 });
  });

  it('leaves a call with what it named itself: a model, an alias of the policy, or a strategy', () => {
    const naming = (name: string) => {
      const asked = call([answered('dear', 100)], 0.011);
      const decision = { ...plainDecision, policy: { name, layer: 'call' } };
      return { ...asked, record: { ...asked.record, decision } };
    };
    const yaml =
      'policies: { thrift: { models: [cheap] } }\ndefault: thrift\naliases: { smart: dear, quick: cheap }';
    const named = ['dear/plain', 'smart', 'quick', 'auto:cheap', 'gone'].map(naming);
    const told = simulate([...calls, ...named], {
      candidates,
      routing: parseRouting(yaml),
      clock,
      log: silentLogger(),
    });
    expect(told.first).toEqual([
      { model: 'cheap/plain', happened: 2, simulated: 10 },
      { model: 'dear/plain', happened: 11, simulated: 2 },
    ]);
    expect(told).toMatchObject({ unanswerable: 1, refusals: { 'unknown-model': 1 } });
  });

  it('says what nobody could have answered, and of whom nothing is known', () => {
    const { unanswerable, refusals, simulated, assumed } = run(
      'policies: { own: { models: [local] } }\ndefault: own',
    );
    expect({ unanswerable, refusals, assumed }).toEqual({
      unanswerable: 8,
      refusals: { context: 8 },
      assumed: [],
    });
    expect(simulated).toEqual({ costUsd: '0', unknownCost: 0, answered: 0, meanMs: 0 });
  });
});
