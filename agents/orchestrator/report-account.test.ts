import { describe, expect, it } from 'vitest';
import { standardSettings, type Settings } from '#agents/configuration/keys.ts';
import { plainDecision } from '#test/support/decision.ts';
import type { CompletionRecord } from '#providers/contract.ts';
import type { Report } from '../contract.ts';
import { reportAccount } from './report-account.ts';

const report: Report = {
  conclusion: 'reviewed',
  files: [{ path: 'a.ts', status: 'reviewed' }],
  findings: [],
  rulesRun: 142,
  models: ['openai/one'],
  agents: [{ id: 'security', status: 'finished', model: 'answered' }],
  notes: [],
  costUsd: 0.01,
  durationMs: 5,
};

const record = (prompt?: string): CompletionRecord => ({
  provider: 'openai',
  model: 'one',
  outcome: 'answered',
  ...(prompt === undefined ? {} : { prompt }),
  usage: { inputUncached: 10, cacheRead: 0, cacheWrite: 0, output: 5, reasoning: 0 },
  costUsd: 0.01,
  latencyMs: 1,
  attempts: [],
  warnings: [],
  decision: plainDecision,
});

const account = (
  fields: Partial<Report> = {},
  records: readonly CompletionRecord[] = [],
  settings: Settings = standardSettings,
) => reportAccount({ report: { ...report, ...fields }, records, settings, maxCostUsd: 1 });

describe('the account of a review', () => {
  it('counts the rules that ran, and says how many entries of the configuration switch some off', () => {
    expect(account()).toContain('- Agents: security (rules and a model); 142 rules ran\n');
    const rulesOff = [{ id: 'security/eval', reason: 'ours' }];
    expect(account({ rulesRun: 1 }, [], { ...standardSettings, 'review.rules_off': rulesOff })).toContain(
      '; 1 rule ran; 1 switched off by `review.rules_off` in `.amas.yml`\n',
    );
  });

  it('counts no rules where no agent says which it has', () => {
    const { rulesRun: _gone, ...without } = report;
    expect(
      reportAccount({ report: without, records: [], settings: standardSettings, maxCostUsd: 1 }),
    ).toContain('- Agents: security (rules and a model)\n');
  });

  it('names each version of a prompt once, and none where no model was asked', () => {
    const records = [
      record('security/review-v1+frame-v1'),
      record('code/review-v1'),
      record('code/review-v1'),
      record(),
    ];
    expect(account({}, records)).toContain(
      '; 4 calls; prompts `code/review-v1`, `security/review-v1+frame-v1`; 40 tokens in',
    );
    expect(account()).not.toContain('prompts');
  });
});
