import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '#monitoring/logger.ts';
import { createFakeClock } from '#test/stand-ins/providers/fake-clock.ts';
import { createFakeProvider, type FakeOutcome } from '#test/stand-ins/providers/fake-provider.ts';
import type { CompletionRecord, CompletionRequest, RoutedPart } from '../contract.ts';
import { Routing, type Policy } from './policy/routing.ts';
import { createRouter, type Binding } from './router.ts';
import { createSeam, overlapOf } from './seam.ts';

const question: CompletionRequest = { messages: [{ role: 'user', content: 'Go on.' }], maxOutputTokens: 500 };
const says = (...pieces: (string | number)[]): FakeOutcome => ({ kind: 'stream', pieces, end: 'finish' });
const breaks = (end: 'truncated' | 'stops' | 'hang', ...pieces: string[]): FakeOutcome => ({
  kind: 'stream',
  pieces,
  end,
});

function setUp(outcomes: readonly (readonly FakeOutcome[])[], policy: Partial<Policy> = {}) {
  const clock = createFakeClock();
  const fakes = outcomes.map((each, index) =>
    createFakeProvider({ id: 'abc'[index]!, clock, outcomes: each }),
  );
  const records: CompletionRecord[] = [];
  const routing = Routing.parse({ policies: { tested: policy }, default: 'tested' });
  const router = createRouter({
    candidates: fakes,
    clock,
    log: silentLogger(),
    routing,
    onRecord: (record) => void records.push(record),
  });
  const startedAt = clock.now();
  const binding: Binding = {
    agent: 'code',
    organizationId: 'o',
    deadline: startedAt + 600_000,
    maxCostUsd: 1,
    spentUsd: 0,
  };
  const read = async (asked = question, signal = new AbortController().signal) => {
    const parts: RoutedPart[] = [];
    const reading = async () => {
      for await (const part of router.bind(binding).stream(asked, signal)) parts.push(part);
    };
    const settled = await clock.settle(reading());
    const text = parts.flatMap((part) => (part.type === 'text' ? part.text : [])).join('');
    return { parts, text, error: settled.status === 'rejected' ? (settled.reason as unknown) : undefined };
  };
  return { clock, fakes, records, router, binding, read, startedAt };
}

describe('until the first part', () => {
  it.each<[string, FakeOutcome]>([
    ['fails', { kind: 'failure', code: 'providers.overloaded' }],
    ['hangs', { kind: 'hang' }],
    ['ends without a part', breaks('stops')],
    ['ends truncated', breaks('truncated')],
  ])('who %s is replaced unseen', async (_how, outcome) => {
    const { read, records, fakes } = setUp([[outcome], [says('Hel', 'lo')]]);
    const { parts, error } = await read();
    expect(error).toBeUndefined();
    expect(parts.map(({ type }) => type)).toEqual(['start', 'text', 'text', 'finish']);
    expect(parts[0]).toEqual({ type: 'start', provider: 'b', model: 'plain' });
    expect(records).toMatchObject([
      { provider: 'b', outcome: 'answered', attempts: [{ provider: 'a' }, { provider: 'b' }] },
    ]);
    expect(fakes.flatMap(({ streams }) => streams).every(({ open }) => !open)).toBe(true);
  });
});

describe('after the first part', () => {
  it.each<[string, FakeOutcome, string]>([
    ['stops without an end', breaks('stops', 'Half'), 'providers.malformed_response'],
    ['ends truncated', breaks('truncated', 'Half'), 'providers.malformed_response'],
    ['falls silent', breaks('hang', 'Half'), 'providers.timeout'],
    [
      'reports an error',
      { kind: 'stream', pieces: ['Half', { fail: 'providers.overloaded' }], end: 'finish' },
      'providers.overloaded',
    ],
  ])('a stream that %s ends with its error, and nobody else is asked', async (_how, outcome, code) => {
    const { read, records, fakes } = setUp([[outcome], [says('Other')]]);
    const { text, parts, error } = await read();
    expect(text).toBe('Half');
    expect(parts.at(-1)!.type).toBe('text');
    expect(error).toMatchObject({ code });
    expect(fakes[1]!.calls).toHaveLength(0);
    expect(records).toMatchObject([{ outcome: 'failed', code }]);
    expect(fakes[0]!.streams).toEqual([{ open: false }]);
  });

  it('a tool call whose arguments name something twice never leaves: another is asked while nothing has left', async () => {
    const call = { id: '1', name: 't', arguments: '{"path":"a","path":"b"}' };
    const calls = (...pieces: (string | typeof call)[]): FakeOutcome => ({
      kind: 'stream',
      pieces,
      end: 'finish',
    });
    const { read } = setUp([[calls(call)], [says('Other')]]);
    expect(await read()).toMatchObject({ text: 'Other', error: undefined });
    const late = await setUp([[calls('Half', call)], [says('Other')]]).read();
    expect(late.error).toMatchObject({ code: 'providers.malformed_response' });
    expect(late.parts.map(({ type }) => type)).toEqual(['start', 'text']);
  });

  it('silence counts from the last part, so a slow answer is read to its end', async () => {
    const { read } = setUp([[says('a', 50_000, 'b', 50_000, 'c')]]);
    expect(await read()).toMatchObject({ text: 'abc', error: undefined });
  });

  it('a stream below the least rate is a failure', async () => {
    const slow: FakeOutcome = {
      kind: 'stream',
      pieces: Array.from({ length: 60 }, () => ['x', 1_000]).flat(),
      end: 'finish',
    };
    const limits = { idleMs: 60_000, minCharactersPerSecond: 5 };
    const { read, clock, startedAt } = setUp([[slow]], { limits });
    expect((await read()).error).toMatchObject({ code: 'providers.timeout' });
    expect(clock.now() - startedAt).toBeLessThan(15_000);
  });

  it('a stream without end is cut off', async () => {
    const endless: FakeOutcome = {
      kind: 'stream',
      pieces: Array.from({ length: 30 }, () => 'x'.repeat(50_000)),
      end: 'finish',
    };
    const { read, fakes } = setUp([[endless]]);
    const { error, text } = await read();
    expect(error).toMatchObject({ code: 'providers.malformed_response' });
    expect(text.length).toBeLessThanOrEqual(1_000_000);
    expect(fakes[0]!.streams).toEqual([{ open: false }]);
  });

  it('whoever stops reading ends the call: upstream is closed, and the record says cancelled', async () => {
    const { router, binding, fakes, records } = setUp([[breaks('hang', 'One', 'Two')]]);
    for await (const part of router.bind(binding).stream(question, new AbortController().signal)) {
      if (part.type === 'text') break;
    }
    expect(fakes[0]!.streams).toEqual([{ open: false }]);
    expect(records).toMatchObject([{ outcome: 'cancelled', attempts: [{ outcome: 'cancelled' }] }]);
  });

  it('a caller that aborts in the middle gets its own reason, and upstream is closed', async () => {
    const { clock, router, binding, fakes, records } = setUp([[breaks('hang', 'One')]]);
    const controller = new AbortController();
    const reason = new Error('enough');
    const reading = async () => {
      for await (const part of router.bind(binding).stream(question, controller.signal)) {
        if (part.type === 'text') void clock.sleep(5).then(() => controller.abort(reason));
      }
    };
    expect(await clock.settle(reading())).toEqual({ status: 'rejected', reason });
    expect(fakes[0]!.streams).toEqual([{ open: false }]);
    expect(records).toMatchObject([{ outcome: 'cancelled' }]);
  });
});

