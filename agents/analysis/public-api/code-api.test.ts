import { describe, expect, it } from 'vitest';
import type { RawChange, ReadFile } from '#agents/contract.ts';
import { analyse } from '../analyse.ts';
import { buildChangeSet } from '../change-set.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const modified = (path: string, base: string, head: string): RawChange => ({
  path,
  status: 'modified',
  base: bytes(base),
  head: bytes(head),
});

const manifests = {
  'go.mod': 'module github.com/acme/shop\n\ngo 1.24\n',
  'pyproject.toml':
    '[build-system]\nrequires = ["hatchling"]\n\n[project]\nname = "shop"\nversion = "1.4.0"\n',
  'pom.xml': '<project><distributionManagement/></project>',
  'Acme.Shop/Acme.Shop.csproj':
    '<Project><PropertyGroup><PackageId>Acme.Shop</PackageId></PropertyGroup></Project>',
  'Cargo.toml': '[package]\nname = "shop"\nversion = "1.0.0"\n',
  'src/lib.rs': 'pub mod orders;\nmod hidden;\n',
};

async function found(
  files: readonly RawChange[],
  texts: Readonly<Record<string, string>> = manifests,
): Promise<readonly string[]> {
  const readFile: ReadFile = (path) => Promise.resolve(texts[path]);
  const { findings } = await analyse(buildChangeSet(files), { families: ['maintainability'], readFile });
  return findings
    .filter(({ rule }) => rule === 'maintainability/public-api')
    .map(({ severity, location, title }) => `${severity} ${location?.side} ${location?.line} ${title}`);
}

const go = `package orders

import "context"

type Order struct {
	ID    string
	Total int
	note  string
}

type Store interface {
	Find(ctx context.Context, id string) (*Order, error)
}

type Status string

const MaxOrders = 10

func Parse(text string, strict bool) (*Order, error) {
	return nil, nil
}

func (s *Client) Close() error { return nil }

type Client struct{ Timeout int }
`;
const python = `from dataclasses import dataclass

LIMIT = 3


def fetch(url, timeout=10, *, retries=3):
    return url


def _hidden(a):
    return a


class Client:
    def __init__(self, url, token=None):
        self.url = url

    @property
    def name(self):
        return self.url

    def send(self, order, dry_run=False):
        return order


@dataclass
class Line:
    sku: str
    count: int = 1
`;
const java = `package com.acme.shop;

public class Orders {
  public Orders(Store store) {}
  public Order find(String id) { return null; }
  void inner() {}
}
`;
const csharp = `namespace Acme.Shop;

public interface IStore
{
    Order Find(string id);
}

public class Orders
{
    public int Count { get; set; }
    public Order Find(string id, bool strict) => null;
}
`;
const rust = `pub struct Order {
    pub id: String,
    total: u32,
}

pub trait Store {
    fn find(&self, id: &str) -> Option<Order>;
}

impl Order {
    pub fn parse(text: &str) -> Option<Order> {
        None
    }
}
`;
const sources = {
  go: ['orders/orders.go', go],
  python: ['src/shop/client.py', python],
  java: ['src/main/java/com/acme/shop/Orders.java', java],
  csharp: ['Acme.Shop/Orders.cs', csharp],
  rust: ['src/orders.rs', rust],
} as const;
type Language = keyof typeof sources;

function swap(language: Language, from: string, to: string): RawChange {
  const [path, base] = sources[language];
  if (!base.includes(from)) throw new Error(`${path} does not hold ${from}`);
  return modified(
    path,
    base,
    base.replace(from, () => to),
  );
}

