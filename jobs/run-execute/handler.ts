import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { isSwitchedOff } from '#agents/configuration/choose-findings.ts';
import { promptParts } from '#agents/configuration/prompt-parts.ts';
import type { Agent, Outcome, Task } from '#agents/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Model } from '#providers/contract.ts';
import { findCompletions } from '#prisma/repositories/completions.ts';
import {
  endRun,
  findRun,
  findRuns,
  readRunState,
  renewRun,
  requeueRun,
  type RunEnd,
  type RunRow,
} from '#prisma/repositories/executions.ts';
import type { ApprovalRefusal } from '#prisma/repositories/budget-approvals.ts';
import { claimRow, releaseRow, type Claim } from '#prisma/repositories/leases.ts';
import { findTask, readSnapshot as loadSnapshot, type TaskRow } from '#prisma/repositories/tasks.ts';
import { awaitApproval } from '../approvals/await-approval.ts';
import { stopAtLimit } from '../approvals/stop-at-limit.ts';
import { retellCancelled } from '../cancel-tasks.ts';
import { isOutage, isStalled, reasonOf } from '../failure.ts';
import { connectTo, type JobHost } from '../host.ts';
import { readConfiguration, readLimits, readSnapshot, toJsonColumn, type Snapshot } from '../rows.ts';
import { showProgress } from '../show-progress.ts';
import type { JobContext, JobHandler } from '../worker.ts';
import { createRepositoryReaders } from './repository-reader.ts';
import { createRepositorySearches } from './repository-search.ts';
import { createSharedChangeSets } from './shared-change-sets.ts';

/** A run that ended this many workers is poison: it is failed, and its siblings go on. */
const maxClaims = 5;
/** How often a run learns whether it should stop: what people stop must have stopped within a second. */
const lookMs = 200;
/** At every so many looks it proves that it lives. */
const looksPerBeat = 5;

/** One agent, once. Its outcome is a row; a sibling's failure or retry never repeats it. */
export function createRunExecute(host: JobHost): JobHandler<'run.execute'> {
  const tools = {
    host,
    readerOf: createRepositoryReaders(),
    searchOf: createRepositorySearches(),
    changeSetOf: createSharedChangeSets(),
  };
  return {
    handle: async ({ runId }, context) => {
      const { pool } = host.database;
      const claimed = await claimRow(pool, {
        table: 'task_executions',
        id: runId,
        from: 'queued',
        to: 'running',
        leaseMs: host.leaseMs,
      });
      if (claimed.kind === 'over') return;
      if (claimed.kind === 'busy') {
        await host.jobs.enqueue('run.execute', { runId }, { delayMs: claimed.waitMs });
        return;
      }
      try {
        await execute(tools, runId, claimed.claim, context);
      } finally {
        await releaseRow(pool, 'task_executions', runId, claimed.claim);
      }
    },
    failed: async ({ runId }, error) => {
      // The sweep brings a stalled one back, until its claims say that it is poison.
      if (isOutage(error) || isStalled(error)) return;
      const run = await findRun(host.database.store, runId);
      if (run) await finishRun(host, run, undefined, { status: 'failed', reason: reasonOf(error).reason });
    },
  };
}

interface Tools {
  readonly host: JobHost;
  readonly readerOf: ReturnType<typeof createRepositoryReaders>;
  readonly searchOf: ReturnType<typeof createRepositorySearches>;
  readonly changeSetOf: ReturnType<typeof createSharedChangeSets>;
}

async function execute(tools: Tools, runId: string, claim: Claim, context: JobContext): Promise<void> {
  const { host } = tools;
  const { store } = host.database;
  const run = await findRun(store, runId);
  const task = run && (await findTask(store, run.taskId));
  if (!run || !task) return;
  if (await isOver(host, { run, task, claim })) return;
  const stored = await loadSnapshot(store, task.id);
  // It goes with the task's end, which took the runs along.
  if (stored === undefined) return;
  const snapshot = readSnapshot(stored);
  const { signal, stop, abort } = watchRun(host, run, claim, context.signal);
  let refusal: ApprovalRefusal | undefined;
  const onAsk = (asked: ApprovalRefusal) => {
    refusal = asked;
    abort(new AmasError('jobs.approval_needed', 'the run needs the consent of a person'));
  };
  try {
    const outcome = await runAgent(tools, { run, task, snapshot, signal, onAsk, context });
    await finishRun(host, run, claim, { status: 'finished', outcome: toJsonColumn(outcome) });
  } catch (error) {
    if (refusal) {
      await awaitApproval(host, { run, claim, refusal });
      return;
    }
    const stoppedBy = stopState(signal);
    if (stoppedBy === undefined) throw error;
    // A lost run is in other hands, or over: whatever we did now would be done to somebody else's work.
    if (stoppedBy === 'lost') {
      // Only its account is ours: the calls that were cut off are written down by now.
      await host.jobs.transact((store, enqueue) => retellCancelled({ store, enqueue }, task.id));
      return;
    }
    await finishRun(host, run, claim, { status: 'cancelled', reason: 'task.cancelled' });
  } finally {
    stop();
  }
}

