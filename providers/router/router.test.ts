import { describe, expect, it } from 'vitest';
import { createLogger, silentLogger } from '#monitoring/logger.ts';
import { createFakeClock, type FakeClock } from '#test/stand-ins/providers/fake-clock.ts';
import {
  createFakeProvider,
  type FakeOutcome,
  type FakeProvider,
  type FakeProviderOptions,
} from '#test/stand-ins/providers/fake-provider.ts';
import type { CompletionRecord, CompletionRequest } from '../contract.ts';
import { ExhaustedError } from '../errors.ts';
import { createRouter, type Binding } from './router.ts';

const request: CompletionRequest = {
  messages: [{ role: 'user', content: 'Is it?' }],
  maxOutputTokens: 1_000,
};
const scope = { taskId: 't1', runId: 'r1', agent: 'code', organizationId: 'o1' };

const answer: FakeOutcome = { kind: 'answer', afterMs: 100 };
const fails = (
  code: Extract<FakeOutcome, { kind: 'failure' }>['code'],
  rest: Partial<Extract<FakeOutcome, { kind: 'failure' }>> = {},
): FakeOutcome => ({ kind: 'failure', code, afterMs: 10, ...rest });

function setUp(
  providers: readonly (Omit<FakeProviderOptions, 'clock' | 'id'> & { readonly id?: string })[],
  limits: Partial<Binding> = {},
) {
  const clock: FakeClock = createFakeClock();
  const fakes = providers.map((options, index) =>
    createFakeProvider({ id: 'abcdef'[index]!, ...options, clock }),
  );
  const lines: string[] = [];
  const log = createLogger({
    level: 'debug',
    name: 'test',
    destination: { write: (line) => void lines.push(line) },
  });
  const records: CompletionRecord[] = [];
  const router = createRouter({
    candidates: fakes,
    clock,
    log,
    onRecord: (record, owner) => {
      expect(owner).toEqual(scope);
      records.push(record);
    },
  });
  const startedAt = clock.now();
  const binding = { ...scope, deadline: startedAt + 60_000, maxCostUsd: 1, spentUsd: 0, ...limits };
  const model = router.bind(binding);
  const ask = (signal = new AbortController().signal, asked = request) =>
    clock.settle(model.complete(asked, signal));
  return { clock, fakes, lines, records, router, model, ask, startedAt };
}

const answeredBy = (settled: PromiseSettledResult<{ record: CompletionRecord }>): string =>
  settled.status === 'fulfilled' ? settled.value.record.provider : 'nobody';
const reasonOf = (settled: PromiseSettledResult<unknown>): unknown =>
  settled.status === 'rejected' ? settled.reason : undefined;
const callsOf = (fakes: readonly FakeProvider[]): number[] => fakes.map(({ calls }) => calls.length);

