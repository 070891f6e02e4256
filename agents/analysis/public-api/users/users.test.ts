import { describe, expect, it } from 'vitest';
import type { RawChange, RepositorySearch, SearchRepository } from '#agents/contract.ts';
import { analyse } from '../../analyse.ts';
import { buildChangeSet } from '../../change-set.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const modified = (path: string, base: string, head: string): RawChange => ({
  path,
  status: 'modified',
  base: bytes(base),
  head: bytes(head),
});

/** Reviews a change of a private package inside of a repository. */
async function review(
  files: readonly RawChange[],
  repository: Readonly<Record<string, string>>,
  cut?: string,
) {
  const asked: RepositorySearch[] = [];
  const search: SearchRepository = (wanted) => {
    asked.push(wanted);
    const found = Object.entries(repository).map(([path, text]) => ({ path, text }));
    return Promise.resolve({ files: found, ...(cut === undefined ? {} : { cut }) });
  };
  const readFile = (path: string) => Promise.resolve(repository[path]);
  const { findings, notes } = await analyse(buildChangeSet(files), {
    families: ['maintainability'],
    readFile,
    search,
  });
  const told = findings
    .filter(({ rule }) => rule === 'maintainability/public-api')
    .map(({ location, title }) => `${location?.side} ${location?.line} ${title}`);
  return { told, notes, asked, findings };
}

const script = `export function load(id: string, force?: boolean): Row {
  return read(id, force);
}
export class Book {
  constructor(name?: string) {
    this.name = name;
  }
}
`;
const inScript = (from: string, to: string) => [
  modified('src/store/rows.ts', script, script.replace(from, to)),
];
const needsForce = inScript('force?: boolean', 'force: boolean');
const noForce = inScript(', force?: boolean', '');
const gone = inScript('export function load', 'function load');
const aliases = {
  'package.json': '{"private":true,"name":"shop","imports":{"#store/*":"./src/store/*"}}',
  'tsconfig.json': '{\n// paths\n"compilerOptions":{"baseUrl":".","paths":{"@/*":["src/*"]}}}',
};

