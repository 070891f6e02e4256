import { describe, expect, it } from 'vitest';
import { routerScene } from '#test/support/router-scene.ts';
import { createRandom } from '#test/faults/schedule.ts';
import { ownPriceAt } from './own-prices.ts';
import { readStoredLayer, type Places } from './places.ts';
import { parseRouting } from './read-routing.ts';
import { Routing } from './routing.ts';

const never = new AbortController().signal;
const question = { messages: [{ role: 'user', content: 'Who?' }], maxOutputTokens: 1_000 } as const;
const cheap = [{ price: { input: 1, output: 1 } }];
const dear = [{ price: { input: 10, output: 100 } }];
const asked = { organizationId: 'o1', agent: 'code', inputTokens: 1_000, maxOutputTokens: 1_000 };

const orderOf = (
  routing: object,
  fields: object = {},
  fakes: Parameters<typeof routerScene>[0] = [{}, {}, {}],
) => {
  const { router } = routerScene(fakes, { routing });
  const { candidates, policy } = router.explain({ ...asked, ...fields });
  const usable = candidates.filter(({ refused }) => !refused).map(({ provider }) => provider);
  const refused = candidates
    .filter((each) => each.refused)
    .map((each) => `${each.provider}:${each.refused!.code}`);
  return { usable: usable.join(''), refused: refused.join(' '), ...policy };
};

describe('what is stored for an organization or a project', () => {
  const inFile = {
    policies: { p: { models: ['b', 'c'] } },
    organizations: { acme: { policy: 'p', where: { deny: ['c'] } } },
    projects: { web: { where: { deny: ['a'] } } },
  };
  const withStored = (organization: unknown, project?: unknown) => {
    const places: Places = {
      organizations: new Map([['o1', placeOf('acme', organization)]]),
      projects: new Map([['p1', placeOf('acme/web', project)]]),
    };
    const { router } = routerScene([{}, {}, {}], { routing: inFile, places: () => places });
    const { candidates, policy } = router.explain({ ...asked, ...(project ? { projectId: 'p1' } : {}) });
    const usable = candidates.filter(({ refused }) => !refused).map(({ provider }) => provider);
    return [usable.join(''), policy.name, policy.layer];
  };
  const placeOf = (slug: string, layer: unknown) =>
    layer === undefined ? { slug } : { slug, stored: readStoredLayer(layer) };

  it.each<[string, unknown, unknown, readonly string[]]>([
    [
      'nothing: the file counts, by the name of the organization',
      undefined,
      undefined,
      ['b', 'p', 'organization'],
    ],
    [
      'a policy of its own goes before the file',
      { policy: { models: ['c', 'a', 'b'] } },
      undefined,
      ['ab', 'own', 'organization'],
    ],
    ['filters of both hold', { where: { deny: ['b'] } }, undefined, ['', 'p', 'organization']],
    [
      'a project goes before its organization',
      { policy: { models: ['a'] } },
      { policy: 'p' },
      ['b', 'p', 'project'],
    ],
    ['a policy that the file lost asks nobody', { policy: 'gone' }, undefined, ['', 'gone', 'organization']],
    ['what cannot be read asks nobody', { polcy: 'p' }, undefined, ['', 'p', 'organization']],
  ])('%s', (_what, organization, project, expected) => {
    expect(withStored(organization, project)).toEqual(expected);
  });
});

