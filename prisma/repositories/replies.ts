import type { Prisma } from '../generated/client.ts';
import type { Database, Store } from '../client.ts';
import { uuidv7 } from '../uuid.ts';

export type NewReply = Omit<Prisma.ReplyUncheckedCreateInput, 'id'>;

export async function createReply(store: Store, reply: NewReply): Promise<string> {
  const { id } = await store.reply.create({ data: { ...reply, id: uuidv7() }, select: { id: true } });
  return id;
}

export const findReply = (store: Store, id: string) => store.reply.findUnique({ where: { id } });
export type ReplyRow = NonNullable<Awaited<ReturnType<typeof findReply>>>;

export const findReplies = (store: Store, taskId: string) =>
  store.reply.findMany({ where: { taskId }, orderBy: { createdAt: 'asc' } });

/** Those of a page of tasks, in one query. */
export const findRepliesOf = (store: Store, taskIds: readonly string[]) =>
  store.reply.findMany({
    where: { taskId: { in: [...taskIds] } },
    orderBy: { createdAt: 'asc' },
    omit: { content: true, target: true },
  });

/** Replaces what a reply should say, and where when the place is known better by now. The platform follows by `reply.post`. */
export async function reviseReply(
  store: Store,
  id: string,
  content: Prisma.InputJsonValue,
  target?: Prisma.InputJsonValue,
): Promise<void> {
  await store.reply.update({
    where: { id },
    data: {
      content,
      revision: { increment: 1 },
      status: 'pending',
      reason: null,
      ...(target === undefined ? {} : { target }),
    },
  });
}

/** Takes the right to post what the reply says now: of several workers that post the same reply only the newest may record. */
export async function beginPosting(database: Database, id: string): Promise<number | undefined> {
  const { rows } = await database.pool.query<{ epoch: number }>(
    'update replies set epoch = epoch + 1, tried_revision = revision where id = $1 returning epoch',
    [id],
  );
  return rows[0]?.epoch;
}

/** Records ids of what is visible now. False when a newer worker has taken over. */
export async function recordPosted(
  store: Store,
  id: string,
  epoch: number,
  posted: Prisma.InputJsonValue,
): Promise<boolean> {
  const { count } = await store.reply.updateMany({ where: { id, epoch }, data: { posted } });
  return count === 1;
}

/** One statement: a worker that dies leaves no reply that is posted and waits all the same. */
export async function finishPosting(
  store: Store,
  id: string,
  epoch: number,
  revision: number,
): Promise<void> {
  await store.$executeRaw`
    update replies set posted_revision = ${revision},
      status = case when revision = ${revision} then 'posted' else status end,
      reason = case when revision = ${revision} then null else reason end
    where id = ${id}::uuid and epoch = ${epoch}`;
}

/** Nobody tries again what was tried last. What it should say by now may be something newer, which is still to be tried. */
export async function failPosting(store: Store, id: string, reason: string): Promise<void> {
  await store.$executeRaw`
    update replies set status = 'failed', reason = ${reason}
    where id = ${id}::uuid and status = 'pending' and tried_revision = revision`;
}

/** Replies that should say something else than they do, and nobody seems to be at it. */
export async function findForgottenReplies(
  database: Database,
  olderThanMs: number,
  limit: number,
): Promise<string[]> {
  const { rows } = await database.pool.query<{ id: string }>(
    `select id from replies where status = 'pending' and updated_at < now() - $1 * interval '1 millisecond'
     order by updated_at limit $2`,
    [olderThanMs, limit],
  );
  return rows.map((row) => row.id);
}
