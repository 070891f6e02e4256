import { describe, expect, it } from 'vitest';
import type { RawChange, ReadFile } from '#agents/contract.ts';
import { analyse } from '../analyse.ts';
import { buildChangeSet } from '../change-set.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const changed = (path: string, base: string, head: string): RawChange => ({
  path,
  status: 'modified',
  base: bytes(base),
  head: bytes(head),
});

const manifest = JSON.stringify({ name: '@acme/orders', version: '2.1.0', exports: './dist/index.js' });
const entry = "export * from './parse.ts';\nexport { Book as OrderBook } from './book.ts';\n";
const repository = { 'package.json': manifest, 'src/index.ts': entry };

async function found(
  files: readonly RawChange[],
  texts: Readonly<Record<string, string>> | undefined = repository,
) {
  const readFile: ReadFile = (path) => Promise.resolve(texts[path]);
  const { findings } = await analyse(buildChangeSet(files), { families: ['maintainability'], readFile });
  return findings
    .filter(({ rule }) => rule === 'maintainability/public-api')
    .map(({ severity, location, title }) => `${severity} ${location?.side} ${location?.line} ${title}`);
}

const parse = `export interface Options {
  strict?: boolean;
  locale: string;
}
export function parse(text: string, options?: Options): Order {
  return read(text, options);
}
export const format = (order: Order, kind: 'long' | 'short' = 'long'): string => show(order, kind);
`;
const book = `export class Book {
  #orders = [];
  constructor(name?: string) {
    this.name = name;
  }
  add(order: Order): void {
    this.#orders.push(order);
  }
}
`;
const inParse = (from: string, to: string) => [changed('src/parse.ts', parse, parse.replace(from, to))];
const inBook = (from: string, to: string) => [changed('src/book.ts', book, book.replace(from, to))];

