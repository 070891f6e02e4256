import type { Client } from 'pg';
import type { Life, LivePull } from './actions.ts';

/** All that is known of a life once all is calm: what people did, what GitHub shows, what our rows say. Plain data. */
export interface LifeHistory {
  readonly ownLogin: string;
  readonly writesPerMinute: number;
  readonly pulls: readonly PullHistory[];
  /** Ids of deliveries that were answered with 200, with their events. */
  readonly acknowledged: readonly { readonly guid: string; readonly event: string }[];
  readonly deliveries: readonly DeliveryHistory[];
  readonly tasks: readonly TaskHistory[];
  /** What made open work pointless, as it was taken in. */
  readonly endings: readonly Ending[];
  /** When each own write took effect. All times are milliseconds since the epoch. */
  readonly writtenAt: readonly number[];
}

export interface PullHistory {
  readonly number: number;
  /** Its newest commit, and those before it, the oldest first. */
  readonly headSha: string;
  readonly heads: readonly string[];
  readonly isOpen: boolean;
  readonly isDraft: boolean;
  /** Files that hold a fault now. */
  readonly faulty: readonly string[];
  /** When each of the others lost its fault. */
  readonly mendedAt: Readonly<Record<string, number>>;
  readonly comments: readonly { readonly login: string; readonly body: string }[];
  readonly threads: readonly ThreadHistory[];
  /** Of its newest commit, the newest first. */
  readonly checks: readonly CheckHistory[];
}

export interface ThreadHistory {
  readonly path: string;
  readonly isResolved: boolean;
  /** Absent when nobody resolved it. */
  readonly resolved?: { readonly login: string; readonly at: number };
  readonly comments: readonly { readonly login: string; readonly body: string; readonly at: number }[];
}

export interface CheckHistory {
  readonly status: string;
  readonly conclusion: string | null;
  readonly title: string;
  /** Which reply it is the receipt of. */
  readonly replyId: string;
}

export interface DeliveryHistory {
  readonly guid: string;
  readonly status: string;
  readonly reason: string | null;
  /** How many tasks its last start made. */
  readonly tasks: number;
}

export interface TaskHistory {
  readonly id: string;
  readonly intent: string;
  readonly status: string;
  readonly reason: string | null;
  /** What it came of. */
  readonly kind: string;
  readonly number: number;
  readonly revision: string | null;
  /** When its event happened, by the platform. */
  readonly askedAt: number;
  readonly createdAt: number;
  readonly finishedAt: number | null;
  readonly openRuns: number;
}

export interface Ending {
  readonly kind: 'closed' | 'pushed';
  readonly number: number;
  /** By the platform. */
  readonly at: number;
  /** By our rows. */
  readonly takenAt: number;
  /** The commit that a push made the newest. */
  readonly revision: string;
}

export async function collectHistory(
  life: Life,
  client: Client,
  writesPerMinute: number,
): Promise<LifeHistory> {
  const { github, pulls } = life;
  const own = github.app.bot.login;
  return {
    ownLogin: own,
    writesPerMinute,
    pulls: pulls.map((pull) => pullHistory(life, pull)),
    acknowledged: github
      .deliveries()
      .filter(({ outcome }) => outcome.statusCode === 200)
      .map(({ guid, event }) => ({ guid, event })),
    ...(await readRows(life, client)),
    writtenAt: github.effects.filter(({ login }) => login === own).map(({ at }) => at),
  };
}

function pullHistory({ github, repository }: Life, pull: LivePull): PullHistory {
  const { fullName } = repository;
  const { number } = pull;
  const headSha = repository.tip(pull.branch);
  const resolutions = new Map(
    github.effects
      .filter(({ kind }) => kind === 'review_thread.resolved')
      .map(({ id, login, at }) => [id, { login, at }]),
  );
  return {
    number,
    headSha,
    heads: pull.heads,
    isOpen: pull.isOpen,
    isDraft: pull.isDraft,
    faulty: [...pull.vulnerable],
    mendedAt: Object.fromEntries(pull.mendedAt),
    comments: github.comments(fullName, number).map(({ user, body }) => ({ login: user.login, body })),
    threads: github.reviewThreads(fullName, number).map(({ id, path, isResolved, comments }) => {
      const resolved = resolutions.get(id);
      return { path, isResolved, comments, ...(resolved ? { resolved } : {}) };
    }),
    checks: github
      .checkRuns(fullName, headSha)
      .map(({ status, conclusion, output, external_id: replyId }) => ({
        status,
        conclusion,
        title: output.title ?? '',
        replyId,
      })),
  };
}

