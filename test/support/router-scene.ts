import { silentLogger } from '#monitoring/logger.ts';
import type { CompletionRecord } from '#providers/contract.ts';
import { Routing } from '#providers/router/policy/routing.ts';
import { createRouter, type Binding, type RouterOptions } from '#providers/router/router.ts';
import { createFakeClock } from '#test/stand-ins/providers/fake-clock.ts';
import {
  createFakeProvider,
  type FakeOutcome,
  type FakeProviderOptions,
} from '#test/stand-ins/providers/fake-provider.ts';

export interface SceneOptions extends Partial<Omit<RouterOptions, 'routing' | 'candidates'>> {
  /** As the routing file has it. */
  readonly routing?: object;
}

type FakeOptions = Partial<Omit<FakeProviderOptions, 'clock' | 'outcomes'>> & {
  readonly outcomes?: readonly FakeOutcome[];
};

const answer: FakeOutcome = { kind: 'answer', afterMs: 100 };

/** A router over fake providers named a, b, c … that answer after a tenth of a second, unless told otherwise; in a time that passes only as the returned clock says, unless another is given. */
export function routerScene(fakes: readonly FakeOptions[], { routing = {}, ...options }: SceneOptions = {}) {
  const clock = createFakeClock();
  const used = options.clock ?? clock;
  const made = fakes.map((each, at) =>
    createFakeProvider({ id: 'abcdef'[at]!, outcomes: [answer], ...each, clock: used }),
  );
  const records: CompletionRecord[] = [];
  const router = createRouter({
    candidates: made,
    clock: used,
    log: silentLogger(),
    onRecord: (record) => void records.push(record),
    ...options,
    routing: Routing.parse(routing),
  });
  const bind = (binding: Partial<Binding> = {}) =>
    router.bind({
      agent: 'code',
      organizationId: 'o1',
      deadline: used.now() + 60_000,
      maxCostUsd: 1,
      spentUsd: 0,
      ...binding,
    });
  return { clock, fakes: made, records, router, bind };
}
