import { gunzipSync, gzipSync } from 'node:zlib';
import { Prisma } from '../generated/client.ts';
import type { Database, Store } from '../client.ts';
import { uuidv7 } from '../uuid.ts';
import type { Claim } from './leases.ts';

export const openStatuses = ['queued', 'planning', 'running', 'waiting'] as const;
export type TaskEndStatus = 'finished' | 'failed' | 'cancelled';

export type NewTask = Omit<Prisma.TaskUncheckedCreateInput, 'id'> & { readonly id?: string };

export async function createTask(store: Store, task: NewTask): Promise<string> {
  const { id } = await store.task.create({
    data: { ...task, id: task.id ?? uuidv7() },
    select: { id: true },
  });
  return id;
}

/** Moves a task between two states; false when it was in another. */
export async function moveTask(
  store: Store,
  id: string,
  {
    from,
    to,
    limits,
  }: { readonly from: string; readonly to: string; readonly limits?: Prisma.InputJsonValue },
): Promise<boolean> {
  const { count } = await store.task.updateMany({
    where: { id, status: from },
    data: { status: to, ...(limits === undefined ? {} : { limits }) },
  });
  return count === 1;
}

/** False when a task of this id was created before. */
export async function createTaskOnce(
  store: Store,
  task: NewTask & { readonly id: string },
): Promise<boolean> {
  const { count } = await store.task.createMany({ data: [task], skipDuplicates: true });
  return count === 1;
}

export const findTask = (store: Store, id: string) =>
  store.task.findUnique({ where: { id }, omit: { snapshot: true } });
export type TaskRow = NonNullable<Awaited<ReturnType<typeof findTask>>>;

export interface TaskFilter {
  readonly projectId?: string;
  readonly subjectUrl?: string;
  readonly intent?: string;
  readonly status?: string;
}

/** Newest first. `after` is the id of the last one seen: ids sort by time. */
export async function listTasks(
  store: Store,
  filter: TaskFilter,
  page: { limit: number; after?: string },
): Promise<TaskRow[]> {
  return await store.task.findMany({
    where: { ...filter, ...(page.after === undefined ? {} : { id: { lt: page.after } }) },
    orderBy: { id: 'desc' },
    take: page.limit,
    omit: { snapshot: true },
  });
}

/** The open task on the same subject and intent, newest first: a second request joins it instead of paying twice. */
export async function findOpenTasks(
  store: Store,
  about: { projectId: string; intent: string; subjectId: string },
): Promise<TaskRow[]> {
  return await store.task.findMany({
    where: { ...about, status: { in: [...openStatuses] } },
    orderBy: { createdAt: 'desc' },
    omit: { snapshot: true },
  });
}

/** Keeps a task from ending until the transaction is over; false when it has ended. */
export async function holdOpenTask(store: Store, id: string): Promise<boolean> {
  const rows = await store.$queryRaw<unknown[]>`
    select 1 from tasks where id = ${id}::uuid and status = any(${[...openStatuses]}) for update`;
  return rows.length > 0;
}

/** True when this very revision was looked at already. */
export async function hasFinishedReview(
  store: Store,
  about: { projectId: string; intent: string; subjectId: string; revision: string },
): Promise<boolean> {
  return (await store.task.count({ where: { ...about, status: 'finished' } })) > 0;
}

/** Open tasks on a subject, whatever they are for; also those that only know its URL so far. */
export const findOpenTasksOn = (
  store: Store,
  { projectId, subjectId, subjectUrl }: { projectId: string; subjectId: string; subjectUrl: string | null },
) =>
  store.task.findMany({
    where: {
      projectId,
      status: { in: [...openStatuses] },
      OR: [{ subjectId }, ...(subjectUrl === null ? [] : [{ subjectUrl }])],
    },
    select: { id: true, intent: true, status: true },
    orderBy: { id: 'asc' },
  });

/** The newest finished tasks of an intent on a subject. */
export const findFinishedTasks = (
  store: Store,
  about: { projectId: string; subjectId: string; intent: string },
  limit: number,
): Promise<TaskRow[]> =>
  store.task.findMany({
    where: { ...about, status: 'finished' },
    orderBy: { id: 'desc' },
    take: limit,
    omit: { snapshot: true },
  });

/** The newest reviews of all subjects whose id begins like this, with or without a report. */
export const findRecentReviews = (
  store: Store,
  about: { readonly projectId: string; readonly subjectPrefix: string; readonly otherThan: string },
  limit: number,
): Promise<TaskRow[]> =>
  store.task.findMany({
    where: {
      projectId: about.projectId,
      intent: 'review',
      subjectId: { startsWith: about.subjectPrefix },
      id: { not: about.otherThan },
      OR: [{ status: 'finished' }, { reason: { startsWith: 'config.' } }],
    },
    orderBy: { id: 'desc' },
    take: limit,
    omit: { snapshot: true },
  });

