import { readJsonObject } from '#jobs/rows.ts';
import type { findRepliesOf } from '#prisma/repositories/replies.ts';
import type { TaskRow } from '#prisma/repositories/tasks.ts';

/** A task as scripts see it. Times are ISO 8601. */
export interface TaskItem {
  readonly id: string;
  readonly intent: string;
  readonly status: string;
  readonly reason: string | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  /** Null when it is not known. */
  readonly costUsd: number | null;
  readonly replies: readonly ReplyItem[];
}

export interface ReplyItem {
  readonly id: string;
  readonly platform: string;
  readonly status: string;
  readonly reason: string | null;
  /** Where a person finds it; null when it is not posted, or the platform gave no link. */
  readonly url: string | null;
}

export type ReplyFacts = Awaited<ReturnType<typeof findRepliesOf>>[number];

export function toTaskItem(row: TaskRow, replies: readonly ReplyFacts[]): TaskItem {
  const { id, intent, status, reason } = row;
  return {
    id,
    intent,
    status,
    reason,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    costUsd: row.costUsd === null ? null : Number(row.costUsd),
    replies: replies.filter((reply) => reply.taskId === id).map(toReplyItem),
  };
}

export function toReplyItem({ id, platform, status, reason, posted }: ReplyFacts): ReplyItem {
  return { id, platform, status, reason, url: urlOf(posted) };
}

function urlOf(posted: unknown): string | null {
  const { url } = readJsonObject(posted);
  return typeof url === 'string' ? url : null;
}
