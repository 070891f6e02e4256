import { plainDecision } from '#test/support/decision.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { severities, type FileCoverage, type Finding, type Report } from '../contract.ts';
import { reportFooter } from './report-footer.ts';
import { reportMarkdown, reportTitle } from './report-markdown.ts';
import { failOnChoices, verdictOf } from './verdict.ts';

const report = (fields: Partial<Report> = {}): Report => ({
  conclusion: 'reviewed',
  files: [{ path: 'a.ts', status: 'reviewed' }],
  findings: [],
  models: [],
  agents: [{ id: 'security', status: 'finished', model: 'not-configured' }],
  notes: [],
  costUsd: 0,
  durationMs: 1_234,
  ...fields,
});

const finding = (fields: Partial<Finding> = {}): Finding => ({
  fingerprint: 'f',
  severity: 'high',
  rule: 'security/sql-injection',
  category: 'security',
  title: 'The query is built from the request',
  detail: 'Anybody reads anything.',
  location: { path: 'src/db.ts', line: 12, side: 'new' },
  evidence: 'rule',
  confidence: 0.9,
  agent: 'security',
  cwe: 'CWE-89',
  ...fields,
});

const files = (count: number, fields: Omit<FileCoverage, 'path'>): FileCoverage[] =>
  Array.from({ length: count }, (_, index) => ({ path: `f${index}.ts`, ...fields }));

describe('the title', () => {
  it.each<[Partial<Report>, string]>([
    [{}, 'Nothing found in 1 file'],
    [{ findings: [finding()] }, '1 high finding in 1 file'],
    [{ findings: [finding(), finding({ severity: 'low' })] }, '1 high, 1 low findings in 1 file'],
    [
      { conclusion: 'partly-reviewed', files: files(3, { status: 'partly', reason: 'model budget' }) },
      'Partly reviewed: nothing found in 3 files; 3 not looked at in full',
    ],
    [{ conclusion: 'reviewed', files: [] }, 'Nothing to review: the change is empty'],
    [{ conclusion: 'not-reviewed' }, 'Not reviewed: no file could be looked at'],
    [
      { conclusion: 'not-reviewed', agents: [{ id: 'a', status: 'failed', model: 'failed' }] },
      'Not reviewed: no agent finished',
    ],
  ])('%#', (fields, title) => {
    expect(reportTitle(report(fields))).toBe(title);
  });

  it('mentions skipped files even when all that can be read was', () => {
    const told = report({
      files: [...report().files, { path: 'a.png', status: 'skipped', reason: 'binary' }],
    });
    expect(reportTitle(told)).toBe('Nothing found in 1 file; 1 not looked at in full');
  });

  it('is one line of at most 120 characters, whatever the numbers', () => {
    const many = severities.flatMap((severity) => Array.from({ length: 9_999 }, () => finding({ severity })));
    const told = report({
      conclusion: 'partly-reviewed',
      findings: many,
      files: files(99_999, { status: 'partly', reason: 'x' }),
    });
    expect(reportTitle(told).length).toBeLessThanOrEqual(120);
  });
});

