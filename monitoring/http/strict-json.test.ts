import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from './strict-json.ts';

const read = (text: string) => parseStrictJson(new TextEncoder().encode(text));

describe('strict JSON', () => {
  it('reads whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(0, 2), (json, indent) => {
        const value: unknown = JSON.parse(json);
        expect(read(JSON.stringify(value, undefined, indent))).toEqual({ ok: true, value });
      }),
    );
  });

  it('refuses every repeated name, however deep and however written', () => {
    for (const text of [
      '{"a":1,"a":1}',
      '[{"x":{"a":1,"b":"\\"a\\":","a":2}}]',
      '{"a":1,"\\u0061":2}',
      '{"a" \n: 1, "a": 2}',
    ])
      expect(read(text)).toEqual({ ok: false, trouble: 'repeated-key' });
  });

  it('is not misled by what looks like a name inside of a string', () => {
    expect(read('{"a":"\\"b\\": \\"c\\":","d":["x: ", "y\\\\"]}').ok).toBe(true);
  });

  it.each([
    [new Uint8Array([0x22, 0xff, 0x22]), 'not-utf8'],
    [new TextEncoder().encode('{"a":'), 'not-json'],
    [new TextEncoder().encode(''), 'not-json'],
    [new TextEncoder().encode(`${'['.repeat(50_000)}${']'.repeat(50_000)}`), 'too-deep'],
  ] as const)('says why %o is refused: %s', (bytes, trouble) => {
    expect(parseStrictJson(bytes)).toEqual({ ok: false, trouble });
  });
});
