import { describe, expect, it } from 'vitest';
import type { RawChange, ReadFile } from '#agents/contract.ts';
import { analyse } from './analyse.ts';
import { buildChangeSet } from './change-set.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const changed = (path: string, base: string, head: string): RawChange => ({
  path,
  status: 'modified',
  base: bytes(base),
  head: bytes(head),
});
const added = (path: string, head: string): RawChange => ({ path, status: 'added', head: bytes(head) });

const base = `import { log } from './log.ts';
export function mayShip(order: Order): boolean {
  log.info('asked');
  return order.paid;
}
`;
const stricter = base.replace('order.paid', 'order.paid && order.items > 0');
const test = "it('ships', () => { expect(mayShip({ paid: true })).toBe(true); });\n";

const reading =
  (files: Readonly<Record<string, string>>, before = files): ReadFile =>
  (path, side) =>
    Promise.resolve((side === 'base' ? before : files)[path]);

async function found(files: readonly RawChange[], readFile?: ReadFile) {
  const { findings } = await analyse(buildChangeSet(files), {
    families: ['maintainability'],
    ...(readFile === undefined ? {} : { readFile }),
  });
  return findings
    .filter(({ rule }) => rule === 'maintainability/missing-test')
    .map(({ severity, location, title }) => `${severity} ${location?.path}:${location?.line} ${title}`);
}

describe('missing tests', () => {
  it.each([
    'src/ship.test.ts',
    'src/ship.spec.ts',
    'src/__tests__/ship.test.ts',
    'test/ship.test.ts',
    'tests/ship.test.ts',
  ])('are told of an exported function that behaves differently, while %s stays as it was', async (path) => {
    expect(await found([changed('src/ship.ts', base, stricter)], reading({ [path]: test }))).toEqual([
      `low src/ship.ts:4 \`mayShip\` behaves differently, and \`${path}\` is left as it was`,
    ]);
  });

  it('count for less where the test does not know the function', async () => {
    const [told] = await found(
      [changed('src/ship.ts', base, stricter)],
      reading({ 'src/ship.test.ts': "it('prints', () => {});\n" }),
    );
    expect(told).toMatch(/^info /);
  });

  it('are seen in a test that the change lists unchanged', async () => {
    const files = [changed('src/ship.ts', base, stricter), changed('src/ship.test.ts', test, test)];
    expect(await found(files)).toHaveLength(1);
  });

  it('are nobody’s where no test is known, or one is part of the change or of its earlier commits', async () => {
    const change = changed('src/ship.ts', base, stricter);
    expect(await found([change])).toEqual([]);
    expect(await found([change], reading({}))).toEqual([]);
    const withTest = reading({ 'src/ship.test.ts': test });
    expect(await found([change, added('test/e2e/order.test.ts', test)], withTest)).toEqual([]);
    expect(await found([change, { path: 'src/old.test.ts', status: 'removed' }], withTest)).toEqual([]);
    const adapted = reading({ 'src/ship.test.ts': test }, { 'src/ship.test.ts': '' });
    expect(await found([change], adapted)).toEqual([]);
  });

  it.each([
    ['other names', base.replaceAll('order', 'parcel')],
    ['types', base.replace(': boolean', ': boolean | undefined')],
    ['comments', base.replace('  return', '  // both are needed\n  return')],
    ['messages', base.replace("log.info('asked')", "log.debug({ is: true }, 'asked about it')")],
    ['re-exports', `${base}export { other } from './other.ts';\n`],
    ['constants', `${base}export const limit = 3;\n`],
    ['what nobody outside calls', `${base}function own(x: number) { return x > 3; }\n`],
  ])('are not told of %s', async (_what, head) => {
    expect(await found([changed('src/ship.ts', base, head)], reading({ 'src/ship.test.ts': test }))).toEqual(
      [],
    );
  });

  it.each(['scripts/ship.ts', 'ship.config.ts', 'src/generated/ship.ts', 'src/ship.d.ts'])(
    'are not told of %s',
    async (path) => {
      const always: ReadFile = () => Promise.resolve(test);
      expect(await found([changed(path, base, stricter)], always)).toEqual([]);
    },
  );

  it('are not told of code that moves into a function beside it or into another file', async () => {
    const withTest = reading({ 'src/ship.test.ts': test });
    const before = base.replace('order.paid', 'order.paid && order.items > 0');
    const helper = 'export const isFull = (order: Order) => order.paid && order.items > 0;\n';
    const after = base.replace('order.paid', 'isFull(order)');
    expect(await found([changed('src/ship.ts', before, after + helper)], withTest)).toEqual([]);
    const moved = [changed('src/ship.ts', before, after), added('src/full.ts', helper)];
    expect(await found(moved, withTest)).toEqual([]);
  });

  it('are told three times at most, once for each file, with few questions to the repository', async () => {
    let reads = 0;
    const readFile: ReadFile = (path) => {
      reads += 1;
      return Promise.resolve(path.endsWith('.test.ts') && path.startsWith('src/') ? test : undefined);
    };
    const twice = (text: string) => text + text.replaceAll('mayShip', 'maySend');
    const files = Array.from({ length: 6 }, (_, index) =>
      changed(`src/ship-${index}.ts`, twice(base), twice(stricter)),
    );
    expect(await found(files, readFile)).toHaveLength(3);
    expect(reads).toBeLessThanOrEqual(10);
  });
});
