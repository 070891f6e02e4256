import * as fc from 'fast-check';
import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { buildChangeSet } from '#agents/analysis/change-set.ts';
import type { Finding, Report } from '#agents/contract.ts';
import { prettyReport } from './pretty-report.ts';
import { catalogue } from '#agents/analysis/rules/catalogue.ts';
import { jsonReport } from './json-report.ts';
import { sarifReport } from './sarif-report.ts';
import { wrapText } from './wrap-text.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

const changeSet = buildChangeSet([
  {
    path: 'src/a b#c.ts',
    status: 'modified',
    base: bytes('one\ncheck(user);\nthree\n'),
    head: bytes('one\nthree\nfour;\n\tfive\n'),
  },
]);

const finding = (fields: Partial<Finding> = {}): Finding => ({
  fingerprint: '0123456789abcdef0123456789abcdef',
  severity: 'high',
  rule: 'security/sql-injection',
  category: 'security',
  title: 'The query is built from the request',
  detail: 'Anybody reads anything.',
  location: { path: 'src/a b#c.ts', line: 3, endLine: 4, side: 'new' },
  evidence: 'rule',
  confidence: 0.9,
  agent: 'security',
  cwe: 'CWE-89',
  ...fields,
});

const report = (fields: Partial<Report> = {}): Report => ({
  conclusion: 'reviewed',
  files: [{ path: 'src/a b#c.ts', status: 'reviewed' }],
  findings: [finding()],
  models: [],
  agents: [{ id: 'security', status: 'finished', model: 'not-configured' }],
  notes: [],
  costUsd: 0,
  durationMs: 1_234,
  ...fields,
});

interface Text {
  readonly text: string;
}

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

const noRegion: Region = { startLine: 0, startColumn: 0, endLine: 0, endColumn: 0 };

/** What the tests read of the document. */
interface Sarif {
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly rules: readonly {
          readonly id: string;
          readonly shortDescription: Text;
          readonly fullDescription: Text;
          readonly help: { readonly markdown: string };
          readonly properties: { readonly tags: readonly string[] };
        }[];
      };
    };
    readonly automationDetails: { readonly id: string };
    readonly invocations: readonly {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: readonly { readonly message: Text }[];
    }[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly locations: readonly { readonly physicalLocation: { readonly region: Region } }[];
      readonly partialFingerprints: { readonly primaryLocationLineHash: string };
    }[];
  }[];
}

function sarif(fields: Partial<Report> = {}) {
  const document = JSON.parse(sarifReport(report(fields), changeSet)) as Sarif;
  const [run] = document.runs;
  if (!run) throw new Error('no run');
  return { document, run, rules: run.tool.driver.rules, results: run.results };
}