describe('who is asked, in which order', () => {
  it.each<[string, object, object, object]>([
    ['without a policy as configured', {}, {}, { usable: 'abc', name: 'order', layer: 'default' }],
    [
      'in the order of the policy',
      { policies: { p: { models: ['c', 'a/plain'] } }, default: 'p' },
      {},
      { usable: 'ca', name: 'p' },
    ],
    [
      'best at the intent first, unknown last',
      {
        policies: { p: { strategy: 'quality', quality: { code: { c: 0.9, b: 0.8 } } } },
        agents: { code: 'p' },
      },
      {},
      { usable: 'cba', layer: 'agent' },
    ],
    [
      'by what the call asks for',
      { aliases: { quick: ['b', 'c'] } },
      { want: 'quick' },
      { usable: 'bc', layer: 'call' },
    ],
    ['the one model that the call asks for', {}, { want: 'b/plain' }, { usable: 'b', name: 'b/plain' }],
    [
      'the nearest layer chooses: agent over project over organization',
      {
        policies: { x: { models: ['a'] }, y: { models: ['b'] } },
        organizations: { o1: 'x' },
        agents: { code: 'y' },
      },
      {},
      { usable: 'b', layer: 'agent' },
    ],
    [
      'filters of all layers hold, whoever chooses',
      {
        policies: { y: { models: ['c', 'b'] } },
        organizations: { o1: { where: { deny: ['c'] } } },
        agents: { code: 'y' },
      },
      {},
      { usable: 'b', refused: 'c:denied' },
    ],
    [
      'nothing leaves where nothing may',
      { regions: { a: 'us', c: 'cn' }, default: { where: { mayLeave: false } } },
      {},
      { usable: 'b', refused: 'a:may-not-leave c:may-not-leave' },
    ],
    [
      'regions',
      { regions: { c: 'eu', b: 'us' }, default: { where: { regions: ['eu'] } } },
      {},
      { usable: 'c', refused: 'a:region b:region' },
    ],
  ])('%s', (_what, routing, fields, expected) => {
    expect(orderOf(routing, fields)).toMatchObject(expected);
  });

  it('the cheapest first, and none above the price of a call', () => {
    const fakes = [{ models: dear }, { models: cheap }];
    expect(orderOf({}, { want: 'auto:cheap' }, fakes).usable).toBe('ba');
    const routing = { default: { where: { maxCallUsd: 0.05 } } };
    expect(orderOf(routing, {}, fakes)).toMatchObject({ usable: 'b', refused: 'a:price' });
  });

  it('nobody whose price is unknown, unless the operator states it; also what is free', async () => {
    const unpriced = [{ models: [{ price: undefined }] }] as unknown as Parameters<typeof routerScene>[0];
    const { clock, bind, fakes, records } = routerScene(unpriced, {});
    const settled = await clock.settle(bind().complete(question, never));
    expect(settled).toMatchObject({
      reason: {
        code: 'providers.no_candidate',
        publicMessage: expect.stringContaining('`prices: { a/plain: { input: 1,') as string,
      },
    });
    expect(fakes[0]!.calls).toHaveLength(0);
    expect(records[0]!.decision.candidates).toMatchObject([{ refused: { code: 'price-unknown' } }]);
    const free = { prices: { a: { input: 0, output: 0, source: 'our own machines' } } };
    expect(orderOf(free, {}, unpriced).usable).toBe('a');
  });

  it('the operator’s own price goes before every other: for the order, the limits and the records', async () => {
    const contract = { input: 5, output: 50, source: 'contract 7' };
    const own = (price: object) => ({ prices: { 'a/plain': [price].flat(), b: contract } });
    const stated = { input: 1, output: 1, source: 'c', since: '2026-01-01', until: '2027-01-01' };
    const later = { ...contract, since: '2027-01-01' };
    const fakes = [{ models: dear }, { models: cheap }];
    expect(orderOf(own(stated), { want: 'auto:cheap' }, fakes).usable).toBe('ab');
    const { clock, bind, records } = routerScene(fakes, { routing: own([stated, later]) });
    await clock.settle(bind().complete(question, never));
    expect(records[0]).toMatchObject({ provider: 'a', costUsd: 0.000_03, computedUsd: 0.000_03 });
    // Before and after its time the usual price counts: its worst case is ten times the limit.
    for (const ended of [{ ...stated, until: '2026-01-02' }, later]) {
      const other = routerScene([{ models: dear }], { routing: { prices: { a: ended } } });
      const settled = await other.clock.settle(other.bind({ maxCostUsd: 0.01 }).complete(question, never));
      expect(settled).toMatchObject({ reason: { code: 'providers.budget_exceeded' } });
    }
  });

  it('the operator’s own price may have tiers by length and hours of the day', () => {
    const usual = { input: 1, output: 1, source: 'c' };
    const above = { input: 100, output: 100, inputTokens: 10_000 };
    const fakes = [{ models: cheap }, { models: [{ price: { input: 2, output: 2 } }] }];
    const first = (inputTokens: number) =>
      orderOf({ prices: { a: { ...usual, above } } }, { want: 'auto:cheap', inputTokens }, fakes).usable;
    expect([first(9_000), first(11_000)]).toEqual(['ab', 'ba']);

    const peak = { input: 7, output: 7, hoursUtc: [[1, 4]] };
    const { prices } = Routing.parse({ prices: { a: { ...usual, peak } } });
    const inputAt = (date: string) =>
      ownPriceAt(prices, { provider: 'a', model: 'm' }, Date.parse(date))?.input;
    const [monday, saturday] = ['2026-11-23', '2026-11-21'];
    expect(
      [`${monday}T01:00Z`, `${monday}T04:00Z`, `${saturday}T01:00Z`].map((date) => inputAt(date)),
    ).toEqual([7, 1, 1]);
  });

  it('the quickest first, once it is known', async () => {
    const slow = { kind: 'answer', afterMs: 400 } as const;
    const { clock, bind, router } = routerScene([{ outcomes: [slow] }, {}]);
    for (let time = 0; time < 10; time += 1) {
      for (const want of ['a', 'b']) await clock.settle(bind({ want }).complete(question, never));
    }
    expect(
      router.explain({ ...asked, want: 'auto:fast' }).candidates.map(({ provider }) => provider),
    ).toEqual(['b', 'a']);
  });

  it('weights are shares', async () => {
    const routing = { policies: { p: { strategy: 'weighted', weights: { a: 3 } } }, default: 'p' };
    const { clock, bind, fakes } = routerScene([{}, {}], { routing, random: createRandom(7) });
    for (let time = 0; time < 200; time += 1) await clock.settle(bind().complete(question, never));
    expect(fakes[0]!.calls.length / 200).toBeGreaterThan(0.65);
    expect(fakes[0]!.calls.length / 200).toBeLessThan(0.85);
  });

  it('a conversation stays with who answered it', async () => {
    const fails = { kind: 'failure', code: 'providers.overloaded' } as const;
    const routing = { policies: { p: { sticky: true } }, default: 'p' };
    const { clock, bind, fakes } = routerScene([{ outcomes: [fails, { kind: 'answer' }] }, {}], { routing });
    for (let turn = 0; turn < 3; turn += 1) {
      await clock.settle(bind({ conversationId: 'c1' }).complete(question, never));
    }
    expect(fakes.map(({ calls }) => calls.length)).toEqual([1, 3]);
  });

  it('when nobody may be asked, the error names everybody and why', async () => {
    const { clock, bind } = routerScene([{ models: [{ tools: false }] }]);
    const tools = [{ name: 't', description: '', parameters: { type: 'object' } }];
    const settled = await clock.settle(bind().complete({ ...question, tools }, never));
    expect(settled).toMatchObject({
      reason: {
        code: 'providers.no_candidate',
        publicMessage: expect.stringContaining('a/plain: plain takes no tools') as string,
      },
    });
  });

  it('a model that nobody knows is no request: the nearest names are told', async () => {
    const { clock, bind, fakes } = routerScene([{}]);
    const settled = await clock.settle(bind({ want: 'a/plane' }).complete(question, never));
    expect(settled).toMatchObject({
      reason: {
        code: 'providers.model_not_found',
        publicMessage: expect.stringContaining('Did you mean a/plain?') as string,
      },
    });
    expect(fakes[0]!.calls).toHaveLength(0);
  });
});

