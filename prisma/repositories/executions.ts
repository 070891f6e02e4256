import type { Prisma } from '../generated/client.ts';
import type { Database, Store } from '../client.ts';
import type { Claim } from './leases.ts';

export const findRun = (store: Store, id: string) => store.taskExecution.findUnique({ where: { id } });
export type RunRow = NonNullable<Awaited<ReturnType<typeof findRun>>>;

export const findRuns = (store: Store, taskId: string) =>
  store.taskExecution.findMany({ where: { taskId }, orderBy: [{ stage: 'asc' }, { agent: 'asc' }] });

export interface RunEnd {
  readonly status: 'finished' | 'failed' | 'cancelled';
  readonly reason?: string;
  readonly outcome?: Prisma.InputJsonValue;
}

export type StageState =
  | { readonly kind: 'stale' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'next'; readonly runIds: string[] }
  | { readonly kind: 'complete' };

/**
 * Ends a run and tells what follows. The task's row is locked meanwhile, so of two runs that end at the same moment
 * exactly one sees the stage complete.
 * @param claim undefined ends it whoever holds it (its job failed for good).
 */
export async function endRun(
  store: Store,
  run: RunRow,
  claim: Claim | undefined,
  end: RunEnd,
): Promise<StageState> {
  await store.$executeRaw`select 1 from tasks where id = ${run.taskId}::uuid for update`;
  const { count } = await store.taskExecution.updateMany({
    where: { id: run.id, status: { in: ['queued', 'running'] }, ...(claim ? { epoch: claim.epoch } : {}) },
    data: {
      status: end.status,
      reason: end.reason ?? null,
      leaseUntil: null,
      finishedAt: new Date(),
      ...(end.outcome === undefined ? {} : { outcome: end.outcome }),
    },
  });
  if (count === 0) return { kind: 'stale' };
  const open = await store.taskExecution.findMany({
    where: { taskId: run.taskId, status: { in: ['queued', 'running'] } },
    select: { id: true, stage: true },
  });
  if (open.some((other) => other.stage === run.stage)) return { kind: 'waiting' };
  if (open.length === 0) return { kind: 'complete' };
  const nextStage = Math.min(...open.map((other) => other.stage));
  return { kind: 'next', runIds: open.filter((other) => other.stage === nextStage).map((other) => other.id) };
}

/** Puts a claimed run back in line, as if nobody had taken it; false when it was taken over or ended meanwhile. */
export async function requeueRun(store: Store, run: RunRow, claim: Claim): Promise<boolean> {
  await store.$executeRaw`select 1 from tasks where id = ${run.taskId}::uuid for update`;
  const { count } = await store.taskExecution.updateMany({
    where: { id: run.id, status: 'running', epoch: claim.epoch },
    data: { status: 'queued', leaseUntil: null },
  });
  return count === 1;
}

/** Prolongs a run's lease. Tells when the work should stop: the lease was lost, or the task has ended. */
export async function renewRun(
  database: Database,
  id: string,
  claim: Claim,
  leaseMs: number,
): Promise<'go-on' | 'lost' | 'cancelled'> {
  const { rows } = await database.pool.query<{ status: string }>(
    `update task_executions r set lease_until = now() + $3 * interval '1 millisecond'
     from tasks t where r.id = $1 and r.epoch = $2 and r.status = 'running' and t.id = r.task_id returning t.status`,
    [id, claim.epoch, leaseMs],
  );
  return stateOf(rows[0]);
}

/** The same without prolonging anything: cheap enough to ask several times a second. */
export async function readRunState(
  database: Database,
  id: string,
  claim: Claim,
): Promise<'go-on' | 'lost' | 'cancelled'> {
  const { rows } = await database.pool.query<{ status: string }>(
    `select t.status from task_executions r join tasks t on t.id = r.task_id
     where r.id = $1 and r.epoch = $2 and r.status = 'running'`,
    [id, claim.epoch],
  );
  return stateOf(rows[0]);
}

function stateOf(row: { readonly status: string } | undefined): 'go-on' | 'lost' | 'cancelled' {
  if (!row) return 'lost';
  // A task waits for a person while runs of its stage that need none end.
  return row.status === 'running' || row.status === 'waiting' ? 'go-on' : 'cancelled';
}

export async function cancelOpenRuns(store: Store, taskId: string): Promise<void> {
  await store.taskExecution.updateMany({
    where: { taskId, status: { in: ['queued', 'running'] } },
    data: { status: 'cancelled', leaseUntil: null, finishedAt: new Date() },
  });
}
