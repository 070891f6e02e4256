import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSealer, createSealingKey } from './sealing.ts';

describe('createSealer', () => {
  it('opens what it sealed, and never shows it', () => {
    const sealer = createSealer(createSealingKey());
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string({ minLength: 12 })), (value) => {
        const sealed = sealer.seal(value);
        expect(sealer.open(sealed)).toEqual(value);
        for (const secret of Object.values(value)) expect(Buffer.from(sealed).includes(secret)).toBe(false);
      }),
    );
  });

  it('opens with a former key while both are given, and knows what is due for a rotation', () => {
    const [former, newest] = [createSealingKey(), createSealingKey()];
    const old = createSealer(former).seal('token');
    const both = createSealer(`${newest}, ${former}`);
    expect(both.open(old)).toBe('token');
    expect([both.isOutdated(old), both.isOutdated(both.seal('token'))]).toEqual([true, false]);
    expect(() => createSealer(newest).open(old)).toThrow(
      expect.objectContaining({ code: 'prisma.encryption_key_wrong' }),
    );
  });

  it('refuses a value of which any byte was changed', () => {
    const sealer = createSealer(createSealingKey());
    const sealed = sealer.seal({ token: 'x' });
    for (let index = 0; index < sealed.length; index += 1) {
      const forged = new Uint8Array(sealed);
      forged[index] = (forged[index] ?? 0) ^ 1;
      expect(() => sealer.open(forged)).toThrow();
    }
  });

  it('says what a key must be', () => {
    expect(() => createSealer('short')).toThrow(
      expect.objectContaining({ code: 'prisma.encryption_key_invalid' }),
    );
  });
});