describe('SARIF', () => {
  it('and JSON say where a model bears out a rule, and how much of a file was left out', () => {
    const fields: Partial<Report> = {
      conclusion: 'partly-reviewed',
      findings: [finding({ alsoFoundBy: 'model' }), finding({ fingerprint: 'f'.repeat(32) })],
      files: [{ path: 'a.ts', status: 'partly', reason: 'model budget', hunks: { left: 3, of: 8 } }],
    };
    const { run, document } = sarif(fields);
    expect(JSON.stringify(document).match(/"alsoFoundBy":"model"/g)).toHaveLength(1);
    const [note] = run.invocations[0]?.toolExecutionNotifications ?? [];
    expect(note?.message.text).toContain('(3 of 8 hunks left out)');
    expect(JSON.parse(jsonReport(report(fields)))).toMatchObject({
      findings: [{ alsoFoundBy: 'model' }, { alsoFoundBy: null }],
      files: [{ hunks: { left: 3, of: 8 } }],
    });
  });

  it('holds what code scanning refuses to do without', () => {
    const { document, run, rules, results } = sarif();
    expect(document).toMatchObject({ $schema: expect.stringContaining('sarif-2.1.0'), version: '2.1.0' });
    expect(run.tool.driver).toMatchObject({
      name: 'AMAS',
      semanticVersion: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
    expect(run.automationDetails.id).toBe('amas/review/');
    expect(rules).toEqual([
      expect.objectContaining({
        id: 'security/sql-injection',
        shortDescription: { text: expect.stringMatching(/./) },
        fullDescription: { text: expect.stringMatching(/./) },
        help: { text: expect.stringMatching(/./), markdown: expect.stringMatching(/./) },
        defaultConfiguration: { level: 'error' },
        properties: expect.objectContaining({
          tags: ['security', 'external/cwe/cwe-089'],
          'security-severity': '8.0',
        }),
      }),
    ]);
    expect(results).toEqual([
      expect.objectContaining({
        ruleId: 'security/sql-injection',
        ruleIndex: 0,
        level: 'error',
        message: { text: 'The query is built from the request\n\nAnybody reads anything.' },
        partialFingerprints: { primaryLocationLineHash: '0123456789abcdef:1' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'src/a%20b%23c.ts', uriBaseId: '%SRCROOT%' },
              region: { startLine: 3, startColumn: 1, endLine: 4, endColumn: 6 },
            },
          },
        ],
      }),
    ]);
  });

  it.each<[Finding['severity'], string]>([
    ['critical', 'error'],
    ['high', 'error'],
    ['medium', 'warning'],
    ['low', 'note'],
    ['info', 'note'],
  ])('calls %s %s', (severity, level) => {
    expect(sarif({ findings: [finding({ severity })] }).results[0]).toMatchObject({ level });
  });

  it('marks findings of the left side, whose lines count in the base', () => {
    const { results } = sarif({
      findings: [finding({ location: { path: 'src/a b#c.ts', line: 2, side: 'old' } })],
    });
    expect(results[0]).toMatchObject({
      properties: { side: 'left' },
      locations: [{ physicalLocation: { region: { startLine: 2, endLine: 2, endColumn: 13 } } }],
    });
  });

  it('tells equal lines apart, so that none is taken for a duplicate', () => {
    const { results } = sarif({ findings: [finding(), finding()] });
    const hashes = results.map((result) => result.partialFingerprints.primaryLocationLineHash);
    expect(new Set(hashes).size).toBe(2);
  });

  it('describes every rule that a result names, of models too, within the limits', () => {
    const findings = ['model/security', 'secret/token', 'maintainability/complexity', 'no/such-rule'].map(
      (rule) => finding({ rule, title: 't'.repeat(2_000), detail: 'd'.repeat(5_000) }),
    );
    const { rules, results } = sarif({ findings });
    for (const result of results) expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
    for (const rule of rules) {
      expect(rule.shortDescription.text.length).toBeLessThanOrEqual(1_024);
      expect(rule.fullDescription.text.length).toBeLessThanOrEqual(1_024);
      expect(rule.properties.tags.length).toBeLessThanOrEqual(10);
    }
  });

  it.each(['security/sql-injection', 'secret/github-token', 'dependency/near-name', 'hidden-text/tags'])(
    'tells of %s what its entry in the catalogue of rules says, not what one finding does',
    (rule) => {
      const { rules } = sarif({ findings: [finding({ rule, detail: 'Only here.' })] });
      const entry = catalogue.get(rule);
      expect(entry).toBeDefined();
      expect(rules[0]?.help.markdown).toContain(entry?.instead);
      expect(rules[0]?.help.markdown).toContain(entry?.example);
      expect(rules[0]?.fullDescription.text).toBe(entry?.why);
    },
  );

  it('gives every result a region whose end is not before its start, also where the text is not known', () => {
    const places = [
      { path: 'src/a b#c.ts', line: 1, side: 'new' },
      { path: 'src/a b#c.ts', line: 2, endLine: 3, side: 'old' },
      { path: 'src/a b#c.ts', line: 900, side: 'new' },
      { path: 'elsewhere.ts', line: 7, side: 'old' },
    ] as const;
    const { results } = sarif({ findings: places.map((location) => finding({ location })) });
    expect(results).toHaveLength(places.length);
    for (const [index, { locations }] of results.entries()) {
      const { startLine, endLine, startColumn, endColumn } =
        locations[0]?.physicalLocation.region ?? noRegion;
      expect(startLine).toBe(places[index]?.line);
      expect(endLine).toBeGreaterThanOrEqual(startLine);
      expect(startColumn).toBe(1);
      expect(endColumn).toBeGreaterThan(startColumn);
    }
  });

  it('says in notifications what results cannot: gaps, notes, findings without a place', () => {
    const { location: _place, ...homeless } = finding();
    const { run, results } = sarif({
      conclusion: 'not-reviewed',
      findings: [homeless],
      notes: ['A note.'],
      files: [{ path: 'big.ts', status: 'skipped', reason: 'too-large' }],
    });
    expect(results).toEqual([]);
    expect(run.invocations[0]?.executionSuccessful).toBe(false);
    expect(run.invocations[0]?.toolExecutionNotifications.map(({ message }) => message.text)).toEqual([
      'The query is built from the request: Anybody reads anything.',
      'A note.',
      'big.ts was not looked at in full: too large',
    ]);
  });
});

