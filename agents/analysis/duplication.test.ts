import { describe, expect, it } from 'vitest';
import type { RawChange } from '#agents/contract.ts';
import { analyse } from './analyse.ts';
import { buildChangeSet } from './change-set.ts';

const body = Array.from(
  { length: 10 },
  (_, index) => `  rows.push(read(source, ${index}, options.columns));`,
).join('\n');
const fn = (name: string) => `export function ${name}(source, rows, options) {\n${body}\n}\n`;
const bytes = (text: string) => new TextEncoder().encode(text);

async function found(files: readonly RawChange[]) {
  const { findings } = await analyse(buildChangeSet(files), { families: ['maintainability'] });
  return findings.map(({ rule, location }) => `${rule} ${location?.path}:${location?.line}`);
}

describe('duplicated code', () => {
  it('is a new function whose body stands in the file, or in another that the change brings, as well', async () => {
    const old = fn('readA');
    expect(
      await found([
        { path: 'a.ts', status: 'modified', base: bytes(old), head: bytes(`${old}\n${fn('readB')}`) },
      ]),
    ).toEqual(['maintainability/duplication a.ts:14']);
    expect(
      await found([
        { path: 'a.ts', status: 'added', head: bytes(fn('readA')) },
        { path: 'b.ts', status: 'added', head: bytes(fn('readB')) },
      ]),
    ).toHaveLength(2);
  });

  it('is neither code that moves nor what is short', async () => {
    expect(
      await found([
        {
          path: 'a.ts',
          status: 'modified',
          base: bytes(`${fn('readA')}export const a = 1;\n`),
          head: bytes('export const a = 1;\n'),
        },
        { path: 'b.ts', status: 'added', head: bytes(fn('readA')) },
      ]),
    ).toEqual([]);
    const short = `export const a = (x) => {\n  return x + 1;\n};\nexport const b = (x) => {\n  return x + 1;\n};\n`;
    expect(await found([{ path: 'a.ts', status: 'added', head: bytes(short) }])).toEqual([]);
  });
});