async function readRows(
  life: Life,
  client: Client,
): Promise<Pick<LifeHistory, 'deliveries' | 'tasks' | 'endings'>> {
  const deliveries = await client.query<DeliveryHistory & { takenAt: Date | null }>(
    `select d.external_id as guid, d.status, d.reason, d.finished_at as "takenAt",
       (select count(*)::int from tasks t where t.delivery_id = d.id and t.delivery_restart = d.restarts) as tasks
     from deliveries d`,
  );
  const tasks = await client.query<TaskRow>(
    `select t.id, t.intent, t.status, t.reason, t.event->>'kind' as kind, t.subject_id as subject, t.revision, t.event->>'occurredAt' as "askedAt",
       t.created_at as "createdAt", t.finished_at as "finishedAt",
       (select count(*)::int from task_executions r where r.task_id = t.id and r.status in ('queued', 'running')) as "openRuns"
     from tasks t`,
  );
  const taken = new Map(deliveries.rows.map((row) => [row.guid, row]));
  return {
    deliveries: deliveries.rows,
    tasks: tasks.rows.map(({ subject, askedAt, createdAt, finishedAt, ...row }) => ({
      ...row,
      number: Number(/#(\d+)/.exec(subject ?? '')?.[1] ?? 0),
      askedAt: Date.parse(askedAt),
      createdAt: createdAt.getTime(),
      finishedAt: finishedAt?.getTime() ?? null,
    })),
    endings: endingsOf(life, taken),
  };
}

interface TaskRow extends Pick<
  TaskHistory,
  'id' | 'intent' | 'status' | 'reason' | 'kind' | 'revision' | 'openRuns'
> {
  readonly subject: string | null;
  readonly askedAt: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

interface Taken {
  readonly status: string;
  readonly tasks: number;
  readonly takenAt: Date | null;
}

interface PullPayload {
  readonly pull_request?: {
    readonly number: number;
    readonly updated_at: string;
    readonly head: { readonly sha: string };
  };
}

/** A push counts when it led to a review of its own: else what is under way is of the same commit. */
function endingsOf({ github }: Life, taken: ReadonlyMap<string, Taken>): Ending[] {
  const reopened = reopeningsOf(github);
  return github.deliveries().flatMap((delivery) => {
    const kind = kindOf(delivery, taken.get(delivery.guid)?.tasks);
    const { pull_request: pull } = delivery.payload as PullPayload;
    const takenAt = taken.get(delivery.guid)?.takenAt;
    if (kind === undefined || delivery.isRedelivery || !pull || !takenAt) return [];
    // Opened again before its closing was read, it goes on with what is under way.
    if (kind === 'closed' && isTakenBack(reopened, pull, takenAt)) return [];
    const { number, updated_at: at, head } = pull;
    return [{ kind, number, at: Date.parse(at), takenAt: takenAt.getTime(), revision: head.sha }];
  });
}

function kindOf(
  { event, action }: { readonly event: string; readonly action: string | null },
  tasks: number | undefined,
): Ending['kind'] | undefined {
  if (event !== 'pull_request') return undefined;
  if (action === 'closed') return 'closed';
  return action === 'synchronize' && tasks === 1 ? 'pushed' : undefined;
}

interface Reopening {
  readonly number: number | undefined;
  readonly deliveredAt: number;
}

const reopeningsOf = (github: Life['github']): Reopening[] =>
  github
    .deliveries()
    .filter(({ event, action }) => event === 'pull_request' && action === 'reopened')
    .map(({ payload, deliveredAt }) => ({
      number: (payload as PullPayload).pull_request?.number,
      deliveredAt,
    }));

const isTakenBack = (
  reopened: readonly Reopening[],
  pull: NonNullable<PullPayload['pull_request']>,
  takenAt: Date,
): boolean =>
  reopened.some(
    ({ number, deliveredAt }) =>
      number === pull.number && deliveredAt >= Date.parse(pull.updated_at) && deliveredAt < takenAt.getTime(),
  );
