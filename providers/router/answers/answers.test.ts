import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { routerScene } from '#test/support/router-scene.ts';
import type { CompletionRequest, RoutedPart } from '../../contract.ts';
import { canonicalJson, questionKey } from './question-key.ts';

const question: CompletionRequest = {
  messages: [{ role: 'user', content: 'Twice?' }],
  maxOutputTokens: 100,
  temperature: 0,
};
const never = new AbortController().signal;

describe('the same question again', () => {
  it('is answered without asking: it costs nothing, says that it is a hit, and what it saved', async () => {
    const { clock, bind, fakes, records } = routerScene([{}]);
    const first = await clock.settle(bind().complete(question, never));
    const second = await clock.settle(bind({ agent: 'security' }).complete(question, never));
    expect(fakes[0]!.calls).toHaveLength(1);
    expect([first, second].map((each) => each.status === 'fulfilled' && each.value.text)).toEqual([
      'a says yes',
      'a says yes',
    ]);
    expect(records.map(({ decision: { cache }, costUsd }) => [cache, costUsd])).toEqual([
      ['miss', 0.00021],
      ['hit', 0],
    ]);
    expect(records[1]).toMatchObject({ attempts: [], decision: { savedUsd: 0.00021 } });
  });

  it.each<[string, Parameters<ReturnType<typeof routerScene>['bind']>[0], Partial<CompletionRequest>]>([
    ['another organization', { organizationId: 'o2' }, {}],
    ['another question', {}, { maxOutputTokens: 101 }],
    ['a temperature, which wants another answer', {}, { temperature: 0.7 }],
    ['a caller that opts out', { cache: false }, {}],
  ])('is asked anew for %s', async (_what, binding, fields) => {
    const { clock, bind, fakes } = routerScene([{}]);
    await clock.settle(bind().complete(question, never));
    await clock.settle(bind(binding).complete({ ...question, ...fields }, never));
    expect(fakes[0]!.calls).toHaveLength(2);
  });

  it('is asked anew when the answer was cut, or came from another model than the first choice', async () => {
    const { clock, bind, fakes } = routerScene([
      {
        outcomes: [
          { kind: 'answer', finish: 'truncated' },
          { kind: 'failure', code: 'providers.overloaded' },
        ],
      },
      {},
    ]);
    for (let time = 0; time < 2; time += 1) await clock.settle(bind().complete(question, never));
    expect(fakes.map(({ calls }) => calls.length)).toEqual([2, 2]);
  });

  it('streamed, it comes from its start to its finish like the first time', async () => {
    const { clock, bind, fakes } = routerScene([
      { outcomes: [{ kind: 'stream', pieces: ['Yes', ', ', 'twice'], end: 'finish' }] },
    ]);
    const read = async () => {
      const parts: RoutedPart[] = [];
      for await (const part of bind().stream(question, never)) parts.push(part);
      return parts;
    };
    const settled = [await clock.settle(read()), await clock.settle(read())];
    const texts = settled.map((each) =>
      each.status === 'fulfilled'
        ? each.value.map((part) => (part.type === 'text' ? part.text : part.type)).join('|')
        : each.reason,
    );
    expect(texts).toEqual(['start|Yes|, |twice|finish', 'start|Yes, twice|finish']);
    expect(fakes[0]!.calls).toHaveLength(1);
  });
});

describe('the same question at the same time', () => {
  it('is asked once, and all get the answer; who joined pays nothing', async () => {
    const { clock, bind, fakes, records } = routerScene([{}]);
    const calls = Array.from({ length: 20 }, () => bind().complete(question, never));
    const settled = await clock.settle(Promise.all(calls));
    expect(settled.status).toBe('fulfilled');
    expect(fakes[0]!.calls).toHaveLength(1);
    const caches = records.map(({ decision }) => decision.cache).toSorted();
    expect(caches).toEqual([...Array.from({ length: 19 }, () => 'joined'), 'miss']);
    expect(records.reduce((sum, { costUsd = 0 }) => sum + costUsd, 0)).toBeCloseTo(0.00021, 9);
  });

  it('goes on for the others when the one who asked first leaves, and ends when the last one does', async () => {
    const { clock, bind, fakes, records } = routerScene([
      { outcomes: [{ kind: 'stream', pieces: ['One', 1_000, 'Two'], end: 'finish' }] },
    ]);
    const leaving = new AbortController();
    const text = async (signal: AbortSignal) => {
      let all = '';
      for await (const part of bind().stream(question, signal)) if (part.type === 'text') all += part.text;
      return all;
    };
    const first = text(leaving.signal).catch(() => 'left');
    const second = text(never);
    void clock.sleep(500).then(() => leaving.abort(new Error('enough')));
    expect(await clock.settle(Promise.all([first, second]))).toMatchObject({ value: ['left', 'OneTwo'] });
    expect(fakes[0]!.calls).toHaveLength(1);
    expect(records).toHaveLength(2);

    const both = new AbortController();
    const other = { ...question, maxOutputTokens: 99 };
    const leave = async () => {
      for await (const part of bind().stream(other, both.signal))
        if (part.type === 'text') both.abort(new Error('x'));
    };
    await clock.settle(Promise.allSettled([leave(), leave()]));
    await clock.settle(clock.sleep(10));
    expect(fakes[0]!.streams.every(({ open }) => !open)).toBe(true);
  });

  it('whose leader has no money left does not fail for who joined with money of its own', async () => {
    const { clock, bind, fakes } = routerScene([{}]);
    const poor = bind({ maxCostUsd: 0 }).complete(question, never);
    const rich = bind().complete(question, never);
    const settled = await clock.settle(Promise.allSettled([poor, rich]));
    expect(settled).toMatchObject({
      value: [{ status: 'rejected', reason: { code: 'providers.budget_exceeded' } }, { status: 'fulfilled' }],
    });
    expect(fakes[0]!.calls).toHaveLength(1);
  });
});

it('a key does not depend on the order of properties, and differs wherever the question does', () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).toReversed();
    return Object.fromEntries(entries.map(([key, inner]) => [key, shuffled(inner)]));
  };
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      expect(canonicalJson(shuffled(one))).toBe(canonicalJson(one));
      const isSame = canonicalJson(one) === canonicalJson(other);
      const keyOf = (schema: unknown) =>
        questionKey({ ...question, schema: { name: 's', schema: { inner: schema } } }, 'o', 'm');
      expect(keyOf(one) === keyOf(other)).toBe(isSame);
    }),
  );
});