describe('a routing file that cannot work ends the start', () => {
  it.each<[string, object, string]>([
    [
      'a policy that never matches',
      { policies: { p: { where: { regions: ['eu'] } } } },
      'the policy "p" can never match: a/plain: it works in region own, and only eu may be',
    ],
    [
      'a model that is not configured',
      { policies: { p: { models: ['z/any'] } } },
      'none of z/any is configured. Configured: a/plain',
    ],
    [
      'a policy that does not exist',
      { policies: { careful: {} }, agents: { code: 'carefull' } },
      'Did you mean "careful"?',
    ],
    [
      'filters of two layers that leave nobody',
      {
        policies: { p: { models: ['a'] } },
        agents: { code: 'p' },
        organizations: { o1: { where: { deny: ['a'] } } },
      },
      'the organization o1 with the agent code can never match',
    ],
    // Each place that names a provider: mistyped, it would forbid, limit or price nobody.
    ...Object.entries<[object, string]>({
      'a price': [{ prices: { 'opnai/m': { input: 1, output: 2, source: 'x' } } }, '`prices` names opnai/m'],
      'what is denied': [{ default: { where: { deny: ['opnai'] } } }, 'The default names opnai'],
      'what a policy denies': [
        { policies: { p: { where: { deny: ['opnai'] } } } },
        'The policy p names opnai',
      ],
      'one of several models': [{ policies: { p: { models: ['a', 'opnai'] } } }, 'The policy p names opnai'],
      'a quality': [{ policies: { p: { quality: { code: { opnai: 1 } } } } }, 'The policy p names opnai'],
      'a weight': [{ policies: { p: { weights: { opnai: 1 } } } }, 'The policy p names opnai'],
      'an alias': [{ aliases: { quick: ['a', 'opnai'] } }, 'The alias quick names opnai'],
      'a rate': [{ rates: { opnai: { concurrency: 1 } } }, '`rates` names opnai'],
      'a region': [{ regions: { opnai: 'eu' } }, '`regions` names opnai'],
      'an offered model': [{ models: ['opnai/m'] }, '`models` names opnai/m'],
    }).map(
      ([what, [routing, told]]) =>
        [
          `a provider that there is not: ${what}`,
          routing,
          `${told}, and there is no provider "opnai". Did you mean "openai"?`,
        ] as [string, object, string],
    ),
    [
      'a price without a part that the vendor charges for',
      { prices: { a: { input: 1, output: 2, source: 'x' } } },
      'The price of a states no cacheRead, and its vendor charges for that: state it too.',
    ],
    [
      'a price with such a tier',
      {
        prices: {
          a: {
            input: 1,
            output: 2,
            cacheRead: 1,
            source: 'x',
            above: { inputTokens: 9, input: 2, output: 3 },
          },
        },
      },
      'The price of a states no cacheRead',
    ],
  ])('%s', (_what, routing, told) => {
    const cached = [{ price: { input: 1, output: 1, cacheRead: 0.1 } }];
    const fakes = told.includes('o1') ? [{}, {}] : [{ models: cached }];
    expect(() => routerScene(fakes, { routing })).toThrowError(
      expect.objectContaining({
        code: 'providers.routing_invalid',
        publicMessage: expect.stringContaining(told) as string,
      }) as Error,
    );
  });

  it.each([
    ['no YAML', 'policies: [', 'It is no YAML'],
    ['a key that repeats', 'default: a\ndefault: b', 'It is no YAML'],
    ['a limit below zero', 'rates: { openai: { requestsPerMinute: -1 } }', 'rates.openai.requestsPerMinute'],
    ['a word that nobody knows', 'policies: { p: { stratgy: cost } }', 'stratgy'],
    ...[
      ['a price below zero', '{ input: -1, output: 1, source: x }', '[0].input'],
      [
        'a price per token',
        '{ input: 1, output: 3000000, source: x }',
        'is above $10000 for a million tokens',
      ],
      [
        'a price that is no number',
        '{ input: .inf, output: 1, source: x }',
        'must be a number of US dollars',
      ],
      ['a price in words', 'free', 'expected object'],
      [
        'a tier below zero',
        '{ input: 1, output: 1, source: x, above: { inputTokens: 9, input: -1, output: 1 } }',
        'above.input',
      ],
      [
        'hours across midnight',
        '{ input: 1, output: 1, source: x, peak: { hoursUtc: [[22, 6]], input: 1, output: 1 } }',
        'across midnight there are two',
      ],
      ['a price of nowhere', '{ input: 1, output: 1, source: " " }', 'must say where the price stands'],
      ['a price in euros', '{ input: 1, output: 1, currency: EUR, source: x }', 'must be USD'],
      ['no day', '{ input: 1, output: 1, source: x, since: 2026-02-30 }', 'must be a date such as'],
      [
        'a price that ends before it begins',
        '{ input: 1, output: 1, source: x, since: 2026-05-01, until: 2026-04-01 }',
        'must be after since',
      ],
      [
        'two prices for one day',
        '[{ input: 1, output: 1, source: x }, { input: 2, output: 1, source: y, since: 2026-04-01 }]',
        'holds two prices for the same day',
      ],
    ].map(([what, price, told]) => [what!, `prices: { openai/gpt-6-luna: ${price} }`, told!]),
    ['a share above one', 'policies: { p: { hedgeShare: 2 } }', 'hedgeShare'],
  ])('%s', (_what, text, told) => {
    expect(() => parseRouting(text)).toThrowError(
      expect.objectContaining({
        code: 'providers.routing_invalid',
        publicMessage: expect.stringContaining(told) as string,
      }) as Error,
    );
  });
});