/** Whether there is nothing to do for a run that was claimed; it is ended, or put back in line, then. */
async function isOver(
  host: JobHost,
  { run, task, claim }: { readonly run: RunRow; readonly task: TaskRow; readonly claim: Claim },
): Promise<boolean> {
  if (task.status === 'waiting') {
    await host.jobs.transact((store) => requeueRun(store, run, claim));
    return true;
  }
  if (task.status !== 'running') {
    await finishRun(host, run, claim, { status: 'cancelled', reason: task.reason ?? task.status });
    return true;
  }
  if (claim.epoch <= maxClaims) return false;
  await finishRun(host, run, claim, { status: 'failed', reason: 'jobs.run_poisoned' });
  return true;
}

interface Work {
  readonly run: RunRow;
  readonly task: TaskRow;
  readonly snapshot: Snapshot;
  readonly signal: AbortSignal;
  /** A person has to be asked before the run may go on. */
  readonly onAsk: (refusal: ApprovalRefusal) => void;
  readonly context: JobContext;
}

async function runAgent({ host, readerOf, searchOf, changeSetOf }: Tools, work: Work): Promise<Outcome> {
  const { run, task, snapshot, signal, context } = work;
  const load = host.agents[run.agent];
  if (!load) throw new AmasError('jobs.agent_unknown', `no agent named ${run.agent}`);
  const agent: Agent = await load();
  const model = await bindModel(host, task, run);
  const { settings } = readConfiguration(task.configuration);
  const outcome = await agent.run(toTask(task, snapshot), {
    changeSet: changeSetOf(task.id, snapshot.changes),
    isOff: (about) => isSwitchedOff(settings, about),
    ...(model ? { model: stopAtLimit(model, work.onAsk) } : {}),
    ...(task.subjectId && task.revision
      ? {
          readFile: readerOf(placeOf(task, snapshot), readerTools(host, work)),
          search: searchOf(placeOf(task, snapshot), readerTools(host, work)),
        }
      : {}),
    ...ownerOf(task),
    log: context.log,
    signal,
    progress: (label) => context.log.debug({ label }, 'run progress'),
  });
  signal.throwIfAborted();
  return outcome;
}

const placeOf = (task: TaskRow, snapshot: Snapshot) => ({
  taskId: task.id,
  subjectId: task.subjectId ?? '',
  headSha: task.revision ?? '',
  baseSha: snapshot.baseSha,
});

