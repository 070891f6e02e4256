import type { Connection, JsonObject, PlatformEvent, SubjectChanges, Thread } from '#bots/contract.ts';
import { lockUntilCommit } from '#prisma/repositories/locks.ts';
import { createReply } from '#prisma/repositories/replies.ts';
import { endTask, type TaskRow } from '#prisma/repositories/tasks.ts';
import type { Store } from '#prisma/client.ts';
import type { JobHost } from '../host.ts';
import type { Enqueue } from '../queue.ts';
import { answerContent } from '../reply-content.ts';
import { toJsonColumn } from '../rows.ts';
import { subjectLock } from '../subject-lock.ts';
import { decideAs } from './act-decide.ts';
import { setLabels } from './act-labels.ts';
import { resume, stop } from './act-stop.ts';
import { undo } from './act-undo.ts';
import { confirm, contest } from './act-wrong.ts';

/** An act on its way: who asked for what, about which subject. */
export interface Acting {
  readonly host: JobHost;
  readonly task: TaskRow;
  readonly event: PlatformEvent;
  /** To the platform of the subject. */
  readonly connection: Connection;
  readonly thread: Thread | undefined;
  /** As the platform names it now. */
  readonly subjectId: string;
}

export interface Transaction {
  readonly store: Store;
  readonly enqueue: Enqueue;
}

/** What was done, in words, and what is to be done on the subject for it. */
export interface Done {
  readonly title: string;
  readonly markdown: string;
  readonly apply?: SubjectChanges;
}

/** First what has to be asked of the platform, then the deed itself, in one transaction with the end of its task. */
export type Act = (acting: Acting) => Promise<(transaction: Transaction) => Promise<Done>>;

const acts: Readonly<Record<string, Act>> = {
  stop,
  resume,
  undo,
  wrong: contest,
  confirm,
  triage: setLabels,
  approve: decideAs('approved'),
  reject: decideAs('rejected'),
};

export const isAct = (intent: string): boolean => Object.hasOwn(acts, intent) && intent !== 'triage';

/** Does what a command asks for at once, and says exactly what that was. Run twice, it does it once. */
export async function performAct(host: JobHost, asked: Omit<Acting, 'host' | 'subjectId'>): Promise<void> {
  const { task, event, connection } = asked;
  const act = acts[task.intent];
  if (!act) return;
  const subjectId = await canonicalId(task, event, connection);
  const deed = await act({ ...asked, host, subjectId });
  await host.jobs.transact(async (store, enqueue) => {
    // Whoever starts work on the subject meanwhile waits, and sees what was done.
    await lockUntilCommit(store, subjectLock(task.projectId, subjectId));
    if (!(await endTask(store, task.id, { status: 'finished' }))) return;
    const done = await deed({ store, enqueue });
    if (event.replyTo) await say({ store, enqueue }, task, { done, target: event.replyTo });
  });
}

/** A URL names a subject as well as its id does; rows hold the id. */
async function canonicalId(task: TaskRow, event: PlatformEvent, connection: Connection): Promise<string> {
  const id = task.subjectId ?? '';
  if (event.subject?.id === id) return id;
  return (await connection.pullRequest?.(id))?.subject.id ?? id;
}

async function say(
  { store, enqueue }: Transaction,
  task: TaskRow,
  { done, target }: { readonly done: Done; readonly target: JsonObject },
): Promise<void> {
  const { title, markdown, apply } = done;
  const replyId = await createReply(store, {
    organizationId: task.organizationId,
    projectId: task.projectId,
    taskId: task.id,
    platform: task.platform,
    accountId: task.accountId,
    target: toJsonColumn(target),
    content: toJsonColumn({ ...answerContent(title, markdown), ...(apply ? { apply } : {}) }),
  });
  await enqueue('reply.post', { replyId });
}
