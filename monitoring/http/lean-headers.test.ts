import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LeanHeaders } from './lean-headers.ts';

const name = fc.constantFrom('content-type', 'x-request-id', 'retry-after', 'set-cookie', 'link');
const value = fc.stringMatching(/^[a-z0-9 =;/]{1,12}$/).map((text) => text.trim() || 'x');

const raw = fc.dictionary(name, fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 })));

const sorted = (entries: Iterable<[string, string]>) =>
  [...entries].map(([key, one]) => `${key}: ${one}`).toSorted((one, other) => one.localeCompare(other));

test('headers are read as those of fetch are', () => {
  fc.assert(
    fc.property(raw, (given) => {
      const usual = new Headers();
      for (const [key, one] of Object.entries(given))
        for (const each of [one].flat()) usual.append(key, each);
      const lean = new LeanHeaders(given);
      expect(sorted(lean)).toEqual(sorted(usual));
      expect(sorted(new Headers([...lean]))).toEqual(sorted(usual));
      const heard: [string, string][] = [];
      lean.forEach((one, key) => heard.push([key, one]));
      expect(sorted(heard)).toEqual(sorted(usual));
      for (const key of ['Content-Type', 'set-cookie', 'absent']) {
        expect(lean.get(key)).toBe(usual.get(key));
        expect(lean.has(key)).toBe(usual.has(key));
      }
      expect(new Set(lean.keys())).toEqual(new Set(usual.keys()));
      expect(new Set(lean.values())).toEqual(new Set(usual.values()));
    }),
  );
});