describe('continuation, where the policy allows it', () => {
  const policy = { continueStreams: true };

  it('another model goes on: the seam is marked, what it repeats is left out, and the whole text is the answer', async () => {
    const { read, records, fakes } = setUp(
      [
        [breaks('truncated', 'The quick brown ', 'fox jumps')],
        [says('brown fox jumps', ' over the lazy dog.')],
      ],
      policy,
    );
    const { text, parts } = await read();
    expect(text).toBe('The quick brown fox jumps over the lazy dog.');
    expect(parts.filter(({ type }) => type === 'seam')).toEqual([
      { type: 'seam', provider: 'b', model: 'plain' },
    ]);
    expect(parts.at(-1)).toMatchObject({ type: 'finish', result: { text, finish: 'stop' } });
    expect(fakes[1]!.calls[0]!.request.messages.slice(1)).toMatchObject([
      { role: 'assistant', content: 'The quick brown fox jumps' },
      { role: 'user' },
    ]);
    expect(records).toMatchObject([
      { provider: 'b', outcome: 'answered', attempts: [{ outcome: 'failed' }, { outcome: 'answered' }] },
    ]);
  });

  it.each<[string, Partial<CompletionRequest>, FakeOutcome]>([
    [
      'tools are offered, because a call may be half written',
      { tools: [{ name: 't', description: '', parameters: { type: 'object' } }] },
      breaks('truncated', 'I call'),
    ],
    [
      'a tool call was handed on',
      {},
      { kind: 'stream', pieces: ['x', { id: '1', name: 't', arguments: '{}' }], end: 'truncated' },
    ],
  ])('nobody goes on when %s', async (_why, fields, outcome) => {
    const { read, fakes } = setUp([[outcome], [says('more')]], policy);
    expect((await read({ ...question, ...fields })).error).toMatchObject({
      code: 'providers.malformed_response',
    });
    expect(fakes[1]!.calls).toHaveLength(0);
  });

  it('with nobody left to go on, the break is told', async () => {
    const { read } = setUp([[breaks('truncated', 'Half')]], policy);
    expect(await read()).toMatchObject({ text: 'Half', error: { code: 'providers.malformed_response' } });
  });
});

it('a seam gives back exactly what is new, however the continuation is cut into pieces', () => {
  const word = fc.string({ minLength: 1, maxLength: 12 });
  const scenario = fc.record({
    before: fc.array(word, { minLength: 5, maxLength: 40 }).map((words) => words.join(' ')),
    after: fc.array(word, { minLength: 1, maxLength: 20 }).map((words) => words.join(' ')),
    repeated: fc.nat(60),
    cuts: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
  });
  fc.assert(
    fc.property(scenario, ({ before, after, repeated, cuts }) => {
      const said = before.slice(Math.max(0, before.length - repeated)) + after;
      const seam = createSeam(before);
      let told = '';
      for (let at = 0, turn = 0; at < said.length; turn += 1) {
        const length = cuts[turn % cuts.length]!;
        told += seam.add(said.slice(at, at + length));
        at += length;
      }
      told += seam.end();
      // The longest overlap is the one that is taken: never less than what was repeated.
      expect(told).toBe(said.slice(overlapOf(before, said)));
      if (repeated >= 4 && before.length >= repeated) expect(told.length).toBeLessThanOrEqual(after.length);
    }),
  );
});
