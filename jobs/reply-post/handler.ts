import { z } from 'zod';
import type { Connection, Posted, Reply } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import { withLock } from '#prisma/repositories/locks.ts';
import {
  beginPosting,
  failPosting,
  findReply,
  finishPosting,
  recordPosted,
  type ReplyRow,
} from '#prisma/repositories/replies.ts';
import { rememberThreads } from '#prisma/repositories/review-findings.ts';
import { findTask } from '#prisma/repositories/tasks.ts';
import { isOutage, reasonOf } from '../failure.ts';
import { botOf, connectTo, type JobHost } from '../host.ts';
import { readEvent, readJsonObject, readReplyContent, toJsonColumn } from '../rows.ts';
import type { JobHandler } from '../worker.ts';

/** Another posting at the same place takes moments; then it is our turn. */
const turnMs = 300;
/** The sweep looks after replies whose turn was lost. */
const longestWaitMs = 3_600_000;

/**
 * Brings the platform to what the reply should say. One writer per place at a time, in all processes: two tasks of one
 * pull request share its summary comment. Separate from the work, so that a failed post never pays for a model twice.
 */
export function createReplyPost(host: JobHost): JobHandler<'reply.post'> {
  return {
    handle: async ({ replyId }, { signal }) => {
      const reply = await findReply(host.database.store, replyId);
      if (!reply || reply.postedRevision >= reply.revision) return;
      const done = await withLock(host.database.pool, placeOf(reply), async () => {
        return await postOrWait(host, replyId, signal);
      });
      const delayMs = done ?? turnMs;
      if (delayMs > 0) await host.jobs.enqueue('reply.post', { replyId }, { delayMs });
    },
    failed: async ({ replyId }, error) => {
      if (!isOutage(error)) await failPosting(host.database.store, replyId, reasonOf(error).reason);
    },
  };
}

/**
 * Returns the wait that the platform's limits ask for, 0 when it is posted. A full outbox is no failure: it must not use
 * up the attempts.
 */
async function postOrWait(host: JobHost, replyId: string, signal: AbortSignal): Promise<number> {
  try {
    await post(host, replyId, signal);
    return 0;
  } catch (error) {
    const isLimit = error instanceof AmasError && error.code === 'bots.rate_limited';
    if (!isLimit || typeof error.retry !== 'object') throw error;
    return Math.min(Math.max(error.retry.afterMs, turnMs), longestWaitMs);
  }
}

async function post(host: JobHost, replyId: string, signal: AbortSignal): Promise<void> {
  const { store } = host.database;
  const epoch = await beginPosting(host.database, replyId);
  const row = await findReply(store, replyId);
  if (epoch === undefined || !row || row.postedRevision >= row.revision) return;
  const connection = await connectTo(host, row);
  const record = async (posted: Posted) => {
    if (!(await recordPosted(store, replyId, epoch, toJsonColumn(posted)))) throw takenOver(replyId);
  };
  const reply = await withUncheckedNote(host, connection, row);
  const posted = await connection.reply(reply, readJsonObject(row.posted), record, signal);
  await record(posted);
  await rememberPlaces(host, row, posted);
  await finishPosting(store, replyId, epoch, row.revision);
}

/** Where nobody can tell who somebody is on the platform of the subject, the result says that rights there were not asked for. */
async function withUncheckedNote(host: JobHost, connection: Connection, row: ReplyRow): Promise<Reply> {
  const reply = toReply(row);
  if (!connection.accountOn || reply.verdict === 'pending') return reply;
  const task = await findTask(host.database.store, row.taskId);
  const platform = task?.subjectPlatform;
  if (!task || !platform || platform === row.platform) return reply;
  if (connection.accountOn(readEvent(task.event).actor, platform) !== undefined) return reply;
  const { title } = (await botOf(host, platform)).manifest;
  const note = `not checked: rights on ${title}`;
  return { ...reply, footer: reply.footer === '' ? note : `${reply.footer} · ${note}` };
}

const Threads = z.array(z.object({ fingerprint: z.string(), commentId: z.string(), url: z.string() }));

/** Later reviews lead to where a finding was told first. */
async function rememberPlaces(host: JobHost, row: ReplyRow, posted: Posted): Promise<void> {
  const threads = Threads.safeParse(posted['threads']);
  const task =
    threads.success && threads.data.length > 0 ? await findTask(host.database.store, row.taskId) : null;
  if (!threads.success || !task || task.subjectId === null || task.subjectPlatform !== row.platform) return;
  const about = { projectId: task.projectId, platform: row.platform, subjectId: task.subjectId };
  await rememberThreads(host.database.store, about, threads.data);
}

function toReply(row: ReplyRow): Reply {
  return {
    id: row.id,
    taskId: row.taskId,
    target: readJsonObject(row.target),
    ...readReplyContent(row.content),
  };
}

/** Replies that may touch the same comment share a lock: the subject when the target names one, else the target itself. */
function placeOf(row: ReplyRow): string {
  const { owner, repo, number, channel } = readJsonObject(row.target);
  return `reply ${row.projectId} ${row.platform} ${JSON.stringify([owner, repo, number, channel])}`;
}

const takenOver = (replyId: string) =>
  new AmasError('jobs.posting_taken_over', 'a newer worker posts this reply', {
    details: { replyId },
    retry: 'backoff',
  });
