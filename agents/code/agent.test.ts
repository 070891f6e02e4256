import { expect, it } from 'vitest';
import { buildChangeSet } from '#agents/analysis/change-set.ts';
import type { Agent, Task } from '#agents/contract.ts';
import { agent as security } from '#agents/security/agent.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { agent as code } from './agent.ts';

const changeSet = buildChangeSet([
  {
    path: 'a.ts',
    status: 'added',
    head: new TextEncoder().encode(
      "import { exec } from 'node:child_process';\n" +
        'export const run = (request) => exec(`ls ${request.query.name}`);\n' +
        'export const isSame = (left, right) => left.id === left.id;\n',
    ),
  },
]);

const task: Task = {
  id: 'task',
  intent: 'review',
  instructions: '',
  context: [],
  limits: { maxSteps: 1, maxCostUsd: 1, deadline: Number.MAX_SAFE_INTEGER },
};

async function rulesOf(agent: Agent): Promise<readonly string[]> {
  const outcome = await agent.run(task, {
    changeSet,
    log: silentLogger(),
    signal: new AbortController().signal,
    progress: () => {},
  });
  expect(outcome.findings.every((finding) => finding.agent === agent.manifest.id)).toBe(true);
  return outcome.findings.map(({ rule }) => rule);
}

it('code and security divide the work: each finds its own faults and leaves the other the rest', async () => {
  expect(await rulesOf(code)).toEqual(['correctness/self-compare']);
  expect(await rulesOf(security)).toEqual(['security/command-injection']);
});

it('both serve the intent of a review', () => {
  for (const { manifest } of [code, security]) expect(manifest.intents).toContain('review');
});