describe('uses of what a change breaks, in TypeScript and JavaScript', () => {
  const asks = 'new 1 `load` asks for `force` now: ';
  const lost = 'old 1 `load` is no longer exported: ';
  it.each<[string, readonly RawChange[], Readonly<Record<string, string>>, string]>([
    [
      'a call with too few arguments',
      needsForce,
      { 'src/a.ts': "import { load } from './store/rows.ts';\n\nload('1');\nload('2', true);\n" },
      `${asks}\`src/a.ts\`:3 uses it as before`,
    ],
    [
      'a call by another name',
      needsForce,
      { 'src/a.js': "import { load as fetchRow } from './store/rows.js';\nawait fetchRow('1');\n" },
      `${asks}\`src/a.js\`:2 uses it as before`,
    ],
    [
      'a call of a namespace',
      needsForce,
      { 'src/a.ts': "import * as rows from './store/rows';\nrows.load('1');\n" },
      `${asks}\`src/a.ts\`:2 uses it as before`,
    ],
    [
      'a call of what require gives',
      needsForce,
      { 'src/a.js': "const { load } = require('./store/rows');\nload('1');\n" },
      `${asks}\`src/a.js\`:2 uses it as before`,
    ],
    [
      'a call with too many arguments',
      noForce,
      { 'src/a.ts': "import { load } from './store/rows.ts';\nload('1', true);\n" },
      'new 1 `load` takes no `force` any more: `src/a.ts`:2 uses it as before',
    ],
    [
      'an alias of package.json',
      gone,
      { 'src/a.ts': "import { load } from '#store/rows.ts';\n" },
      `${lost}\`src/a.ts\`:1 still uses it`,
    ],
    [
      'a path of tsconfig.json',
      gone,
      { 'src/a.ts': "import {\n  other,\n  load,\n} from '@/store/rows';\n" },
      `${lost}\`src/a.ts\`:3 still uses it`,
    ],
    [
      'a re-export, and a call behind another',
      needsForce,
      {
        'src/store/index.ts': "export * from './rows.ts';\n",
        'src/a.ts': "import { load } from './store/index.ts';\nload('1');\n",
      },
      `${asks}\`src/a.ts\`:2 uses it as before`,
    ],
    [
      'a re-export by name',
      gone,
      {
        'src/store/index.ts': "export { load } from './rows.ts';\n",
        'src/a.ts': "import { load } from './store';\n",
      },
      `${lost}\`src/store/index.ts\`:1 still uses it`,
    ],
    [
      'a construction',
      inScript('name?: string', 'name: string'),
      { 'src/a.ts': "import { Book } from './store/rows.ts';\nexport const book = new Book();\n" },
      'new 5 `new Book` asks for `name` now: `src/a.ts`:2 uses it as before',
    ],
    [
      'several, the nearest first',
      gone,
      {
        'src/a.ts': "import { load } from './store/rows.ts';\n",
        'src/b.ts': "import { load } from './store/rows.ts';\n",
      },
      `${lost}\`src/a.ts\`:1 and 1 more still use it`,
    ],
  ])('%s is told', async (_, files, repository, told) => {
    expect((await review(files, { ...aliases, ...repository })).told).toEqual([told]);
  });

  it('another file of the change is looked at as well, and the old place of what moved', async () => {
    const user = "import { load } from './store/rows.ts';\nexport const one = 1;\n";
    const moved: RawChange = {
      path: 'src/load.ts',
      status: 'added',
      head: bytes('export function load() {}\n'),
    };
    const { told } = await review(
      [...gone, moved, modified('src/a.ts', user, `${user}export const b = 2;\n`)],
      aliases,
    );
    expect(told).toEqual([`${lost}\`src/a.ts\`:1 still uses it`]);
    expect((await review([...gone, moved], aliases)).told).toEqual([]);
  });

  it.each<[string, readonly RawChange[], string]>([
    ['a call that still fits', needsForce, "import { load } from './store/rows.ts';\nload('1', false);\n"],
    [
      'a call with a list of arguments',
      needsForce,
      "import { load } from './store/rows.ts';\nload(...given);\n",
    ],
    ['another file of that name', gone, "import { load } from './other/rows.ts';\nload();\n"],
    ['another name of the file', gone, "import { Book } from './store/rows.ts';\nconst load = 1;\n"],
    [
      'a text and a comment',
      needsForce,
      "import { load } from './store/rows.ts';\n// load('1')\nconst text = \"load('1')\";\n",
    ],
    ['a package of that name', gone, "import { load } from 'rows';\n"],
  ])('%s is none', async (_, files, text) => {
    expect((await review(files, { ...aliases, 'src/a.ts': text })).told).toEqual([]);
  });

  it('a package of the repository is imported by its name', async () => {
    const files = [
      modified('packages/rows/src/index.ts', script, script.replace('export function load', 'function load')),
    ];
    const repository = {
      'packages/rows/package.json': '{"name":"@acme/rows","private":true,"exports":"./src/index.ts"}',
      'apps/web/a.ts': "import { load } from '@acme/rows';\n",
    };
    expect((await review(files, repository)).told).toEqual([`${lost}\`apps/web/a.ts\`:1 still uses it`]);
  });

  it('one search asks for the names and the file, and what it leaves out is told', async () => {
    const { asked, notes, findings } = await review(
      gone,
      {
        ...aliases,
        'src/a.ts': "import { load } from './store/rows';\n",
        'src/b.ts': "import { load } from './store/rows';\n",
      },
      '60 of 400 files were read',
    );
    expect(asked).toEqual([
      expect.objectContaining({ words: ['load'], wholeOf: 'rows', near: 'src/store/rows.ts' }),
    ]);
    expect(notes).toEqual([
      'Uses of what the change breaks were looked for in a part of the repository: 60 of 400 files were read.',
    ]);
    expect(findings[0]?.detail).toContain('Places: `src/a.ts`:1, `src/b.ts`:1.');
    const many = Array.from({ length: 15 }, (_, at) => ({ ...gone[0]!, path: `src/f${at}.ts` }));
    const limited = await review(many, aliases);
    expect(limited.asked).toHaveLength(12);
    expect(limited.notes).toEqual([expect.stringContaining('for the first 12 files that break something')]);
    const harmless = await review(inScript('read(id, force)', 'read(id)'), aliases);
    expect(harmless.asked).toEqual([]);
  });
});