describe('the text', () => {
  it('lists findings by severity with place, rule and CWE, and details when asked', () => {
    const told = report({ findings: [finding({ severity: 'critical' }), finding()] });
    const text = reportMarkdown(told);
    expect(text.indexOf('#### Critical')).toBeLessThan(text.indexOf('#### High'));
    expect(text).toContain(
      '- **The query is built from the request** `src/db.ts:12` (`security/sql-injection`, CWE-89)',
    );
    expect(text).not.toContain('Anybody reads anything.');
    expect(reportMarkdown(told, { details: true })).toContain('  Anybody reads anything.');
  });

  it('says what was not looked at, by reason, and offers a local run only with something to fix', () => {
    const told = report({
      files: [
        ...files(40, { status: 'skipped', reason: 'too-large' }),
        {
          path: 'z.ts',
          status: 'partly',
          reason: 'model budget, security did not finish',
          hunks: { left: 3, of: 8 },
        },
      ],
      notes: ['A note.'],
    });
    const text = reportMarkdown(told);
    expect(text).toContain('- too large: `f0.ts`, ');
    expect(text).toContain('and 25 more');
    expect(text).toContain('security did not finish: `z.ts` (3 of 8 hunks left out)');
    expect(text).toContain('- A note.');
    expect(text).not.toContain('`amas review`');
    expect(reportMarkdown(report({ findings: [finding()] }))).toContain('`amas review`');
  });

  it('shows what strangers named as they wrote it: no markup, mention or table breaks out', () => {
    const path = 'a`](http://evil) <img> @octo/team |.ts';
    const title = 'Bad <img src=x> @octo/team [link](http://evil) with `code <b>`';
    const told = report({
      findings: [finding({ title, location: { path, line: 1, side: 'new' } })],
      files: [{ path, status: 'skipped', reason: 'x' }],
      notes: ['<script> @all'],
    });
    const text = reportMarkdown(told);
    expect(text).toContain(`\`\`${path}:1\`\``);
    expect(text).toContain('Bad &lt;img src=x> `@octo/team` \\[link\\](http://evil) with `code <b>`');
    expect(text).toContain('&lt;script> `@all`');
  });

  it('fits into one comment of every platform, whatever was found', () => {
    const long = finding({
      title: 't'.repeat(120),
      detail: 'd'.repeat(1_500),
      location: { path: 'p'.repeat(120), line: 1, side: 'new' },
    });
    const told = report({
      findings: Array.from({ length: 3_000 }, () => long),
      files: files(3_000, { status: 'skipped', reason: 'too-large' }),
    });
    expect(reportMarkdown(told).length).toBeLessThan(65_000);
    expect(reportMarkdown(told)).toContain('2900 more findings');
  });
});

describe('the footer', () => {
  it.each<[Partial<Report>, string]>([
    [{}, 'No model asked · 1.2 s'],
    [{ models: ['openai/one'], costUsd: 0.0123 }, 'openai/one · $0.0123 · 1.2 s'],
    [{ models: ['openai/one'], costUsd: 0.00001 }, 'openai/one · < $0.0001 · 1.2 s'],
    [{ models: ['openai/one'], costUsd: undefined }, 'openai/one · cost unknown · 1.2 s'],
    [{ agents: [{ id: 'a', status: 'finished', model: 'failed' }] }, 'The model failed · 1.2 s'],
    [
      { agents: [{ id: 'a', status: 'finished', model: 'failed' }], costUsd: undefined, durationMs: 125_000 },
      'The model failed · cost unknown · 2 min 5 s',
    ],
  ])('%#', (fields, footer) => {
    expect(reportFooter(report(fields))).toBe(footer);
  });

  it('says who was asked before, and what was wrong with it', () => {
    const attempts = [
      {
        provider: 'groq',
        model: 'x',
        outcome: 'failed',
        code: 'providers.overloaded',
        latencyMs: 1,
        startedMs: 0,
      },
      { provider: 'openai', model: 'one', outcome: 'answered', latencyMs: 1, startedMs: 0 },
    ] as const;
    const record = {
      provider: 'openai',
      model: 'one',
      outcome: 'answered',
      usage: undefined,
      costUsd: 1,
      latencyMs: 1,
      attempts,
      warnings: [],
      decision: plainDecision,
    } as const;
    expect(reportFooter(report({ models: ['openai/one'], costUsd: 0.012 }), [record])).toBe(
      'openai/one after groq/x was overloaded · $0.0120 · 1.2 s',
    );
  });
});

describe('the verdict', () => {
  it.each<[Partial<Report>, string]>([
    [{}, 'passed'],
    [{ findings: [finding()] }, 'attention'],
    [{ findings: [finding({ severity: 'medium' })] }, 'passed'],
    [{ conclusion: 'partly-reviewed' }, 'incomplete'],
    [{ conclusion: 'partly-reviewed', findings: [finding()] }, 'attention'],
    [{ conclusion: 'not-reviewed', findings: [finding()] }, 'not-done'],
  ])('with the threshold at high: %#', (fields, verdict) => {
    expect(verdictOf(report(fields), 'high')).toBe(verdict);
  });

  it('never blocks when nothing may block, and a lower threshold never blocks less', () => {
    const severity = fc.constantFrom(...severities);
    fc.assert(
      fc.property(fc.array(severity), fc.constantFrom(...failOnChoices), (found, failOn) => {
        const told = report({ findings: found.map((each) => finding({ severity: each })) });
        const verdict = verdictOf(told, failOn);
        if (failOn === 'never') expect(verdict).toBe('passed');
        if (verdict === 'attention') expect(verdictOf(told, 'info')).toBe('attention');
      }),
    );
  });
});
