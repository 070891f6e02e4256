import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDecision } from '#test/support/decision.ts';
import type { CompletionRecord } from '#providers/contract.ts';
import type { FileCoverage, Finding, Outcome } from '../contract.ts';
import { aggregate } from './aggregate.ts';
import type { AgentOutcome } from './file-outcomes.ts';

const reviewed = (path: string): FileCoverage => ({ path, status: 'reviewed' });
const skipped = (path: string, reason: string): FileCoverage => ({ path, status: 'skipped', reason });
const partly = (path: string, reason: string): FileCoverage => ({ path, status: 'partly', reason });

const outcome = (fields: Partial<Outcome> = {}): Outcome => ({
  kind: 'answered',
  markdown: '',
  findings: [],
  notes: [],
  model: 'not-configured',
  coverage: [],
  ...fields,
});

const finished = (agent: string, fields: Partial<Outcome> = {}): AgentOutcome => ({
  agent,
  status: 'finished',
  outcome: outcome(fields),
});
const failed = (agent: string): AgentOutcome => ({ agent, status: 'failed', error: 'It broke.' });

const finding = (fields: Partial<Finding> = {}): Finding => ({
  fingerprint: 'f',
  severity: 'medium',
  rule: 'security/x',
  category: 'security',
  title: 'A title',
  detail: 'A detail',
  location: { path: 'a.ts', line: 3, side: 'new' },
  evidence: 'rule',
  confidence: 0.9,
  agent: 'security',
  ...fields,
});

const record = (fields: Partial<CompletionRecord> = {}): CompletionRecord => ({
  provider: 'openai',
  model: 'one',
  outcome: 'answered',
  usage: undefined,
  costUsd: 0.1,
  latencyMs: 1,
  attempts: [],
  warnings: [],
  decision: plainDecision,
  ...fields,
});

function report(
  coverage: readonly FileCoverage[],
  outcomes: readonly AgentOutcome[],
  records: readonly CompletionRecord[] = [],
) {
  return aggregate({ changeSet: { coverage }, outcomes, records, startedAt: 1_000, finishedAt: 3_500 });
}

const both = [finished('code'), finished('security')];