const python = `def fetch(url, timeout=10):
    return url


class Client:
    def __init__(self, url, token=None):
        self.url = url
`;
const inPython = (from: string, to: string) => [
  modified('src/shop/client.py', python, python.replace(from, to)),
];

describe('uses of what a change breaks, in Python', () => {
  const needsTimeout = inPython('timeout=10', 'timeout');
  const told = (place: string) => [`new 1 \`fetch\` asks for \`timeout\` now: ${place} uses it as before`];
  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'a relative import',
      { 'src/shop/a.py': "from .client import fetch as get\n\nget('u')\nget('u', timeout=3)\n" },
      '`src/shop/a.py`:3',
    ],
    [
      'an absolute one',
      { 'jobs/a.py': "from shop.client import (\n    fetch,\n)\n\nfetch('u')\n" },
      '`jobs/a.py`:5',
    ],
    ['a module', { 'jobs/a.py': "from shop import client\n\nclient.fetch('u')\n" }, '`jobs/a.py`:3'],
    [
      'a module with its whole name',
      { 'jobs/a.py': "import shop.client\n\nshop.client.fetch('u')\n" },
      '`jobs/a.py`:3',
    ],
    [
      'a package that gives it on',
      {
        'src/shop/__init__.py': 'from .client import fetch\n',
        'jobs/a.py': "from shop import fetch\n\nfetch('u')\n",
      },
      '`jobs/a.py`:3',
    ],
  ])('%s is followed', async (_, repository, place) => {
    expect((await review(needsTimeout, repository)).told).toEqual(told(place));
  });

  it.each<[string, string, string, string]>([
    ['a name that is given no longer', 'url, timeout=10', 'url', "fetch('u', timeout=3)"],
    ['a parameter by its old name', 'url, timeout=10', 'address, timeout=10', "fetch(url='u')"],
    ['a construction', 'token=None', 'token', "Client('u')"],
  ])('%s is a use that breaks', async (_, from, to, call) => {
    const text = `from shop.client import fetch, Client\n\n${call}\n`;
    const found = await review(inPython(from, to), { 'jobs/a.py': text });
    expect(found.told).toEqual([expect.stringContaining(': `jobs/a.py`:3 uses it as before')]);
  });

  it('what still fits, and other modules, are none', async () => {
    const text = "from shop.client import fetch\n\nfetch('u', 3)\nfetch(*args)\n";
    const other = "from billing.client import fetch\n\nfetch('u')\n";
    expect((await review(needsTimeout, { 'a.py': text, 'b.py': other })).told).toEqual([]);
  });
});

describe('uses of what a change breaks, in Go', () => {
  const go = 'package orders\n\nfunc Parse(text string) Order {\n\treturn Order{}\n}\n';
  const files = [
    modified('internal/orders/parse.go', go, go.replace('text string', 'text string, strict bool')),
  ];
  const mod = { 'go.mod': 'module shop\n' };
  it.each<[string, string, string]>([
    [
      'of another package',
      'cmd/shop/main.go',
      'package main\n\nimport "shop/internal/orders"\n\nfunc main() {\n\torders.Parse("a")\n\torders.Parse("a", true)\n}\n',
    ],
    [
      'by another name',
      'cmd/shop/main.go',
      'package main\n\nimport (\n\to "shop/internal/orders"\n)\nfunc main() { o.Parse("a") }\n',
    ],
    [
      'of the same package',
      'internal/orders/all.go',
      'package orders\n\nvar (\n\tone = 1\n)\nvar order = Parse("a")\n',
    ],
  ])('%s are told, however private the module', async (_, path, text) => {
    expect((await review(files, { ...mod, [path]: text })).told).toEqual([
      `new 3 \`Parse\` asks for \`strict\` now: \`${path}\`:6 uses it as before`,
    ]);
  });

  it('are none where a call gives all arguments, or the package is another', async () => {
    const all = 'package main\n\nimport "shop/internal/orders"\n\nfunc main() { orders.Parse(both()) }\n';
    const other = 'package main\n\nimport "other/internal/orders2"\n\nfunc main() { orders.Parse("a") }\n';
    expect((await review(files, { ...mod, 'a/a.go': all, 'b/b.go': other })).told).toEqual([]);
  });
});