/** `octo` of `octo/repo#12`. */
function ownerOf({ subjectId }: TaskRow): { readonly owner?: string } {
  const [, owner] = /^([^/#]+)\//.exec(subjectId ?? '') ?? [];
  return owner === undefined ? {} : { owner };
}

function readerTools(host: JobHost, { task, signal, context }: Work) {
  const platform = task.subjectPlatform ?? task.platform;
  const accountId = platform === task.platform ? task.accountId : null;
  return { connect: () => connectTo(host, { ...task, platform, accountId }), log: context.log, signal };
}

/** The person's words and the subject's own text are data; only our instructions are not. */
function toTask(task: TaskRow, snapshot: Snapshot): Task {
  const noun = snapshot.material?.issue ? 'Issue' : 'Pull request';
  return {
    id: task.id,
    // Agents need not know that they see a part.
    intent: task.intent === 'review_paths' ? 'review' : task.intent,
    instructions: task.intent.startsWith('review') ? 'Review the change.' : '',
    ...(snapshot.material ? { material: snapshot.material } : {}),
    ...(snapshot.dependencies ? { rulesOnly: snapshot.dependencies.rulesOnly } : {}),
    context: [
      { origin: 'subject', trust: 'untrusted', label: `${noun} title`, text: snapshot.title },
      { origin: 'subject', trust: 'untrusted', label: `${noun} description`, text: snapshot.body },
      ...(snapshot.texts ?? []).map((part) => ({ ...part, origin: 'subject', trust: 'untrusted' }) as const),
      ...promptParts(
        readConfiguration(task.configuration).settings,
        snapshot.changes.map(({ path }) => path),
      ),
    ],
    limits: readLimits(task.limits),
  };
}

async function bindModel(host: JobHost, task: TaskRow, run: RunRow): Promise<Model | undefined> {
  if (!host.bindModel) return undefined;
  const { store } = host.database;
  const { deadline, maxCostUsd } = readLimits(task.limits);
  // The repository wants no model.
  if (maxCostUsd <= 0) return undefined;
  const leftUsd = (await findCompletions(store, task.id)).reduce(
    (left, { costUsd }) => left.minus(costUsd?.toString() ?? 0),
    new Decimal(maxCostUsd),
  );
  const openRuns = (await findRuns(store, task.id)).filter((other) => other.finishedAt === null).length;
  return host.bindModel({
    taskId: task.id,
    runId: run.id,
    agent: run.agent,
    organizationId: task.organizationId,
    projectId: task.projectId,
    ...askedBy(task),
    deadline,
    // Runs of a stage spend at the same time without knowing of each other: each gets its share of what is left.
    maxCostUsd: shareOf(leftUsd, openRuns),
    spentUsd: 0,
  });
}

/** In nano-dollars, as costs are kept; rounded down, so that all shares together are no more than what is left. */
const shareOf = (leftUsd: Decimal, count: number): number =>
  Decimal.max(0, leftUsd).dividedBy(Math.max(1, count)).toDecimalPlaces(9, Decimal.ROUND_DOWN).toNumber();

/** The person whose limits count; none when another version of AMAS wrote the event. */
function askedBy({ platform, event }: TaskRow): { readonly userId?: string } {
  const asked = z.object({ actor: z.object({ id: z.string() }) }).safeParse(event);
  return asked.success ? { userId: `${platform}:${asked.data.actor.id}` } : {};
}

/** Ends the run's work when its lease is lost or its task is cancelled, and keeps the lease alive until then. */
function watchRun(host: JobHost, run: RunRow, claim: Claim, parent: AbortSignal) {
  const controller = new AbortController();
  const forward = () => controller.abort(parent.reason);
  parent.addEventListener('abort', forward, { once: true });
  let looks = 0;
  const look = async () => {
    looks += 1;
    const isBeat = looks % looksPerBeat === 0;
    const state = isBeat
      ? await renewRun(host.database, run.id, claim, host.leaseMs)
      : await readRunState(host.database, run.id, claim);
    if (state === 'go-on') return;
    controller.abort(new AmasError('jobs.run_stopped', `the run was ${state}`, { details: { state } }));
  };
  // The lease outlasts a short outage; a long one loses it, and the row goes to whoever is left.
  const timer = setInterval(() => void look().catch(() => undefined), lookMs);
  return {
    signal: controller.signal,
    abort: (reason: AmasError) => controller.abort(reason),
    stop: () => {
      clearInterval(timer);
      parent.removeEventListener('abort', forward);
    },
  };
}

/** Why the watch stopped the work; undefined when it did not. */
function stopState(signal: AbortSignal): 'lost' | 'cancelled' | undefined {
  const reason: unknown = signal.aborted ? signal.reason : undefined;
  if (!(reason instanceof AmasError) || reason.code !== 'jobs.run_stopped') return undefined;
  return reason.details['state'] === 'cancelled' ? 'cancelled' : 'lost';
}

async function finishRun(host: JobHost, run: RunRow, claim: Claim | undefined, end: RunEnd): Promise<void> {
  await host.jobs.transact(async (store, enqueue) => {
    const state = await endRun(store, run, claim, end);
    if (state.kind === 'next') for (const runId of state.runIds) await enqueue('run.execute', { runId });
    const isAwaited = (await findTask(store, run.taskId))?.status === 'waiting';
    if ((state.kind === 'waiting' || state.kind === 'next') && !isAwaited) {
      await showProgress({ store, enqueue }, run.taskId, host.agentManifests);
    }
    if (state.kind === 'complete') await enqueue('task.finish', { taskId: run.taskId });
  });
}
