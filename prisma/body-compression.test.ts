import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packBody, unpackBody } from './body-compression.ts';

const json = (bytes: number) => Buffer.from(JSON.stringify({ text: 'a pull request '.repeat(bytes / 15) }));

test('every byte of every body comes back', () => {
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 6_000 }),
    fc
      .string({ unit: 'binary', maxLength: 6_000 })
      .map((text) => new Uint8Array(Buffer.from(text.repeat(3)))),
  );
  fc.assert(
    fc.property(bodies, (body) => {
      expect(Buffer.from(unpackBody(packBody(body))).equals(body)).toBe(true);
    }),
  );
});

test.each([
  ['a payload in JSON', json(20_000), true],
  ['one that is small', json(2_000), false],
  ['one that would hold up the event loop', json(2_000_000), false],
  ['one that does not shrink', randomBytes(20_000), false],
])('%s is compressed: %s', (_name, body, isCompressed) => {
  const packed = packBody(body);
  expect(packed.plainBytes).toBe(isCompressed ? body.byteLength : null);
  expect(packed.stored.byteLength < body.byteLength / 5).toBe(isCompressed);
});

test('bytes that were changed in the database are an error, not another body', () => {
  const { stored, plainBytes } = packBody(json(20_000));
  expect(() => unpackBody({ stored: stored.subarray(0, 20), plainBytes })).toThrow();
  expect(() => unpackBody({ stored: randomBytes(100), plainBytes })).toThrow();
  expect(() => unpackBody({ stored, plainBytes: 100 })).toThrow();
});
