import type { Clock } from '#monitoring/clock.ts';
import { AmasError, codeOf, publicMessageOf } from '#monitoring/errors.ts';
import type { Logger } from '#monitoring/logger.ts';
import type { CompletionRecord, Model } from '#providers/contract.ts';
import type { Agent, ChangeSet, ReadFile, Report, SearchRepository, Task } from '../contract.ts';
import { aggregate, type AggregateInput } from './aggregate.ts';
import type { AgentOutcome } from './file-outcomes.ts';
import { planTask } from './plan-task.ts';

/** A sign of life of one run. */
export interface RunProgress {
  readonly agent: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly label: string;
}

/** A model, and the account of its calls, failed ones included, which grows while it works. */
export interface AccountedModel {
  readonly model: Model;
  readonly records: readonly CompletionRecord[];
}

export interface LocalRun extends Pick<AggregateInput, 'left' | 'isOff' | 'notes'> {
  readonly task: Task;
  readonly changeSet: ChangeSet;
  readonly agents: readonly Agent[];
  /** Shared by all runs, so that they share its limits. */
  readonly model?: AccountedModel;
  /** Reads files beyond the change. */
  readonly readFile?: ReadFile;
  readonly search?: SearchRepository;
  readonly onProgress: (progress: RunProgress) => void;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Plans and runs a task in this process. The runs of a stage go side by side, and one that fails takes none of the
 * others with it: the report says what is missing. Throws only when no agent serves the intent.
 */
export async function runLocally(run: LocalRun): Promise<Report> {
  const startedAt = run.clock.now();
  const plan = planTask(
    run.task,
    run.agents.map((agent) => agent.manifest),
  );
  const outcomes: AgentOutcome[] = [];
  for (const stage of plan.stages) {
    const agents = stage.flatMap((id) => run.agents.filter((agent) => agent.manifest.id === id));
    outcomes.push(...(await Promise.all(agents.map((agent) => runAgent(agent, run)))));
  }
  return aggregate({
    changeSet: run.changeSet,
    outcomes,
    records: run.model?.records ?? [],
    ...(run.left === undefined ? {} : { left: run.left }),
    ...(run.isOff === undefined ? {} : { isOff: run.isOff }),
    ...(run.notes === undefined ? {} : { notes: run.notes }),
    startedAt,
    finishedAt: run.clock.now(),
  });
}

async function runAgent(agent: Agent, run: LocalRun): Promise<AgentOutcome> {
  const { id } = agent.manifest;
  const tell = (state: RunProgress['state'], label: string) => run.onProgress({ agent: id, state, label });
  try {
    run.signal.throwIfAborted();
    const outcome = await agent.run(run.task, {
      changeSet: run.changeSet,
      ...(run.model === undefined ? {} : { model: run.model.model }),
      ...(run.readFile === undefined ? {} : { readFile: run.readFile }),
      ...(run.search === undefined ? {} : { search: run.search }),
      ...(run.isOff === undefined ? {} : { isOff: run.isOff }),
      log: run.log.child({ agent: id, taskId: run.task.id }),
      signal: run.signal,
      progress: (label) => tell('running', label),
    });
    tell('done', `${outcome.findings.length} ${outcome.findings.length === 1 ? 'finding' : 'findings'}`);
    return { agent: id, status: 'finished', outcome };
  } catch (error) {
    if (run.signal.aborted) {
      tell('failed', 'stopped');
      return { agent: id, status: 'cancelled' };
    }
    const fields = { err: error, code: codeOf(error), agent: id };
    if (error instanceof AmasError) run.log.warn(fields, 'agent failed');
    else run.log.error(fields, 'agent failed');
    tell('failed', publicMessageOf(error));
    return { agent: id, status: 'failed', error: publicMessageOf(error) };
  }
}
