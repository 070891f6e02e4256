import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { silentLogger } from '#monitoring/logger.ts';
import { createFakeClock } from '#test/stand-ins/providers/fake-clock.ts';
import {
  createFakeProvider,
  type FakeOutcome,
  type FakeProvider,
} from '#test/stand-ins/providers/fake-provider.ts';
import type { CompletionRecord, CompletionRequest } from '../contract.ts';
import { ProviderError, type ProviderErrorCode } from '../errors.ts';
import { estimateInputTokens } from '../fits.ts';
import { costOf, worstCaseOf } from './cost.ts';
import { createRouter } from './router.ts';

const request: CompletionRequest = {
  messages: [{ role: 'user', content: 'Is it? '.repeat(50) }],
  maxOutputTokens: 200,
};

const codes: readonly ProviderErrorCode[] = [
  'providers.rate_limited',
  'providers.overloaded',
  'providers.quota',
  'providers.timeout',
  'providers.unauthorised',
  'providers.bad_request',
  'providers.model_not_found',
  'providers.context_too_long',
  'providers.refused',
  'providers.malformed_response',
  'providers.unavailable',
];

const delay = fc.integer({ min: 0, max: 8_000 });

/** Tokens that a vendor may count: never more than was estimated and allowed. */
const usage = fc.record({
  inputUncached: fc.nat(Math.floor(estimateInputTokens(request) / 3)),
  cacheRead: fc.nat(Math.floor(estimateInputTokens(request) / 3)),
  cacheWrite: fc.nat(Math.floor(estimateInputTokens(request) / 3)),
  output: fc.nat(request.maxOutputTokens),
  reasoning: fc.constant(0),
});

const outcome: fc.Arbitrary<FakeOutcome> = fc.oneof(
  fc.record({
    kind: fc.constant('answer' as const),
    afterMs: delay,
    usage: fc.option(usage, { nil: undefined }),
    finish: fc.constantFrom('stop' as const, 'stop' as const, 'truncated' as const),
  }),
  fc.record({
    kind: fc.constant('failure' as const),
    code: fc.constantFrom(...codes),
    afterMs: delay,
    retry: fc.oneof(fc.constant('backoff' as const), fc.record({ afterMs: fc.nat(30_000) })),
    mayBeBilled: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('hang' as const), deaf: fc.boolean() }),
);

const price = fc.record({
  input: fc.integer({ min: 1, max: 5 }),
  output: fc.integer({ min: 1, max: 40 }),
  cacheRead: fc.constant(0.1),
  cacheWrite: fc.integer({ min: 1, max: 10 }),
});

const provider = fc.record({
  outcomes: fc.array(outcome, { minLength: 1, maxLength: 6 }),
  models: fc.tuple(fc.record({ contextTokens: fc.constantFrom(1_000, 2_000), price })),
});

/** What the vendor charges at the most for a call of it. */
function billed({ manifest, calls }: FakeProvider): Decimal {
  const price = manifest.models[0]!.price!;
  const worst = worstCaseOf(request, price);
  const bills = calls.map(({ outcome }) => {
    if (outcome.kind === 'answer') return outcome.usage ? costOf(outcome.usage, price)! : worst;
    return outcome.kind === 'failure' && !outcome.mayBeBilled ? new Decimal(0) : worst;
  });
  return bills.reduce((sum, bill) => sum.plus(bill), new Decimal(0));
}

it('whatever happens: deadline and cost limit hold, and every call has one true record', async () => {
  const scenario = fc.record({
    providers: fc.array(provider, { minLength: 1, maxLength: 3 }),
    callCount: fc.integer({ min: 1, max: 4 }),
    inParallel: fc.boolean(),
    limitMs: fc.integer({ min: 1, max: 40_000 }),
    // From nothing to a few times the worst case of a call.
    maxCostUsd: fc.integer({ min: 0, max: 300 }).map((hundredths) => hundredths / 10_000),
    spentUsd: fc.integer({ min: 0, max: 30 }).map((hundredths) => hundredths / 10_000),
  });
  await fc.assert(
    fc.asyncProperty(
      scenario,
      async ({ providers, callCount, inParallel, limitMs, maxCostUsd, spentUsd }) => {
        const clock = createFakeClock();
        const candidates = providers.map((options, index) =>
          createFakeProvider({ ...options, id: `p${index}`, clock }),
        );
        const records: CompletionRecord[] = [];
        const router = createRouter({
          candidates,
          clock,
          log: silentLogger(),
          onRecord: (record) => void records.push(record),
        });
        const deadline = clock.now() + limitMs;
        const scope = { taskId: 't', runId: 'r', agent: 'a', organizationId: 'o' };
        const model = router.bind({ ...scope, deadline, maxCostUsd, spentUsd });
        const call = () => model.complete(request, new AbortController().signal);

        const settled = inParallel
          ? await clock.settle(Promise.allSettled(Array.from({ length: callCount }, call)))
          : await clock.settle(oneByOne(callCount, call));

        expect(clock.now()).toBeLessThanOrEqual(deadline);
        const results = settled.status === 'fulfilled' ? settled.value : [];
        expect(results).toHaveLength(callCount);
        expect(records).toHaveLength(callCount);
        const answered = results.filter(({ status }) => status === 'fulfilled');
        expect(records.filter((record) => record.outcome === 'answered')).toHaveLength(answered.length);
        for (const result of results) {
          if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(ProviderError);
        }
        const asked = candidates.reduce((sum, { calls }) => sum + calls.length, 0);
        expect(records.reduce((sum, { attempts }) => sum + attempts.length, 0)).toBe(asked);
        const bill = candidates.map(billed).reduce((sum, part) => sum.plus(part), new Decimal(0));
        if (asked > 0) expect(bill.plus(spentUsd).lessThanOrEqualTo(maxCostUsd)).toBe(true);
        const recorded = records.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0);
        expect(recorded).toBeLessThanOrEqual(bill.toNumber() + 1e-12);
      },
    ),
    { numRuns: 300 },
  );
});

async function oneByOne(
  count: number,
  call: () => Promise<unknown>,
): Promise<PromiseSettledResult<unknown>[]> {
  const results: PromiseSettledResult<unknown>[] = [];
  for (let index = 0; index < count; index += 1) results.push(...(await Promise.allSettled([call()])));
  return results;
}
