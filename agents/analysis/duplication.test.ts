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

  const report = (
    rows: string,
    total: string,
    unit = "'EUR'",
  ) => `export function summary_${rows}(${rows}, options) {
  let ${total} = 0;
  for (const one of ${rows}) {
    if (one.amount === undefined || one.amount < 0) {
      throw new RangeError('no amount: ' + one.id);
    }
    const share = one.amount * (1 - one.discount) * options.rate;
    ${total} += Math.round(share * 100) / 100;
    options.log.info({ id: one.id, share }, 'counted');
  }
  if (${total} > options.limit) {
    options.warn(${total}, options.limit);
  }
  return { total: ${total}, unit: ${unit}, count: ${rows}.length };
}
`;
  const renamed = report('items', 'sum', "'USD'");
  it.each<[string, readonly RawChange[], Readonly<Record<string, string>>, readonly string[]]>([
    [
      'in the same file',
      [
        {
          path: 'a.ts',
          status: 'modified',
          base: bytes(report('rows', 'total')),
          head: bytes(report('rows', 'total') + renamed),
        },
      ],
      {},
      ['a.ts:16'],
    ],
    [
      'in the same new file, told once',
      [{ path: 'a.ts', status: 'added', head: bytes(report('rows', 'total') + renamed) }],
      {},
      ['a.ts:16'],
    ],
    [
      'in two new files, told once',
      [
        { path: 'a.ts', status: 'added', head: bytes(report('rows', 'total')) },
        { path: 'b.js', status: 'added', head: bytes(renamed) },
      ],
      {},
      ['b.js:1'],
    ],
    [
      'in a file that it imports',
      [change(`${imports}${renamed}`)],
      { 'src/open.ts': report('rows', 'total') },
      ['src/b.ts:3'],
    ],
    [
      'unless one name stands for two',
      [
        {
          path: 'a.ts',
          status: 'added',
          head: bytes(
            report('rows', 'total') +
              renamed.replace('limit) {', 'limit) {').replace('one.amount * (1', 'sum * (1'),
          ),
        },
      ],
      {},
      [],
    ],
    [
      'unless it calls something else',
      [
        {
          path: 'a.ts',
          status: 'added',
          head: bytes(report('rows', 'total') + renamed.replace('Math.round', 'Math.floor')),
        },
      ],
      {},
      [],
    ],
    [
      'unless it moves',
      [
        {
          path: 'a.ts',
          status: 'modified',
          base: bytes(`${report('rows', 'total')}x;\n`),
          head: bytes('x;\n'),
        },
        { path: 'b.ts', status: 'added', head: bytes(renamed) },
      ],
      {},
      [],
    ],
  ])('is a copy in which names, texts and numbers differ, %s', async (_, files, texts, places) => {
    const told = (await found(files, reading(texts))).filter((one) => one.includes('duplication'));
    expect(told).toEqual(places.map((place) => `maintainability/duplication ${place}`));
  });

  it('is found in other languages, with and without other names', async () => {
    const python = (name: string, rows: string) => `def ${name}(${rows}, options):
    total = 0
    for one in ${rows}:
        if one.amount is None or one.amount < 0:
            raise ValueError("no amount: %s" % one.id)
        share = one.amount * (1 - one.discount) * options.rate  # as agreed
        total += round(share * 100) / 100
        options.log.info("counted", extra={"id": one.id, "share": share})
    if total > options.limit:
        options.warn(total, options.limit, len(${rows}))
    options.done(total, count=len(${rows}), unit=options.unit)
    return {"total": total, "unit": options.unit, "count": len(${rows})}


`;
    for (const rows of ['rows', 'items']) {
      const base = python('first', 'rows');
      const head = bytes(base + python('second', rows));
      expect(await found([{ path: 'a.py', status: 'modified', base: bytes(base), head }])).toEqual([
        'maintainability/duplication a.py:15',
      ]);
    }
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
