import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { layOver } from './effective.ts';
import { explain } from './explain.ts';
import { maxFileBytes, parseLayer } from './parse-layer.ts';

const parse = (text: string | Uint8Array, name: 'organization' | 'repository' = 'repository') =>
  parseLayer({
    name,
    place: `${name}:.amas.yml`,
    bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text,
  });

describe('a file of configuration', () => {
  it('gives its values with their lines, and nothing else is set', () => {
    const layer = parse(
      [
        'review:',
        '  on: [opened, pushed]',
        '  fail_on: medium',
        '  ignore:',
        '    paths:',
        "      - 'docs/**'",
        '  families:',
        '    maintainability: false',
        '  rules_off:',
        '    - id: security/weak-random',
        '      reason: only used for colours',
        'path_instructions:',
        "  - paths: ['src/api/**']",
        '    instructions: Look for missing checks of rights.',
        'limits: { cost_usd: 0.2 }',
        'commands:',
        '  review: { who: triage }',
        '',
      ].join('\n'),
    );
    expect(layer.problems).toEqual([]);
    expect(layer.values).toEqual({
      'review.on': ['opened', 'pushed'],
      'review.fail_on': 'medium',
      'review.ignore.paths': ['docs/**'],
      'review.families.maintainability': false,
      'review.rules_off': [{ id: 'security/weak-random', reason: 'only used for colours' }],
      path_instructions: [{ paths: ['src/api/**'], instructions: 'Look for missing checks of rights.' }],
      'limits.cost_usd': 0.2,
      commands: { review: { who: 'triage' } },
    });
    expect(layer.lines).toMatchObject({ 'review.on': 2, 'review.fail_on': 3, 'limits.cost_usd': 15 });
  });

  test.each([
    ['review:\n  failOn: low', 2, 'did you mean `review.fail_on`?'],
    ['reviews:\n  fail_on: low', 1, 'did you mean `review`?'],
    ['fail_on: low', 1, 'did you mean `review.fail_on`?'],
    ['review:\n  ignore:\n    path: [a]', 3, 'did you mean `review.ignore.paths`?'],
    ['wholly_unlike: 1', 1, 'known here: review, path_instructions'],
    ['review:\n  drafts: maybe', 2, 'expected true or false'],
    ['review:\n  fail_on: worst', 2, 'one of critical, high, medium, low, info, never'],
    ['review:\n  ignore:\n    labels:\n      - ok\n      - [1]', 5, 'review.ignore.labels[1]'],
    ['review:\n  rules_off:\n    - id: a\n', 3, 'review.rules_off[0].reason'],
    ['review: 7', 1, '`review` holds keys of its own: enabled, on, drafts'],
    ['limits:\n  cost_usd: -1', 2, 'a number of dollars'],
    ['commands:\n  review: { who: everybody }', 2, 'one of read, triage, write, maintain, admin, nobody'],
  ])('%j says on line %i what is wrong and what to write', (text, line, words) => {
    const layer = parse(text);
    expect(layer.problems).toHaveLength(1);
    expect(layer.problems[0]?.line).toBe(line);
    expect(layer.problems[0]?.message).toContain(words);
  });

  it('one wrong value costs that value alone', () => {
    const layer = parse('review:\n  drafts: maybe\n  fail_on: low\ntone: short\nnotfy: edit\n');
    expect(layer.values).toEqual({ 'review.fail_on': 'low', tone: 'short' });
    expect(layer.problems.map(({ line }) => line)).toEqual([2, 5]);
  });

  test.each([
    ['no YAML', 'review: [unclosed', /line 1/],
    ['duplicate keys', 'tone: short\ntone: short\n', /line 2: Map keys must be unique/],
    ['several documents', 'tone: short\n---\ntone: short\n', /multiple documents/],
    ['an anchor', 'tone: &x short\n', /line 1: anchors and aliases are not taken/],
    [
      'an alias bomb',
      `a: &a [x]\nb: &b [${'*a,'.repeat(20)}]\nc: [${'*b,'.repeat(20)}]\n`,
      /anchors and aliases/,
    ],
    ['too many bytes', `# ${'x'.repeat(maxFileBytes)}\ntone: short\n`, /larger than 64 kB/],
    ['deep nesting', `a: ${'['.repeat(30_000)}`, /nested too deeply|line 1/],
    ['a list', '- tone\n', /expected keys such as `review:`/],
    ['no text', new Uint8Array([0xff, 0xfe, 0x41]), /no UTF-8 text/],
  ])('of a file with %s nothing counts, and the reason is told', (_what, text, reason) => {
    const { settings, problems } = layOver([parse(text)]);
    expect(settings).toEqual(layOver([]).settings);
    expect(problems.join('\n')).toMatch(reason);
  });

  test.each(['', '# nothing\n', 'review:\n', 'review:\n  ignore:\n'])(
    '%j sets nothing and is no fault',
    (text) => {
      expect(parse(text)).toMatchObject({ values: {}, problems: [] });
    },
  );

  it('never throws, and what it repeats holds no control characters and is short', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        for (const { message } of parse(text).problems) {
          expect(message.length).toBeLessThan(900);
          expect(message).not.toMatch(/\p{Cc}/u);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('layers', () => {
  it('the repository stands over the organization, which stands over the defaults; each value tells its line', () => {
    const effective = layOver([
      parse('review:\n  fail_on: low\n  drafts: true\n', 'organization'),
      parse('tone: short\nreview:\n  fail_on: critical\n'),
    ]);
    const shown = explain(effective).filter(({ from }) => from !== 'default');
    expect(shown.map(({ name, value, from }) => [name, value, from])).toEqual([
      ['review.drafts', 'true', 'organization, organization:.amas.yml:3'],
      ['review.fail_on', 'critical', 'repository, repository:.amas.yml:3'],
      ['tone', 'short', 'repository, repository:.amas.yml:1'],
    ]);
    expect(explain(effective, 'review.ignore').map(({ name }) => name)).toEqual([
      'review.ignore.labels',
      'review.ignore.titles',
      'review.ignore.branches',
      'review.ignore.bases',
      'review.ignore.authors',
      'review.ignore.paths',
    ]);
  });

  it('a limit can only be lowered', () => {
    const effective = layOver([
      parse('limits:\n  cost_usd: 0.5\n', 'organization'),
      parse('limits:\n  cost_usd: 100\n  max_files: 9000\n'),
    ]);
    expect(effective.settings['limits.cost_usd']).toBe(0.5);
    expect(effective.sources['limits.cost_usd']?.layer).toBe('organization');
    expect(effective.settings['limits.max_files']).toBe(3_000);
  });
});