/** Report of the newest finished review of a subject; undefined when there is none. */
export async function readLastReport(
  store: Store,
  about: { projectId: string; subjectPlatform: string; subjectId: string },
): Promise<unknown> {
  const row = await store.task.findFirst({
    where: { ...about, intent: 'review', status: 'finished', report: { not: Prisma.AnyNull } },
    orderBy: { finishedAt: 'desc' },
    select: { report: true },
  });
  return row?.report ?? undefined;
}

/** Work on a commit, of all its files or of some: pointless once that commit is. */
const reviews = ['review', 'review_paths'];

export interface CancelFilter {
  readonly projectId: string;
  readonly subjectId?: string;
  readonly accountId?: string;
  /** Spares this task. */
  readonly otherThan?: string;
  /** Spares tasks on this revision. */
  readonly revisionOtherThan?: string | undefined;
  /** ISO 8601. Spares tasks whose event is newer: deliveries may arrive out of order. */
  readonly askedBefore?: string;
  /** Platforms tell whole seconds: of events of the same one, those that came in later are the newer. */
  readonly receivedBefore?: Date;
}

/** Ids of open tasks that an event makes pointless. */
export async function findTasksToCancel(store: Store, filter: CancelFilter): Promise<string[]> {
  const rows = await store.task.findMany({
    where: {
      projectId: filter.projectId,
      status: { in: [...openStatuses] },
      ...(filter.subjectId === undefined ? {} : { subjectId: filter.subjectId, intent: { in: reviews } }),
      ...(filter.otherThan === undefined ? {} : { id: { not: filter.otherThan } }),
      ...(filter.accountId === undefined ? {} : { accountId: filter.accountId }),
      ...(filter.revisionOtherThan === undefined ? {} : { revision: { not: filter.revisionOtherThan } }),
    },
    select: { id: true, event: true, deliveryId: true },
    // One order for all: transactions that end several tasks would deadlock otherwise.
    orderBy: { id: 'asc' },
  });
  const { askedBefore } = filter;
  if (askedBefore === undefined) return rows.map((row) => row.id);
  const before = Date.parse(askedBefore);
  const newer = await findReceivedAfter(
    store,
    rows.filter((row) => occurredAt(row.event) === before).flatMap((row) => row.deliveryId ?? []),
    filter.receivedBefore,
  );
  return rows
    .filter((row) => occurredAt(row.event) <= before && !newer.has(row.deliveryId ?? ''))
    .map((row) => row.id);
}

/**
 * Whether something later than an event asked for a review of the same subject, and joined one that was under way: then
 * that one is wanted, whatever the event says. Of what joined at once no task is left, only its delivery: that one came in
 * after the event happened tells it, because deliveries that were missed may come in in any order.
 */
export async function wasJoinedLater(
  store: Store,
  about: { readonly projectId: string; readonly subjectId: string; readonly subjectUrl: string },
  event: { readonly occurredAt: string },
): Promise<boolean> {
  const than = occurredAt(event);
  const { projectId, subjectId, subjectUrl } = about;
  const joined = await store.delivery.count({
    where: { projectId, subjectUrl, reason: 'task.joined', receivedAt: { gt: new Date(than) } },
  });
  if (joined > 0) return true;
  const rows = await store.task.findMany({
    where: { projectId, subjectId, reason: 'task.joined' },
    select: { event: true },
  });
  return rows.some((row) => occurredAt(row.event) > than);
}

async function findReceivedAfter(
  store: Store,
  deliveryIds: readonly string[],
  since: Date | undefined,
): Promise<ReadonlySet<string>> {
  if (since === undefined || deliveryIds.length === 0) return new Set();
  const rows = await store.delivery.findMany({
    where: { id: { in: [...deliveryIds] }, receivedAt: { gt: since } },
    select: { id: true },
  });
  return new Set(rows.map((row) => row.id));
}

function occurredAt(event: unknown): number {
  const time = Date.parse((event as { occurredAt?: string } | null)?.occurredAt ?? '');
  return Number.isNaN(time) ? 0 : time;
}

/** Ends a task that is still open; false when it had ended already. The snapshot of its sources goes with it. */
export async function endTask(
  store: Store,
  id: string,
  end: { status: TaskEndStatus; reason?: string; report?: Prisma.InputJsonValue; costUsd?: string },
): Promise<boolean> {
  const { count } = await store.task.updateMany({
    where: { id, status: { in: [...openStatuses] } },
    data: {
      status: end.status,
      reason: end.reason ?? null,
      snapshot: null,
      leaseUntil: null,
      finishedAt: new Date(),
      ...(end.report === undefined ? {} : { report: end.report }),
      ...(end.costUsd === undefined ? {} : { costUsd: end.costUsd }),
    },
  });
  return count === 1;
}

/** What a task is about, as the platform tells it now. */
export interface TaskSubject {
  readonly subjectId: string;
  readonly subjectTitle: string;
  readonly subjectUrl: string;
  /** Null for what has no versions: an issue. */
  readonly revision: string | null;
}

/**
 * Writes down what a claimed task is about, so that the next request for the same finds it. False, and nothing is
 * written, when the task was taken over or ended meanwhile; else it stays as it is until the transaction ends.
 */
