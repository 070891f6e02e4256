import { describe, expect, it } from 'vitest';
import { buildChangeSet } from '#agents/analysis/change-set.ts';
import type { Outcome } from '#agents/contract.ts';
import { agent as security } from '#agents/security/agent.ts';
import { AmasError } from '#monitoring/errors.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { scriptedJudge, type ScriptedModel, type Step } from '#test/support/scripted-model.ts';

const text = [
  "import { exec } from 'node:child_process';",
  'export const list = (request) => exec(`ls ${request.query.name}`);',
  'export const two = load(one);',
  'export const three = load(two);',
  '',
].join('\n');

const remark = (line: number, title: string) => ({
  path: 'a.js',
  side: 'new',
  line,
  endLine: null,
  quote: text.split('\n')[line - 1],
  severity: 'high',
  category: 'security',
  title,
  detail: 'A stranger passes a name and reads the file. Check the name first.',
  suggestion: null,
  confidence: 0.9,
});
const findings = JSON.stringify({ findings: [remark(3, 'Two is open'), remark(4, 'Three is open')] });
const verdicts = (...given: readonly unknown[]): Step => JSON.stringify({ verdicts: given });
const reason = 'Line 3 checks the name before it is used.';

function run(model: ScriptedModel, maxSteps = 8): Promise<Outcome> {
  return security.run(
    {
      id: 'task',
      intent: 'review',
      instructions: '',
      context: [],
      limits: { maxSteps, maxCostUsd: 1, deadline: Number.MAX_SAFE_INTEGER },
    },
    {
      changeSet: buildChangeSet([{ path: 'a.js', status: 'added', head: new TextEncoder().encode(text) }]),
      model,
      log: silentLogger(),
      signal: new AbortController().signal,
      progress: () => {},
    },
  );
}

const titles = ({ findings }: Outcome) =>
  findings.filter(({ evidence }) => evidence === 'model').map(({ title }) => title);

describe('a second look', () => {
  it('drops what it refutes and says how many', async () => {
    const model = scriptedJudge([findings], [verdicts({ id: 'm1', verdict: 'refuted', reason })]);
    const outcome = await run(model);
    expect(titles(outcome)).toEqual(['Three is open']);
    expect(outcome.notes).toContain('Remarks of the model that a second look refuted were dropped: 1.');
  });

  it.each([
    ['it is unsure', { id: 'm1', verdict: 'unsure', reason }],
    ['it gives no reason', { id: 'm1', verdict: 'refuted', reason: 'no' }],
    ['it names a remark that nobody made', { id: 'm77', verdict: 'refuted', reason }],
  ])('leaves a remark of which %s', async (_case, verdict) => {
    expect(titles(await run(scriptedJudge([findings], [verdicts(verdict)])))).toHaveLength(2);
  });

  it('doubts what a rule found in a note, and neither drops nor lowers it', async () => {
    const model = scriptedJudge([findings], [verdicts({ id: 'r1', verdict: 'refuted', reason })]);
    const outcome = await run(model);
    expect(outcome.findings[0]).toMatchObject({ severity: 'critical', evidence: 'rule', confidence: 0.9 });
    expect(outcome.notes.join()).toContain(
      `The model doubts \`security/command-injection\` at \`a.js:2\`, which stands: ${reason}`,
    );
  });

  it('sees the remarks and the lines around them, as data', async () => {
    const model = scriptedJudge([findings], [verdicts()]);
    await run(model);
    const user = model.secondLooks[0]?.messages[0]?.content ?? '';
    const boundary = /BEGIN DATA ([0-9a-f]{32})/.exec(user)?.[1];
    const data = user.slice(user.indexOf('BEGIN DATA'), user.indexOf(`END DATA ${boundary}`));
    for (const shown of ['[remark m1]', '[remark m2]', '[remark r1]', 'claims: Two is open', '3 + export'])
      expect(data).toContain(shown);
    expect(model.secondLooks[0]?.tools).toBeUndefined();
  });

  it('is not taken when the model found nothing', async () => {
    const model = scriptedJudge([JSON.stringify({ findings: [] })], [verdicts()]);
    await run(model);
    expect(model.secondLooks).toEqual([]);
  });

  it.each<[string, Step, string]>([
    ['nonsense', 'All is well.', 'stand without a second look: An answer of the model was discarded'],
    ['a refusal', { text: '', finish: 'refusal' }, 'stand without a second look: The model refused'],
    [
      'a failure',
      new AmasError('providers.exhausted', 'x', { publicMessage: 'All are busy.' }),
      'All are busy.',
    ],
  ])('that ends in %s leaves the remarks, and says so', async (_case, step, note) => {
    const outcome = await run(scriptedJudge([findings], [step]));
    expect(titles(outcome)).toHaveLength(2);
    expect(outcome.notes.join()).toContain(note);
    expect(outcome.model).toBe('answered');
  });

  it('has calls of its own: no run makes more than it may', async () => {
    for (const maxSteps of [1, 2, 3, 4, 5]) {
      const model = scriptedJudge([findings], ['nonsense']);
      const outcome = await run(model, maxSteps);
      expect(model.requests.length + model.secondLooks.length).toBeLessThanOrEqual(maxSteps);
      expect(titles(outcome)).toHaveLength(2);
      if (model.secondLooks.length === 0) expect(outcome.notes.join()).toContain('no call was left');
    }
  });
});