describe('by reason', () => {
  it('the first candidate answers, and nobody else is asked', async () => {
    const { ask, fakes, records } = setUp([{ outcomes: [answer] }, { outcomes: [answer] }]);
    expect(answeredBy(await ask())).toBe('a');
    expect(callsOf(fakes)).toEqual([1, 0]);
    expect(records).toMatchObject([
      { provider: 'a', model: 'plain', outcome: 'answered', latencyMs: 100, costUsd: 0.00021, warnings: [] },
    ]);
  });

  it.each([
    'providers.overloaded',
    'providers.unavailable',
    'providers.timeout',
    'providers.malformed_response',
    'providers.refused',
    'providers.quota',
    'providers.unauthorised',
    'providers.model_not_found',
  ] as const)('%s: the next candidate is asked at once', async (code) => {
    const { ask, fakes, startedAt } = setUp([{ outcomes: [fails(code)] }, { outcomes: [answer] }]);
    expect(answeredBy(await ask())).toBe('b');
    expect(fakes[1]!.calls[0]!.at - startedAt).toBe(10);
  });

  it('a stated wait is not waited while somebody else can be asked', async () => {
    const limited = fails('providers.rate_limited', { retry: { afterMs: 5_000 } });
    const { ask, clock, startedAt } = setUp([{ outcomes: [limited, answer] }, { outcomes: [answer] }]);
    expect(answeredBy(await ask())).toBe('b');
    expect(clock.now() - startedAt).toBe(110);
  });

  it('with nobody else left the stated wait is waited, never less', async () => {
    const limited = fails('providers.rate_limited', { retry: { afterMs: 5_000 } });
    const { ask, fakes } = setUp([{ outcomes: [limited, answer] }, { outcomes: [fails('providers.quota')] }]);
    expect(answeredBy(await ask())).toBe('a');
    const [first, second] = fakes[0]!.calls;
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(5_000);
    expect(callsOf(fakes)).toEqual([2, 1]);
  });

  it('a stated wait that does not fit the deadline ends the call at once, and is told', async () => {
    const limited = fails('providers.rate_limited', { retry: { afterMs: 90_000 } });
    const { ask, clock, startedAt } = setUp([{ outcomes: [limited] }]);
    expect(reasonOf(await ask())).toMatchObject({ code: 'providers.exhausted', retry: { afterMs: 90_000 } });
    expect(clock.now() - startedAt).toBe(10);
  });

  it('want of capacity is tried again with growing waits, at most twice, when nobody else is left', async () => {
    const { ask, fakes } = setUp([{ outcomes: [fails('providers.overloaded', { afterMs: 0 })] }]);
    const reason = reasonOf(await ask());
    const at = fakes[0]!.calls.map((call) => call.at);
    expect([at[1]! - at[0]!, at[2]! - at[1]!]).toEqual([500, 1_000]);
    expect(reason).toBeInstanceOf(ExhaustedError);
    expect((reason as ExhaustedError).attempts).toHaveLength(3);
  });

  it('a bad request stops: no other candidate is asked with it', async () => {
    const { ask, fakes } = setUp([{ outcomes: [fails('providers.bad_request')] }, { outcomes: [answer] }]);
    expect(reasonOf(await ask())).toMatchObject({ code: 'providers.bad_request', retry: 'never' });
    expect(callsOf(fakes)).toEqual([1, 0]);
  });

  it('a prompt that is too long goes to larger contexts only', async () => {
    const { ask, fakes } = setUp([
      { outcomes: [fails('providers.context_too_long')] },
      { outcomes: [answer], models: [{ contextTokens: 100_000 }] },
      { outcomes: [answer], models: [{ contextTokens: 200_000 }] },
    ]);
    expect(answeredBy(await ask())).toBe('c');
    expect(callsOf(fakes)).toEqual([1, 0, 1]);
  });

  it.each(['providers.quota', 'providers.unauthorised'] as const)(
    '%s: the key is out of use for the life of the router, with one warning',
    async (code) => {
      const { ask, fakes, lines } = setUp([{ outcomes: [fails(code)] }, { outcomes: [answer] }]);
      await ask();
      await ask();
      expect(callsOf(fakes)).toEqual([1, 2]);
      const warnings = lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 40);
      expect(warnings).toMatchObject([{ provider: 'a', code }]);
    },
  );

  it('when the only key is out of use, the call says why without asking', async () => {
    const { ask, fakes } = setUp([{ outcomes: [fails('providers.unauthorised')] }]);
    await ask();
    const reason = reasonOf(await ask());
    expect(reason).toMatchObject({ code: 'providers.exhausted', retry: 'never', attempts: [] });
    expect((reason as ExhaustedError).publicMessage).toContain('did not accept the API key');
    expect(callsOf(fakes)).toEqual([1]);
  });

  it('a cut answer is no answer: the next candidate is asked, and both are paid for', async () => {
    const { ask, records } = setUp([
      { outcomes: [{ kind: 'answer', finish: 'truncated' }] },
      { outcomes: [answer] },
    ]);
    expect(answeredBy(await ask())).toBe('b');
    expect(records[0]).toMatchObject({ costUsd: 0.00042 });
    expect(records[0]!.attempts).toMatchObject([
      { provider: 'a', outcome: 'failed', code: 'providers.malformed_response' },
      { provider: 'b', outcome: 'answered' },
    ]);
  });

  it.each<[string, Partial<Extract<FakeOutcome, { kind: 'answer' }>>]>([
    ['the text of a schema', { text: '{"ok":true,"ok":false}' }],
    ['arguments of a tool', { toolCalls: [{ id: '1', name: 't', arguments: '[{"a":1,"\\u0061":2}]' }] }],
  ])(
    'JSON that names something twice is no answer, in %s: another is asked, else the same once more',
    async (_where, twice) => {
      const asked = { ...request, schema: { name: 's', schema: {} } };
      const never = new AbortController().signal;
      const two = setUp([{ outcomes: [{ ...answer, ...twice }] }, { outcomes: [answer] }]);
      expect(answeredBy(await two.ask(never, asked))).toBe('b');
      // Both were answered, and both are paid for.
      expect(two.records[0]).toMatchObject({ costUsd: 0.000_42 });
      const repaired = setUp([{ outcomes: [{ ...answer, ...twice }, answer] }]);
      expect(answeredBy(await repaired.ask(never, asked))).toBe('a');
      const alone = setUp([{ outcomes: [{ ...answer, ...twice }] }]);
      expect(reasonOf(await alone.ask(never, asked))).toMatchObject({ code: 'providers.exhausted' });
      expect(callsOf(alone.fakes)).toEqual([2]);
    },
  );

  it('a bug in an adapter is not papered over by another candidate', async () => {
    const { ask, fakes, records } = setUp([{ outcomes: [{ kind: 'bug' }] }, { outcomes: [answer] }]);
    expect(reasonOf(await ask())).toBeInstanceOf(TypeError);
    expect(callsOf(fakes)).toEqual([1, 0]);
    expect(records).toMatchObject([{ outcome: 'failed', code: 'bug.unexpected' }]);
  });

  it('the error of a call that nobody answered holds every attempt and names what a person can put right', async () => {
    const { ask } = setUp([
      { outcomes: [fails('providers.timeout')] },
      { outcomes: [fails('providers.quota')] },
      { outcomes: [fails('providers.malformed_response')] },
    ]);
    const reason = reasonOf(await ask()) as ExhaustedError;
    expect(reason).toMatchObject({ code: 'providers.exhausted', retry: 'backoff' });
    expect(reason.attempts.map(({ code }) => code)).toEqual([
      'providers.timeout',
      'providers.quota',
      'providers.malformed_response',
      // Nobody else is left, and so it is asked once more.
      'providers.malformed_response',
    ]);
    expect(reason.cause).toMatchObject({ code: 'providers.quota' });
    expect(reason.publicMessage).toContain('no balance left');
  });
});