describe('breaks of what packages of other languages offer', () => {
  it.each<[Language, string, string, string]>([
    ['go', 'func Parse(', 'func parse(', 'medium old 19 `Parse` is no longer exported'],
    ['go', 'func Parse(', 'func ParseOrder(', 'medium old 19 `Parse` is called `ParseOrder` now'],
    ['go', 'strict bool)', 'strict bool, limit int)', 'medium new 19 `Parse` asks for `limit` now'],
    ['go', ', strict bool)', ')', 'medium new 19 `Parse` takes no `strict` any more'],
    [
      'go',
      'strict bool)',
      'strict Mode)',
      'medium new 19 `Parse` takes `Mode` instead of `bool` as `strict`',
    ],
    [
      'go',
      '(*Order, error) {',
      '(Order, error) {',
      'medium new 19 `Parse` returns `(Order, error)` instead of `(*Order, error)`',
    ],
    ['go', '	Total int\n', '', 'medium old 7 `Order.Total` is gone'],
    ['go', 'Total int', 'Total int64', 'medium new 7 `Order.Total` is `int64` now'],
    ['go', '(s *Client) Close()', '(s *Client) close()', 'medium old 23 `Client.Close` is gone'],
    [
      'go',
      'Find(ctx context.Context, id string)',
      'Find(id string)',
      'medium new 12 `Store.Find` takes no `ctx` any more',
    ],
    ['python', 'url, timeout=10', 'address, timeout=10', 'low new 6 `fetch` calls `url` `address` now'],
    ['python', 'timeout=10', 'timeout', 'medium new 6 `fetch` asks for `timeout` now'],
    ['python', ', *, retries=3', ', *, retries=3, region', 'medium new 6 `fetch` asks for `region` now'],
    ['python', ', timeout=10', '', 'medium new 6 `fetch` takes no `timeout` any more'],
    [
      'python',
      'url, timeout=10',
      'url, headers=None, timeout=10',
      'medium new 6 `fetch` takes `headers` before `timeout` now',
    ],
    ['python', 'timeout=10, *', '*, timeout=10', 'medium new 6 `fetch` takes `timeout` by its name only now'],
    ['python', 'def fetch', 'async def fetch', 'medium new 6 `fetch` has to be awaited now'],
    ['python', 'def fetch', 'def get', 'medium old 6 `fetch` is called `get` now'],
    ['python', 'token=None', 'token', 'medium new 15 `Client()` asks for `token` now'],
    ['python', '    @property\n', '', 'medium new 18 `Client.name` is a method instead of a property'],
    ['python', 'def send(', 'def _send(', 'medium old 22 `Client.send` is gone'],
    [
      'python',
      '    count: int = 1',
      '    count: int = 1\n    price: int',
      'medium new 30 `Line()` asks for `price` now',
    ],
    [
      'java',
      'find(String id)',
      'find(long id)',
      'medium new 5 `Orders.find` takes `(long)` instead of `(String)`',
    ],
    ['java', 'public Order find', 'Order find', 'medium old 5 `Orders.find` is gone'],
    [
      'csharp',
      'bool strict)',
      'int limit)',
      'medium new 11 `Orders.Find` takes `(string, int)` instead of `(string, bool)`',
    ],
    ['csharp', '    public int Count { get; set; }\n', '', 'medium old 10 `Orders.Count` is gone'],
    ['rust', 'pub id: String,', 'id: String,', 'medium old 2 `Order::id` is gone'],
    [
      'rust',
      'parse(text: &str)',
      'parse(text: String)',
      'medium new 11 `Order::parse` takes `(String)` instead of `(&str)`',
    ],
  ])('tells what is lost in %s: %j becomes %j', async (language, from, to, told) => {
    const all = await found([swap(language, from, to)]);
    expect(all.map((line) => line.replace(/: whoever uses .* breaks$/, ''))).toEqual([told]);
  });

  it.each<[Language, string, string, string]>([
    [
      'go',
      '(*Order, error)\n}',
      '(*Order, error)\n	Close() error\n}',
      '`Store` asks for a method `Close` now: whoever implements `Store` of `github.com/acme/shop/orders` breaks',
    ],
    [
      'csharp',
      'Order Find(string id);',
      'Order Find(string id);\n    void Close();',
      '`IStore` asks for a method `Close` now: whoever implements `IStore` of `Acme.Shop` breaks',
    ],
    [
      'rust',
      'Option<Order>;',
      'Option<Order>;\n    fn close(&self);',
      '`Store` asks for a method `close` now: whoever implements `Store` of `shop` breaks',
    ],
  ])('tells what implementers lack in %s', async (language, from, to, told) => {
    expect(await found([swap(language, from, to)])).toEqual([expect.stringContaining(told)]);
  });

  it.each<[string, Language, string, string]>([
    ['an optional parameter comes last', 'go', 'strict bool)', 'strict bool, options ...Option)'],
    ['a parameter gets another name', 'go', 'text string, strict', 'source string, strict'],
    ['a parameter takes more', 'go', 'text string, strict bool', 'text any, strict bool'],
    ['an alias stays', 'go', 'type Status string', 'type State string\n\ntype Status = State'],
    ['a hidden field goes', 'go', '	note  string\n', ''],
    ['what is embedded has the field', 'go', '	Total int\n', '	Amounts\n'],
    ['a body alone differs', 'go', 'return nil, nil', 'return &Order{}, nil'],
    ['an optional parameter comes last', 'python', 'timeout=10, *', 'timeout=10, headers=None, *'],
    ['one by name comes', 'python', 'retries=3', 'retries=3, region=None'],
    ['a parameter becomes optional', 'python', 'url, timeout', 'url=None, timeout'],
    ['annotations come', 'python', 'url, timeout=10', 'url: str, timeout: int = 10'],
    ['others are taken by name', 'python', 'timeout=10, *, retries=3', '*args, **options'],
    [
      'the old name is an alias',
      'python',
      'def fetch(url, timeout=10, *, retries=3):\n    return url\n',
      'def get(url, timeout=10, *, retries=3):\n    return url\n\n\nfetch = get\n',
    ],
    ['another module gives it on', 'python', 'class Client:', 'from .http import Client\n\n\nclass Other:'],
    ['a hidden function differs', 'python', '_hidden(a)', '_hidden(a, b)'],
    [
      'another form comes',
      'java',
      '  void inner',
      '  public Order find(long id) { return null; }\n  void inner',
    ],
    ['what is not public differs', 'java', 'void inner()', 'void inner(int a)'],
    ['an optional argument comes last', 'csharp', 'bool strict)', 'bool strict, int limit = 3)'],
    ['a method with a body comes', 'rust', 'Option<Order>;', 'Option<Order>;\n    fn close(&self) {}'],
  ])('is silent where %s (%s)', async (_, language, from, to) => {
    expect(await found([swap(language, from, to)])).toEqual([]);
  });

  const lost = swap('go', 'func Parse(', 'func parse(');
  it.each<[string, readonly RawChange[], Readonly<Record<string, string>>]>([
    ['the module cannot be fetched', [lost], { 'go.mod': 'module shop\n' }],
    ['there is no module', [lost], {}],
    ['the package is closed', [{ ...lost, path: 'internal/orders/orders.go' }], manifests],
    [
      'it moves to another file of the package',
      [
        lost,
        { path: 'orders/parse.go', status: 'added', head: bytes('package orders\n\nfunc Parse() {}\n') },
      ],
      manifests,
    ],
    [
      'the module gets a new major version',
      [lost, modified('go.mod', manifests['go.mod'], manifests['go.mod'].replace('/shop', '/shop/v2'))],
      manifests,
    ],
    [
      'the project is built for no index',
      [swap('python', 'timeout=10', 'timeout')],
      { 'pyproject.toml': '[project]\nname = "shop"\n' },
    ],
    [
      'the version is raised',
      [
        swap('python', 'timeout=10', 'timeout'),
        modified(
          'pyproject.toml',
          manifests['pyproject.toml'],
          manifests['pyproject.toml'].replace('1.4', '2.0'),
        ),
      ],
      manifests,
    ],
    [
      'the build publishes nothing',
      [swap('java', 'public Order find', 'Order find')],
      { 'pom.xml': '<project/>' },
    ],
    ['no module leads there', [{ ...swap('rust', 'pub id', 'id'), path: 'src/hidden.rs' }], manifests],
    [
      'the crate is not published',
      [swap('rust', 'pub id', 'id')],
      { ...manifests, 'Cargo.toml': '[package]\nname = "a"\npublish = false\n' },
    ],
  ])('is silent where %s', async (_, files, texts) => {
    expect(await found(files, texts)).toEqual([]);
  });

  it('tells what a deleted file offered, unless it is elsewhere now', async () => {
    const gone: RawChange = {
      path: 'orders/status.go',
      status: 'removed',
      base: bytes('package orders\n\nfunc Name() string { return "" }\n'),
    };
    const told =
      'medium old 3 `Name` is no longer exported: whoever uses `Name` of `github.com/acme/shop/orders` breaks';
    expect(await found([gone])).toEqual([told]);
    const moved: RawChange = { path: 'orders/names.go', status: 'added', head: gone.base! };
    expect(await found([gone, moved])).toEqual([]);
  });
});
