import { describe, expect, it } from 'vitest';
import type { RawChange, ReadFile } from '#agents/contract.ts';
import { analyse } from './analyse.ts';
import { buildChangeSet } from './change-set.ts';

const body = Array.from(
  { length: 10 },
  (_, index) => `  rows.push(read(source, ${index}, options.columns));`,
).join('\n');
const fn = (name: string) => `export function ${name}(source, rows, options) {\n${body}\n}\n`;
const bytes = (text: string) => new TextEncoder().encode(text);

async function found(files: readonly RawChange[], readFile?: ReadFile) {
  const { findings } = await analyse(buildChangeSet(files), {
    families: ['maintainability'],
    ...(readFile === undefined ? {} : { readFile }),
  });
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

  const imports = "import { open } from './open.ts';\nimport { config } from '#config/columns.ts';\n";
  const change = (head: string): RawChange => ({ path: 'src/b.ts', status: 'added', head: bytes(head) });
  const reading =
    (texts: Readonly<Record<string, string>>): ReadFile =>
    (path) =>
      Promise.resolve(texts[path]);

  it.each([
    ['that the file imports', imports, { 'src/open.ts': fn('open') }],
    [
      'that it imports by an alias',
      imports,
      {
        'package.json': '{"name":"a","imports":{"#config/*":"./config/*"}}',
        'config/columns.ts': fn('columns'),
      },
    ],
    [
      'that the index of its folder gives on',
      '',
      { 'src/index.ts': "export { readA } from './a.ts';\n", 'src/a.ts': fn('readA') },
    ],
  ])('is a copy of what stands in a file of the repository %s', async (_, first, texts) => {
    expect(await found([change(`${first}${fn('readB')}`)], reading(texts))).toEqual([
      `maintainability/duplication src/b.ts:${first === '' ? 1 : 3}`,
    ]);
  });

  it('asks for no more files than it may, and for none without a new function', async () => {
    let reads = 0;
    const readFile: ReadFile = () => {
      reads += 1;
      return Promise.resolve(undefined);
    };
    const many = Array.from({ length: 40 }, (_, at) => `import { x${at} } from './x${at}.ts';\n`).join('');
    expect(await found([change(many)], readFile)).toEqual([]);
    expect(reads).toBe(0);
    expect(await found([change(`${many}${fn('readB')}`)], readFile)).toEqual([]);
    expect(reads).toBe(10);
  });
});