describe('one deadline', () => {
  it.each([-3_600_000, 3_600_000, NaN])(
    'holds when the clock of the computer jumps by %s ms',
    async (jump) => {
      const steady = createFakeClock();
      const hang = createFakeProvider({ id: 'a', clock: steady, outcomes: [{ kind: 'hang' }] });
      // A clock that tells nothing is one that jumps as well.
      const wall = () => steady.now() + (hang.calls.length > 0 ? jump : 0);
      const clock = { ...steady, now: wall, steadyNow: () => steady.now() };
      const records: CompletionRecord[] = [];
      const onRecord = (record: CompletionRecord) => void records.push(record);
      const router = createRouter({ candidates: [hang], clock, log: silentLogger(), onRecord });
      const startedAt = steady.now();
      const model = router.bind({ ...scope, deadline: startedAt + 10_000, maxCostUsd: 1, spentUsd: 0 });
      const settled = await steady.settle(model.complete(request, new AbortController().signal));
      expect(settled.status).toBe('rejected');
      expect(steady.now() - startedAt).toBe(10_000);
      expect(records).toMatchObject([{ outcome: 'failed', latencyMs: 10_000 }]);
    },
  );

  it('candidates share the time that is left, so a hang leaves time for the others', async () => {
    const { ask, fakes, startedAt } = setUp([
      { outcomes: [{ kind: 'hang' }] },
      { outcomes: [{ kind: 'hang' }] },
      { outcomes: [answer] },
    ]);
    expect(answeredBy(await ask())).toBe('c');
    expect(fakes.map(({ calls }) => calls[0]!.at - startedAt)).toEqual([0, 20_000, 40_000]);
  });

  it.each([false, true])('a hang ends at the deadline, also when the adapter is deaf: %s', async (deaf) => {
    const { ask, clock, startedAt } = setUp([{ outcomes: [{ kind: 'hang', deaf }] }], {});
    expect(reasonOf(await ask())).toMatchObject({ code: 'providers.exhausted', retry: 'backoff' });
    expect(clock.now() - startedAt).toBe(60_000);
  });

  it('past the deadline nobody is asked', async () => {
    const { ask, fakes, records } = setUp([{ outcomes: [answer] }], { deadline: 1 });
    expect(reasonOf(await ask())).toMatchObject({ code: 'providers.timeout', retry: 'never' });
    expect(callsOf(fakes)).toEqual([0]);
    expect(records).toMatchObject([
      { provider: 'a', outcome: 'failed', code: 'providers.timeout', costUsd: 0 },
    ]);
  });
});