describe('the conclusion', () => {
  it.each<[string, readonly FileCoverage[], readonly AgentOutcome[], string]>([
    ['all files, all agents', [reviewed('a.ts')], both, 'reviewed'],
    ['an image beside the code', [reviewed('a.ts'), skipped('a.png', 'binary')], both, 'reviewed'],
    ['an empty change', [], both, 'reviewed'],
    ['a file too large', [reviewed('a.ts'), skipped('b.ts', 'too-large')], both, 'partly-reviewed'],
    ['a moved submodule', [reviewed('a.ts'), skipped('lib', 'submodule')], both, 'partly-reviewed'],
    ['a reason nobody knows', [reviewed('a.ts'), skipped('b.ts', 'new-reason')], both, 'partly-reviewed'],
    [
      'a file without a reason',
      [reviewed('a.ts'), { path: 'b.ts', status: 'skipped' }],
      both,
      'partly-reviewed',
    ],
    ['a file without content', [partly('a.ts', 'no-content')], both, 'partly-reviewed'],
    ['one agent that failed', [reviewed('a.ts')], [finished('code'), failed('security')], 'partly-reviewed'],
    [
      'one that declined',
      [reviewed('a.ts')],
      [finished('code'), finished('security', { kind: 'declined' })],
      'partly-reviewed',
    ],
    [
      'a model that failed',
      [reviewed('a.ts')],
      [finished('code', { model: 'failed' }), finished('security')],
      'partly-reviewed',
    ],
    [
      'one file past the budget',
      [reviewed('a.ts')],
      [finished('code', { coverage: [partly('a.ts', 'model budget')] }), finished('security')],
      'partly-reviewed',
    ],
    [
      'no agent that finished',
      [reviewed('a.ts')],
      [failed('code'), { agent: 'security', status: 'cancelled' }],
      'not-reviewed',
    ],
    ['an empty change and no agent', [], [failed('code')], 'not-reviewed'],
    ['no agent at all', [reviewed('a.ts')], [], 'not-reviewed'],
    ['nothing but images', [skipped('a.png', 'binary')], both, 'not-reviewed'],
    ['nothing that could be read', [skipped('a.ts', 'too-large')], both, 'not-reviewed'],
    [
      'nothing that any agent looked at',
      [reviewed('a.ts')],
      [finished('code', { coverage: [skipped('a.ts', 'x')] })],
      'not-reviewed',
    ],
  ])('of %s', (_case, coverage, outcomes, conclusion) => {
    expect(report(coverage, outcomes).conclusion).toBe(conclusion);
  });

  it('says reviewed only when every file is accounted for and none was missed', () => {
    const paths = ['a', 'b', 'c'];
    const status = fc.constantFrom<FileCoverage['status']>('reviewed', 'partly', 'skipped');
    const reason = fc.constantFrom('binary', 'deleted', 'too-large', 'other');
    const file = (path: fc.Arbitrary<string>): fc.Arbitrary<FileCoverage> =>
      fc.record({ path, status, reason });
    const run = fc.record({
      agent: fc.constantFrom('code', 'security'),
      status: fc.constantFrom<AgentOutcome['status']>('finished', 'failed', 'cancelled'),
      outcome: fc
        .record({
          kind: fc.constantFrom<Outcome['kind']>('answered', 'declined', 'needs-input'),
          model: fc.constantFrom<Outcome['model']>('answered', 'failed', 'not-configured'),
          coverage: fc.uniqueArray(file(fc.constantFrom(...paths, 'elsewhere')), {
            selector: ({ path }) => path,
          }),
        })
        .map(outcome),
    });
    const coverage = fc.uniqueArray(file(fc.constantFrom(...paths)), { selector: ({ path }) => path });
    fc.assert(
      fc.property(coverage, fc.array(run, { maxLength: 3 }), (files, runs) => {
        const { conclusion, files: told, agents } = report(files, runs);
        expect(told.map(({ path }) => path)).toEqual(files.map(({ path }) => path));
        expect(agents).toHaveLength(runs.length);
        if (conclusion !== 'reviewed') return;
        expect(runs.length).toBeGreaterThan(0);
        for (const each of runs) {
          expect(each).toMatchObject({ status: 'finished', outcome: { kind: 'answered' } });
          expect(each.outcome.model).not.toBe('failed');
        }
        for (const each of told) {
          expect(each.status).not.toBe('partly');
          if (each.status === 'skipped') expect(['binary', 'deleted']).toContain(each.reason);
        }
      }),
    );
  });

  it('of an empty change and of one without readable files is explained in the notes', () => {
    expect(report([], both).notes.join()).toContain('The change is empty');
    expect(report([skipped('a.png', 'binary')], both).notes.join()).toContain(
      'No file of the change was looked at',
    );
  });
});

describe('files', () => {
  it('carry every reason once, and the agent that did not finish', () => {
    const runs = [
      finished('code', { coverage: [partly('a.ts', 'model budget')] }),
      finished('security', { coverage: [partly('a.ts', 'model budget')] }),
      failed('other'),
    ];
    expect(report([reviewed('a.ts'), reviewed('b.ts')], runs).files).toEqual([
      partly('a.ts', 'model budget, other did not finish'),
      partly('b.ts', 'other did not finish'),
    ]);
  });

  it('say how many hunks were left out by the agent that left out most', () => {
    const gap = (left: number) => ({ ...partly('a.ts', 'model budget'), hunks: { left, of: 4 } });
    const runs = [finished('code', { coverage: [gap(1)] }), finished('security', { coverage: [gap(3)] })];
    expect(report([reviewed('a.ts')], runs).files).toEqual([gap(3)]);
  });

  it('a rule that another agent’s model bears out says so, once', () => {
    const runs = [
      finished('security', { findings: [finding()] }),
      finished('code', { findings: [finding({ fingerprint: 'm', agent: 'code', evidence: 'model' })] }),
    ];
    expect(report([reviewed('a.ts')], runs).findings).toEqual([finding({ alsoFoundBy: 'model' })]);
  });

  it('that an agent invents are not listed', () => {
    const runs = [finished('code', { coverage: [partly('elsewhere.ts', 'x')] })];
    expect(report([reviewed('a.ts')], runs)).toMatchObject({
      conclusion: 'reviewed',
      files: [reviewed('a.ts')],
    });
  });
});

