import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AnswerTooLongError } from '../errors.ts';
import { serverSentEvents } from './server-sent-events.ts';

async function* chunksOf(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b);
  let from = 0;
  for (const end of [...ends, bytes.length]) {
    yield bytes.subarray(from, end);
    from = end;
  }
}

async function read(text: string, cuts: readonly number[] = []): Promise<string[]> {
  const events: string[] = [];
  for await (const together of serverSentEvents(chunksOf(Buffer.from(text), cuts))) events.push(...together);
  return events;
}

it.each([
  ['one event', 'data: a\n\n', ['a']],
  ['no space after the colon', 'data:a\n\n', ['a']],
  ['only the first space is cut', 'data:  a\n\n', [' a']],
  ['several data lines are joined', 'data: a\ndata: b\n\n', ['a\nb']],
  ['data without a colon', 'data\n\n', ['']],
  ['comments and other fields are skipped', ': hi\nevent: x\nid: 1\ndata: a\nretry: 5\n\n', ['a']],
  ['a field whose name only begins with data is another field', 'database: x\n\n', []],
  ['a comment alone is no event', ': keep-alive\n\n: keep-alive\n\n', []],
  ['carriage returns end lines', 'data: a\r\rdata: b\r\r\n', ['a', 'b']],
  ['an event without its blank line is dropped', 'data: a\n\ndata: {"cut":', ['a']],
  ['also when its line is whole', 'data: a\n\ndata: b\n', ['a']],
  ['a byte order mark is skipped', '\uFEFFdata: a\n\n', ['a']],
])('%s', async (_name, text, events) => {
  expect(await read(text)).toEqual(events);
});

it('events are the same however the bytes are cut into chunks, and whichever line endings are used', async () => {
  const line = fc
    .string({ unit: 'grapheme', maxLength: 12 })
    .map((text) => text.replaceAll(/[\r\n\uFEFF]/g, '·'));
  const scenario = fc.record({
    events: fc.array(fc.array(line, { minLength: 1, maxLength: 3 }), { maxLength: 5 }),
    ending: fc.constantFrom('\n', '\r\n', '\r'),
    cuts: fc.array(fc.nat(500), { maxLength: 30 }),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ events, ending, cuts }) => {
      const text = events
        .map((lines) => lines.map((line) => `data: ${line}${ending}`).join('') + ending)
        .join(`: ping${ending}${ending}`);
      // After a lone carriage return at the very end a line feed could still follow.
      expect(await read(`${text}\n`, cuts)).toEqual(events.map((lines) => lines.join('\n')));
    }),
  );
});

it('a line without end does not fill the memory', async () => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) yield Buffer.alloc(500_000, 'x');
  }
  await expect(serverSentEvents(endless()).next()).rejects.toBeInstanceOf(AnswerTooLongError);
});