describe('breaks of what a package offers', () => {
  it.each([
    [
      'an export that is gone',
      inParse('export const format', 'const format'),
      'medium old 8 `format` is no longer exported: whoever uses `format` of `@acme/orders` breaks',
    ],
    [
      'a renaming',
      inParse('function parse(', 'function parseOrder('),
      'medium old 5 `parse` is called `parseOrder` now: whoever uses `parse` of `@acme/orders` breaks',
    ],
    [
      'an argument that is needed now',
      inParse('options?: Options', 'options: Options'),
      'medium new 5 `parse` asks for `options` now: whoever uses `parse` of `@acme/orders` breaks',
    ],
    [
      'a new needed argument',
      inParse('options?: Options)', 'options: Options | undefined, log: Log)'),
      'medium new 5 `parse` asks for `options` now: whoever uses `parse` of `@acme/orders` breaks',
    ],
    [
      'a parameter that is gone',
      inParse(', options?: Options', ''),
      'low new 5 `parse` takes no `options` any more: whoever uses `parse` of `@acme/orders` breaks',
    ],
    [
      'a value that is refused',
      inParse("'long' | 'short' =", "'long' ="),
      "low new 8 `format` takes no `'short'` as `kind` any more: whoever uses `format` of `@acme/orders` breaks",
    ],
    [
      'a result that may be missing',
      inParse('): Order {', '): Order | undefined {'),
      'low new 5 `parse` may return `undefined` now: whoever uses `parse` of `@acme/orders` breaks',
    ],
    [
      'a promise',
      inParse(
        'export function parse(text: string, options?: Options): Order',
        'export async function parse(text: string, options?: Options): Promise<Order>',
      ),
      'low new 5 `parse` returns a promise now: whoever uses `parse` of `@acme/orders` breaks',
    ],
    [
      'a property that is gone',
      inParse('  strict?: boolean;\n', ''),
      'medium old 2 `Options.strict` is gone: whoever uses `Options` of `@acme/orders` breaks',
    ],
    [
      'a method, under the name of the entry',
      inBook('  add(', '  private add('),
      'medium old 6 `Book.add` is gone: whoever uses `OrderBook` of `@acme/orders` breaks',
    ],
    [
      'a constructor',
      inBook('name?: string', 'name: string'),
      'medium new 3 `new Book` asks for `name` now: whoever uses `OrderBook` of `@acme/orders` breaks',
    ],
  ])('tells %s', async (_, files, told) => {
    expect(await found(files)).toEqual([told]);
  });

  it.each([
    ['an optional parameter is added', inParse('options?: Options)', 'options?: Options, log?: Log)')],
    ['a parameter gets another name', inParse('text: string, options', 'source: string, options')],
    [
      'something is exported in addition',
      inParse('export const format', 'export const other = 1;\nexport const format'),
    ],
    ['a parameter becomes optional', inParse('text: string', "text = ''")],
    ['the body alone differs', inParse('read(text, options)', 'read(text.trim(), options)')],
    [
      'the export moves to another file that is given on',
      [
        ...inParse('export const format', 'const format'),
        changed('src/book.ts', book, `${book}export const format = 1;\n`),
      ],
    ],
    [
      'types move to a file of which everything is given on',
      [
        changed(
          'src/parse.ts',
          parse,
          `export type * from './options.ts';\n${parse.replace(/export interface[^}]*}\n/, '')}`,
        ),
        {
          path: 'src/options.ts',
          status: 'added' as const,
          head: bytes(parse.slice(0, parse.indexOf('export function'))),
        },
      ],
    ],
    ['a private member is gone', inBook('#orders = [];', '#all = [];')],
  ])('is silent where %s', async (_, files) => {
    expect(await found(files)).toEqual([]);
  });

  const broken = inParse('options?: Options', 'options: Options');
  it.each([
    ['the package is private', { ...repository, 'package.json': manifest.replace('{', '{"private":true,') }],
    ['the entry does not lead there', { ...repository, 'src/index.ts': "export * from './other.ts';\n" }],
    [
      'the entry gives on other names',
      { ...repository, 'src/index.ts': "export { format } from './parse.ts';\n" },
    ],
    ['there is no package', {}],
    ['the manifest cannot be read', { ...repository, 'package.json': '{"name": 7' }],
  ])('is silent where %s', async (_, texts) => {
    expect(await found(broken, texts)).toEqual([]);
  });

  it('is silent where the change raises the major version, or notes it', async () => {
    const raised = changed('package.json', manifest, manifest.replace('2.1.0', '3.0.0'));
    expect(await found([...broken, raised])).toEqual([]);
    const note: RawChange = {
      path: '.changeset/calm-cats.md',
      status: 'added',
      head: bytes('---\n"@acme/orders": major\n---\n'),
    };
    expect(await found([...broken, note])).toEqual([]);
    const minor = changed('package.json', manifest, manifest.replace('2.1.0', '2.2.0'));
    expect(await found([...broken, minor])).toHaveLength(1);
  });

  it('follows entries by pattern, by CommonJS, and to a package inside of the repository', async () => {
    const files = [
      changed(
        'packages/a/lib/cut.js',
        'exports.cut = (text, at) => text;\n',
        'exports.cut = (text, at, end) => text;\n',
      ),
    ];
    const texts = {
      'packages/a/package.json': '{"name":"cutter","exports":{"./*":"./lib/*.js"}}',
      'package.json': '{"name":"root","private":true}',
    };
    expect(await found(files, texts)).toEqual([
      'medium new 1 `cut` asks for `end` now: whoever uses `cut` of `cutter` breaks',
    ]);
  });

  it('stops asking when what a review may read is used up', async () => {
    let reads = 0;
    const readFile: ReadFile = () => {
      reads += 1;
      return Promise.resolve(undefined);
    };
    const deep = Array.from({ length: 30 }, (_, at) => changed(`src/${'d/'.repeat(at)}m${at}.ts`, parse, ''));
    await analyse(buildChangeSet(deep), { families: ['maintainability'], readFile });
    expect(reads).toBeLessThanOrEqual(40);
  });
});

describe('names that a package of Python gives', () => {
  const init = `from .parse import parse\nfrom .write import write, dump\n\n__all__ = [\n    "parse",\n    "write",\n    "dump",\n]\n`;
  const path = 'src/shop/orders/__init__.py';

  it('are told where they are gone', async () => {
    const head = init.replace(', dump', '').replace('    "dump",\n', '');
    expect(await found([changed(path, init, head)])).toEqual([
      'medium old 7 `dump` is no longer exported: whoever uses `dump` of `shop.orders` breaks',
    ]);
  });

  it.each([
    ['they are still imported', path, init.replace('    "dump",\n', '')],
    ['others are added', path, init.replace('"dump",', '"dump",\n    "load",')],
    [
      'the package is hidden',
      'src/shop/_inner/__init__.py',
      init.replace(', dump', '').replace('    "dump",\n', ''),
    ],
    [
      'the list is built',
      path,
      `${init.replace(', dump', '').replace('    "dump",\n', '')}__all__ += more\n`,
    ],
  ])('are not told where %s', async (_, place, head) => {
    expect(await found([changed(place, init, head)])).toEqual([]);
  });

  it('are not told where the major version is raised', async () => {
    const head = init.replace(', dump', '').replace('    "dump",\n', '');
    const version = '[project]\nname = "shop"\nversion = "1.9.0"\n';
    const raised = changed('pyproject.toml', version, version.replace('1.9.0', '2.0.0'));
    expect(await found([changed(path, init, head), raised])).toEqual([]);
  });
});