export async function recordSubject(
  store: Store,
  id: string,
  claim: Claim,
  subject: TaskSubject,
): Promise<boolean> {
  const { count } = await store.task.updateMany({
    where: { id, epoch: claim.epoch, status: 'planning' },
    data: { ...subject },
  });
  return count === 1;
}

export interface Planned extends TaskSubject {
  readonly plan: Prisma.InputJsonValue;
  readonly configuration: Prisma.InputJsonValue;
  readonly limits: Prisma.InputJsonValue;
  readonly stages: readonly (readonly string[])[];
  readonly snapshot: unknown;
}

/**
 * Records a plan: the task runs, its runs are rows. Returns the ids of the first stage's runs, or undefined when the
 * task was taken over or ended meanwhile. A plan recorded by an earlier attempt is kept: runs are never doubled.
 */
export async function recordPlan(
  store: Store,
  task: TaskRow,
  claim: Claim,
  planned: Planned,
): Promise<string[] | undefined> {
  const { count } = await store.task.updateMany({
    where: { id: task.id, epoch: claim.epoch, status: 'planning' },
    data: {
      status: 'running',
      plan: planned.plan,
      configuration: planned.configuration,
      limits: planned.limits,
      snapshot: packSnapshot(planned.snapshot),
      subjectId: planned.subjectId,
      subjectTitle: planned.subjectTitle,
      subjectUrl: planned.subjectUrl,
      revision: planned.revision,
      leaseUntil: null,
    },
  });
  if (count === 0) return undefined;
  await store.taskExecution.createMany({
    data: planned.stages.flatMap((agents, stage) =>
      agents.map((agent) => ({
        id: uuidv7(),
        organizationId: task.organizationId,
        taskId: task.id,
        stage,
        agent,
      })),
    ),
    skipDuplicates: true,
  });
  const first = await store.taskExecution.findMany({
    where: { taskId: task.id, stage: 0 },
    select: { id: true },
  });
  return first.map((run) => run.id);
}

/** The changed files as read when the task was planned; undefined once the task has ended. */
export async function readSnapshot(store: Store, taskId: string): Promise<unknown> {
  const row = await store.task.findUnique({ where: { id: taskId }, select: { snapshot: true } });
  return row?.snapshot ? unpackSnapshot(row.snapshot) : undefined;
}

interface Packed {
  readonly $bytes: string;
}

/** Bytes become base64 inside the JSON; gzip takes most of the growth back. */
function packSnapshot(value: unknown): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(
    value,
    function (this: Readonly<Record<string, unknown>>, key, member: unknown) {
      // Taken from its holder: a Buffer has turned itself into a list of numbers by now.
      const original = this[key];
      if (!(original instanceof Uint8Array)) return member;
      return { $bytes: Buffer.from(original).toString('base64') } satisfies Packed;
    },
  );
  return new Uint8Array(gzipSync(text, { level: 1 }));
}

function unpackSnapshot(packed: Uint8Array): unknown {
  return JSON.parse(gunzipSync(packed).toString('utf8'), (_key, member: unknown) =>
    isPacked(member) ? new Uint8Array(Buffer.from(member.$bytes, 'base64')) : member,
  );
}

function isPacked(value: unknown): value is Packed {
  return typeof value === 'object' && value !== null && typeof (value as Packed).$bytes === 'string';
}

/** Open tasks whose next step seems lost: nothing holds them and nothing happened for a while. */
export async function findForgottenTasks(database: Database, olderThanMs: number, limit: number) {
  const { rows } = await database.pool.query<{ id: string; status: string; runIds: string[] | null }>(
    `select t.id, t.status,
       (select array_agg(r.id) from task_executions r
        where r.task_id = t.id and r.status in ('queued', 'running')
          and r.stage = (select min(stage) from task_executions o where o.task_id = t.id and o.status in ('queued', 'running'))
          and (r.lease_until is null or r.lease_until < now())) as "runIds"
     from tasks t
     where t.status in ('queued', 'planning', 'running')
       and (t.lease_until is null or t.lease_until < now())
       and coalesce(t.started_at, t.created_at) < now() - $1 * interval '1 millisecond'
       and not exists (select 1 from task_executions h where h.task_id = t.id and h.status = 'running' and h.lease_until >= now())
     order by t.created_at limit $2`,
    [olderThanMs, limit],
  );
  return rows;
}

/** The id of a person as their newest task names them, by name or id; undefined when they asked for nothing yet. */
export async function findActorId(
  store: Store,
  who: { readonly organizationId: string; readonly platform: string; readonly person: string },
): Promise<string | undefined> {
  const rows = await store.$queryRaw<{ id: string }[]>`
    select event -> 'actor' ->> 'id' as id from tasks
    where organization_id = ${who.organizationId}::uuid and platform = ${who.platform}
      and ${who.person} in (event -> 'actor' ->> 'id', event -> 'actor' ->> 'name')
    order by id desc limit 1`;
  return rows[0]?.id;
}