describe('pretty', () => {
  const pretty = (fields: Partial<Report> = {}, failOn: 'high' | 'never' = 'high') =>
    prettyReport({
      report: report(fields),
      changeSet,
      failOn,
      footer: 'No model asked',
      comparison: 'a against b',
      colors: pc.createColors(false),
      columns: 80,
    });

  it('marks the lines of the finding and shows two around them', () => {
    expect(pretty()).toContain(
      ['src/a b#c.ts:3', '  1 │ one', '  2 │ three', '> 3 │ four;', '> 4 │   five'].join('\n'),
    );
  });

  it('shows removed lines from the base', () => {
    const text = pretty({
      findings: [finding({ location: { path: 'src/a b#c.ts', line: 2, side: 'old' } })],
    });
    expect(text).toContain('src/a b#c.ts:2 (removed line)');
    expect(text).toContain('> 2 │ check(user);');
  });

  it('never repeats a line with a credential, not even beside another finding', () => {
    const secret = finding({ category: 'secret', location: { path: 'src/a b#c.ts', line: 3, side: 'new' } });
    const text = pretty({
      findings: [finding({ location: { path: 'src/a b#c.ts', line: 2, side: 'new' } }), secret],
    });
    expect(text).toContain('> 3 │ [not shown: a credential stands here]');
    expect(text).not.toContain('four;');
  });

  it('shows a suggestion and that a model wrote it', () => {
    const text = pretty({ findings: [finding({ evidence: 'model', suggestion: 'safe();\ndone();' })] });
    expect(text).toContain('by a model');
    expect(text).toContain('  + safe();\n  + done();');
  });

  it.each<[Partial<Report>, 'high' | 'never', string]>([
    [{ findings: [] }, 'high', '✓ Nothing found in 1 file'],
    [{}, 'high', '✗ 1 high finding in 1 file'],
    [{}, 'never', '✓ 1 high finding in 1 file'],
    [{ findings: [], conclusion: 'partly-reviewed' }, 'high', '✗ Partly reviewed: nothing found'],
    [{ findings: [], conclusion: 'not-reviewed' }, 'high', '✗ Not reviewed'],
  ])('ticks only what was reviewed in full and stays under the threshold: %#', (fields, failOn, summary) => {
    expect(pretty(fields, failOn)).toContain(summary);
  });

  it('copes with thousands of findings and with places it has no text of', () => {
    const findings = Array.from({ length: 5_000 }, () =>
      finding({ location: { path: 'b.ts', line: 1, side: 'new' } }),
    );
    expect(pretty({ findings })).toContain('And 4900 more findings');
  });
});

describe('wrapText', () => {
  it('loses no word and makes no line longer than its longest word needs', () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 20, max: 100 }), (words, columns) => {
        const lines = wrapText(words.join(' '), columns);
        expect(lines.join(' ')).toBe(words.join(' '));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it('leaves code as it is and hangs list items', () => {
    const code = `\`\`\`\n${'x '.repeat(60)}\n\`\`\``;
    expect(wrapText(code, 40).join('\n')).toBe(code);
    expect(wrapText(`- ${'word '.repeat(10).trim()}`, 30)[1]).toMatch(/^ {2}word/);
  });
});
