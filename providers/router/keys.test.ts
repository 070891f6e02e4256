import { describe, expect, it } from 'vitest';
import { silentLogger } from '#monitoring/logger.ts';
import { createFakeClock } from '#test/stand-ins/providers/fake-clock.ts';
import { createFakeProvider, type FakeOutcome } from '#test/stand-ins/providers/fake-provider.ts';
import { candidatesFrom } from './candidates.ts';
import type { Alert } from './out-of-use.ts';
import { plainRouting, Routing } from './policy/routing.ts';
import { createRouter } from './router.ts';

const question = { messages: [{ role: 'user', content: 'Which key?' }], maxOutputTokens: 10 } as const;
const never = new AbortController().signal;
const fails = (code: 'providers.unauthorised' | 'providers.quota'): FakeOutcome => ({
  kind: 'failure',
  code,
});

function keyed(outcomes: readonly (readonly FakeOutcome[])[]) {
  const clock = createFakeClock();
  const open = (key: string, each: readonly FakeOutcome[]) => ({
    ...createFakeProvider({ id: 'a', clock, outcomes: each }),
    key,
  });
  const keys = outcomes.map((each, at) => open(`#${at + 1}`, each));
  const alerts: Alert[] = [];
  const router = createRouter({
    candidates: keys,
    clock,
    log: silentLogger(),
    onAlert: (alert) => void alerts.push(alert),
  });
  const ask = () => {
    const binding = { agent: 'x', organizationId: 'o', maxCostUsd: 1, spentUsd: 0 };
    return router.bind({ ...binding, deadline: clock.now() + 10_000 }).complete(question, never);
  };
  return { clock, keys, alerts, router, ask, open };
}

const healthy: FakeOutcome = { kind: 'answer', afterMs: 50 };

describe('several keys of one provider', () => {
  it.each(['providers.unauthorised', 'providers.quota'] as const)(
    '%s takes out that key alone, raises one alert, and costs no caller an answer',
    async (code) => {
      const { clock, keys, alerts, router, ask } = keyed([[fails(code)], [healthy]]);
      const settled = await clock.settle(Promise.all(Array.from({ length: 50 }, ask)));
      expect(settled.status).toBe('fulfilled');
      await clock.settle(ask());
      expect(alerts).toMatchObject([{ kind: 'key-out-of-use', provider: 'a', key: '#1', code }]);
      expect(router.health().map(({ outOfUse }) => outOfUse)).toEqual([code, undefined]);
      const before = keys[0]!.calls.length;
      await clock.settle(ask());
      expect(keys[0]!.calls).toHaveLength(before);
    },
  );

  it('a key that was taken out is tried again after ten minutes, without a second alert', async () => {
    const { clock, keys, alerts, router, ask } = keyed([
      [fails('providers.quota'), fails('providers.quota'), healthy],
      [healthy],
    ]);
    await clock.settle(ask());
    for (const calls of [2, 3]) {
      await clock.settle(clock.sleep(10 * 60_000 + 1));
      await clock.settle(Promise.all([ask(), ask(), ask(), ask()]));
      expect(keys[0]!.calls.length).toBeGreaterThanOrEqual(calls);
    }
    expect(alerts).toHaveLength(1);
    expect(router.health().map(({ outOfUse }) => outOfUse)).toEqual([undefined, undefined]);
  });

  it('share the work', async () => {
    const { clock, keys, ask } = keyed([[healthy], [healthy]]);
    await clock.settle(Promise.all(Array.from({ length: 40 }, ask)));
    expect(keys.map(({ calls }) => calls.length)).toEqual([20, 20]);
  });

  it('are replaced under load: calls under way end with theirs, new ones take the new key, a bad one is forgotten', async () => {
    const { clock, keys, router, ask, open } = keyed([[healthy, fails('providers.unauthorised')]]);
    const fresh = open('#1', [healthy]);
    const under = ask();
    router.replace({ candidates: [fresh], routing: plainRouting });
    const after = ask();
    expect((await clock.settle(Promise.all([under, after]))).status).toBe('fulfilled');
    expect([keys[0]!.calls.length, fresh.calls.length]).toEqual([1, 1]);
    router.replace({ candidates: [keys[0]!], routing: plainRouting });
    await clock.settle(ask());
    router.replace({ candidates: [fresh], routing: plainRouting });
    expect((await clock.settle(ask())).status).toBe('fulfilled');
    const nobody = Routing.parse({ default: { where: { deny: ['a'] } } });
    expect(() => router.replace({ candidates: [keys[0]!], routing: nobody })).toThrowError('routing');
    const limited = Routing.parse({ rates: { a: { requestsPerDay: 1 } } });
    const [before] = router.health();
    router.replace({ candidates: [fresh], routing: limited });
    expect(router.health()).toEqual([before]);
    expect((await clock.settle(ask())).status).toBe('fulfilled');
    expect((await clock.settle(ask())).status).toBe('rejected');
    expect(fresh.calls).toHaveLength(3);
    router.replace({ candidates: [], routing: plainRouting });
    expect(await clock.settle(ask())).toMatchObject({ reason: { code: 'providers.exhausted' } });
  });

  it('come from one variable, separated by commas or line ends, and are nowhere in what is told of them', async () => {
    const log = silentLogger();
    const settings = { openai: { apiKey: 'canary-one, canary-two\ncanary-one' } };
    const candidates = await candidatesFrom(settings, {
      log,
      clock: createFakeClock(),
      models: ['openai/gpt-6-luna'],
    });
    expect(candidates.map(({ model, key, onlyByName = false }) => [model, key, onlyByName])).toEqual([
      ['gpt-6.1-terra', '#1', false],
      ['gpt-6.1-terra', '#2', false],
      ['gpt-6-luna', '#1', true],
      ['gpt-6-luna', '#2', true],
    ]);
    const rotated = await candidatesFrom(
      { openai: { apiKey: 'canary-one,canary-three' } },
      { log, clock: createFakeClock(), models: ['openai/gpt-6-luna'], former: candidates },
    );
    expect(rotated.map((candidate, at) => candidate === candidates[at])).toEqual([true, false, true, false]);
    const router = createRouter({ candidates: rotated, clock: createFakeClock(), log });
    expect(JSON.stringify(router.health())).not.toContain('canary');
  });
});
