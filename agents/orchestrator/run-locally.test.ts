import { describe, expect, it } from 'vitest';
import { buildChangeSet } from '#agents/analysis/change-set.ts';
import { AmasError } from '#monitoring/errors.ts';
import { silentLogger } from '#monitoring/logger.ts';
import type { Agent, Outcome, RunContext, Task } from '../contract.ts';
import { planTask } from './plan-task.ts';
import { runLocally, type RunProgress } from './run-locally.ts';

const task: Task = {
  id: 'task',
  intent: 'review',
  instructions: '',
  context: [],
  limits: { maxSteps: 1, maxCostUsd: 1, deadline: Number.MAX_SAFE_INTEGER },
};

const done: Outcome = {
  kind: 'answered',
  markdown: '',
  findings: [],
  notes: [],
  model: 'not-configured',
  coverage: [],
};

function agent(
  id: string,
  run: (context: RunContext) => Promise<Outcome> = () => Promise.resolve(done),
): Agent {
  return {
    manifest: { id, title: id, summary: id, intents: ['review'], capabilities: [] },
    run: (_task, context) => run(context),
  };
}

function runAll(agents: readonly Agent[], signal = new AbortController().signal) {
  const progress: RunProgress[] = [];
  const changeSet = buildChangeSet([
    { path: 'a.ts', status: 'added', head: new TextEncoder().encode('a\n') },
  ]);
  const report = runLocally({
    task,
    changeSet,
    agents,
    onProgress: (each) => progress.push(each),
    signal,
    log: silentLogger(),
    clock: { now: () => 5 },
  });
  return { report, progress };
}

describe('planTask', () => {
  const manifests = [agent('security'), agent('code')].map(({ manifest }) => manifest);

  it('puts all agents that serve the intent into one stage', () => {
    expect(planTask(task, manifests)).toEqual({ stages: [['code', 'security']] });
  });

  it('refuses an intent that nobody serves, and says what can be asked for', () => {
    expect(() => planTask({ intent: 'dance' }, manifests)).toThrowError(
      expect.objectContaining({ code: 'agents.no_agent', publicMessage: expect.stringContaining('review') }),
    );
  });
});

describe('runLocally', () => {
  it('runs the agents of a stage side by side', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const waits = agent('code', async () => {
      await promise;
      return done;
    });
    const frees = agent('security', () => {
      resolve(undefined);
      return Promise.resolve(done);
    });
    expect((await runAll([waits, frees]).report).conclusion).toBe('reviewed');
  });

  it.each([
    [
      'an expected error',
      new AmasError('agents.tool_failed', 'x', { publicMessage: 'The tool is missing.' }),
      'The tool is missing.',
    ],
    ['a bug', new TypeError('secret internals'), 'Something went wrong'],
  ])('one agent that fails by %s does not stop the other', async (_case, error, words) => {
    const { report, progress } = runAll([agent('code', () => Promise.reject(error)), agent('security')]);
    const { conclusion, agents, notes } = await report;
    expect(conclusion).toBe('partly-reviewed');
    expect(agents.map(({ id, status }) => [id, status])).toEqual([
      ['code', 'failed'],
      ['security', 'finished'],
    ]);
    expect(notes.join()).toContain(words);
    expect(notes.join()).not.toContain('internals');
    expect(progress.map(({ agent: id, state }) => [id, state])).toEqual(
      expect.arrayContaining([
        ['code', 'failed'],
        ['security', 'done'],
      ]),
    );
  });

  it('an agent that throws before it returns a promise counts as failed too', async () => {
    const broken = agent('code', () => {
      throw new Error('at once');
    });
    expect((await runAll([broken, agent('security')]).report).agents[0]).toMatchObject({ status: 'failed' });
  });

  it('agents that are stopped count as cancelled, and nothing as reviewed', async () => {
    const stop = new AbortController();
    const slow = agent('code', async ({ signal }) => {
      stop.abort(new Error('stopped'));
      signal.throwIfAborted();
      return done;
    });
    const { conclusion, agents } = await runAll([slow], stop.signal).report;
    expect(conclusion).toBe('not-reviewed');
    expect(agents).toEqual([{ id: 'code', status: 'cancelled', model: 'failed' }]);
  });
});