describe('findings', () => {
  const told = (...findings: readonly Finding[]) =>
    report(
      [reviewed('a.ts')],
      [
        finished('code', { findings: findings.filter(({ agent }) => agent === 'code') }),
        finished('security', { findings: findings.filter(({ agent }) => agent === 'security') }),
      ],
    ).findings;

  it('of two agents about one place and category are told once, by the graver', () => {
    const grave = finding({ severity: 'high' });
    const light = finding({ severity: 'low', agent: 'code', fingerprint: 'g' });
    expect(told(light, grave)).toEqual([grave]);
    expect(told(grave, light)).toEqual([grave]);
  });

  it.each<[string, Partial<Finding>]>([
    ['another line', { location: { path: 'a.ts', line: 4, side: 'new' } }],
    ['another file', { location: { path: 'b.ts', line: 3, side: 'new' } }],
    ['the other side', { location: { path: 'a.ts', line: 3, side: 'old' } }],
    ['another category', { category: 'correctness' }],
  ])('of two agents about %s are both told', (_case, fields) => {
    expect(told(finding(), finding({ ...fields, agent: 'code', fingerprint: 'g' }))).toHaveLength(2);
  });

  it('of one agent about one place are two things, unless they are one and the same', () => {
    expect(told(finding(), finding({ fingerprint: 'g', rule: 'security/y' }))).toHaveLength(2);
    expect(told(finding(), finding())).toHaveLength(1);
  });

  it('without a place are all told', () => {
    const { location: _place, ...homeless } = finding();
    expect(told(homeless, { ...homeless, agent: 'code', fingerprint: 'g' })).toHaveLength(2);
  });

  it('come worst first, then by file and line, whatever the order of the agents', () => {
    const places: readonly Finding[] = [
      finding({ severity: 'critical', location: { path: 'z.ts', line: 9, side: 'new' } }),
      finding({ severity: 'low', location: { path: 'a.ts', line: 2, side: 'new' } }),
      finding({ severity: 'low', location: { path: 'a.ts', line: 10, side: 'new' } }),
      finding({ severity: 'low', location: { path: 'b.ts', line: 1, side: 'new' } }),
    ];
    expect(told(...places.toReversed())).toEqual(places);
  });
});

describe('cost and models', () => {
  it('adds up exactly and names each model once', () => {
    const records = Array.from({ length: 10 }, () => record());
    expect(report([reviewed('a.ts')], both, records)).toMatchObject({ costUsd: 1, models: ['openai/one'] });
  });

  it.each([
    ['nothing when no model was asked', [], 0],
    ['unknown when one answer has no price', [record(), record({ costUsd: undefined })], undefined],
    [
      'unknown when a failed call may be charged',
      [record({ outcome: 'failed', costUsd: undefined })],
      undefined,
    ],
    ['what failed calls cost too', [record(), record({ outcome: 'failed', costUsd: 0.05 })], 0.15],
  ])('is %s', (_case, records, costUsd) => {
    expect(report([reviewed('a.ts')], both, records).costUsd).toBe(costUsd);
  });

  it('names only models that answered, and says which failed before', () => {
    const attempts = [
      {
        provider: 'groq',
        model: 'fast',
        outcome: 'failed',
        code: 'providers.overloaded',
        latencyMs: 1,
        startedMs: 0,
      },
      { provider: 'openai', model: 'one', outcome: 'answered', latencyMs: 1, startedMs: 0 },
    ] as const;
    const told = report([reviewed('a.ts')], both, [record({ attempts }), record({ attempts })]);
    expect(told.models).toEqual(['openai/one']);
    expect(told.notes.filter((note) => note.includes('groq/fast'))).toEqual([
      'groq/fast failed (providers.overloaded); openai/one answered instead.',
    ]);
  });
});

it('notes name the agent they come from, its failure, and that no model was asked', () => {
  const told = report([reviewed('a.ts')], [finished('code', { notes: ['Something.'] }), failed('security')]);
  expect(told.notes).toEqual([
    'code: Something.',
    'security did not finish: It broke.',
    'No model was asked: the findings come from deterministic rules alone.',
  ]);
  expect(told.durationMs).toBe(2_500);
});