describe('one cost limit', () => {
  it('a call whose worst case does not fit is refused before it is made', async () => {
    const { ask, fakes, records } = setUp([{ outcomes: [answer] }], { maxCostUsd: 0.5, spentUsd: 0.495 });
    expect(reasonOf(await ask())).toMatchObject({ code: 'providers.budget_exceeded', retry: 'never' });
    expect(callsOf(fakes)).toEqual([0]);
    expect(records).toMatchObject([{ outcome: 'failed', code: 'providers.budget_exceeded', costUsd: 0 }]);
  });

  it('a cheaper candidate is asked when the first is too dear', async () => {
    const { ask, fakes } = setUp(
      [{ outcomes: [answer], models: [{ price: { input: 100, output: 1_000 } }] }, { outcomes: [answer] }],
      { maxCostUsd: 0.1 },
    );
    expect(answeredBy(await ask())).toBe('b');
    expect(callsOf(fakes)).toEqual([0, 1]);
  });

  it('what is spent by one call is missing for the next, and the unspent reserve is not', async () => {
    // The worst case of a call is 0.010019 dollars, its true cost 0.00021: after three of them it no longer fits.
    const { ask, fakes } = setUp([{ outcomes: [answer] }], { maxCostUsd: 0.0106 });
    for (let index = 0; index < 3; index += 1) expect(answeredBy(await ask())).toBe('a');
    expect(reasonOf(await ask())).toMatchObject({ code: 'providers.budget_exceeded' });
    expect(callsOf(fakes)).toEqual([3]);
  });

  it('parallel calls can not overspend together', async () => {
    const { clock, model, fakes } = setUp([{ outcomes: [answer] }], { maxCostUsd: 0.025 });
    const calls = Array.from({ length: 5 }, () => model.complete(request, new AbortController().signal));
    await clock.settle(Promise.allSettled(calls));
    expect(callsOf(fakes)).toEqual([2]);
  });

  it('an attempt that may be charged keeps its worst case reserved, and the record says so', async () => {
    const lost = fails('providers.unavailable', { mayBeBilled: true });
    const { ask, records } = setUp([{ outcomes: [lost] }, { outcomes: [answer] }], { maxCostUsd: 0.015 });
    expect(reasonOf(await ask())).toMatchObject({ code: 'providers.exhausted' });
    expect(records[0]).toMatchObject({ outcome: 'failed', costUsd: undefined });
    expect(records[0]!.warnings).toEqual(['a may charge up to $0.01 for an attempt without an answer.']);
  });

  it('unknown usage is an unknown cost, not zero', async () => {
    const { ask, records } = setUp([{ outcomes: [{ kind: 'answer', usage: undefined }] }]);
    await ask();
    expect(records).toMatchObject([{ outcome: 'answered', usage: undefined, costUsd: undefined }]);
  });

  it('a model that is not listed is asked; its cost is unknown, and its limit counted at the dearest price', async () => {
    const { ask, records, fakes } = setUp([{ outcomes: [answer], model: 'unheard-of' }], {
      maxCostUsd: 0.025,
    });
    expect(answeredBy(await ask())).toBe('a');
    expect(records).toMatchObject([{ model: 'unheard-of', costUsd: undefined }]);
    expect(records[0]!.warnings[0]).toContain('price is unknown');
    await ask();
    expect(reasonOf(await ask())).toMatchObject({ code: 'providers.budget_exceeded' });
    expect(callsOf(fakes)).toEqual([2]);
  });
});

describe('the caller', () => {
  it('leaves: the call ends with the reason, and nobody else is asked', async () => {
    const { clock, model, fakes, records } = setUp([
      { outcomes: [{ kind: 'hang' }] },
      { outcomes: [answer] },
    ]);
    const controller = new AbortController();
    const call = model.complete(request, controller.signal);
    const reason = new Error('enough');
    controller.abort(reason);
    expect(reasonOf(await clock.settle(call))).toBe(reason);
    expect(callsOf(fakes)).toEqual([1, 0]);
    expect(records).toMatchObject([{ outcome: 'cancelled', attempts: [{ outcome: 'cancelled' }] }]);
    expect(records[0]).not.toHaveProperty('code');
  });

  it('leaves during a wait', async () => {
    const limited = fails('providers.rate_limited', { retry: { afterMs: 30_000 } });
    const { clock, model, records } = setUp([{ outcomes: [limited] }]);
    const controller = new AbortController();
    const reason = new Error('enough');
    const call = model.complete(request, controller.signal);
    void clock.sleep(1_000).then(() => controller.abort(reason));
    expect(reasonOf(await clock.settle(call))).toBe(reason);
    expect(records).toMatchObject([{ outcome: 'cancelled' }]);
  });

  it('had left before: nobody is asked, and there is a record', async () => {
    const { ask, fakes, records } = setUp([{ outcomes: [answer] }]);
    await ask(AbortSignal.abort(new Error('gone')));
    expect(callsOf(fakes)).toEqual([0]);
    expect(records).toMatchObject([{ outcome: 'cancelled', attempts: [] }]);
  });
});

describe('records', () => {
  it('a record that can not be kept does not cost the answer, and is in the log instead', async () => {
    const clock = createFakeClock();
    const fake = createFakeProvider({ id: 'a', clock, outcomes: [answer] });
    const lines: string[] = [];
    const log = createLogger({
      level: 'info',
      name: 'test',
      destination: { write: (line) => void lines.push(line) },
    });
    const onRecord = () => Promise.reject(new Error('database down'));
    const router = createRouter({ candidates: [fake], clock, log, onRecord });
    const model = router.bind({ ...scope, deadline: clock.now() + 1_000, maxCostUsd: 1, spentUsd: 0 });
    const settled = await clock.settle(model.complete(request, new AbortController().signal));
    expect(answeredBy(settled)).toBe('a');
    const errors = lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 50);
    expect(errors).toMatchObject([
      { ...scope, provider: 'a', costUsd: 0.00021, msg: 'completion record not kept' },
    ]);
  });

  it('the binding hears of its own calls beside the router', async () => {
    const clock = createFakeClock();
    const fake = createFakeProvider({ id: 'a', clock, outcomes: [answer] });
    const heard: CompletionRecord[] = [];
    const router = createRouter({ candidates: [fake], clock, log: silentLogger() });
    const binding = { ...scope, deadline: clock.now() + 1_000, maxCostUsd: 1, spentUsd: 0 };
    const model = router.bind({ ...binding, onRecord: (record) => void heard.push(record) });
    await clock.settle(model.complete(request, new AbortController().signal));
    expect(heard).toHaveLength(1);
  });

  it('without any candidate the call says what to do', async () => {
    const { ask, records } = setUp([]);
    expect(reasonOf(await ask())).toMatchObject({
      code: 'providers.exhausted',
      publicMessage: expect.stringContaining('Configure a provider key') as string,
    });
    expect(records).toMatchObject([{ provider: 'none', model: 'none', outcome: 'failed' }]);
  });
});
