import type { Access, Authorisation, Command, Connection, PlatformEvent, Thread } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import { adviseDelivery } from '#prisma/repositories/deliveries.ts';
import type { TaskRow } from '#prisma/repositories/tasks.ts';
import { isDecision, mayDecide } from '../approvals/may-decide.ts';
import { cancelTask } from '../cancel-tasks.ts';
import type { JobHost } from '../host.ts';
import { accessOf } from './access-of.ts';
import { judgeElsewhere } from './judge-elsewhere.ts';
import { loadRules } from './load-rules.ts';

export interface Asked {
  /** Where the words were written, when that is a thread beside the code. */
  readonly thread: Thread | undefined;
}

/**
 * Whether somebody may ask for what they ask, as the platform says now; undefined when not, and the task has ended. No
 * answer is posted then: a stranger must not be able to make the bot talk. Who asks why gets the remedy. A request that
 * is taken up is acknowledged at once, before any work.
 */
export async function mayAsk(
  host: JobHost,
  task: TaskRow,
  { event, connection }: { readonly event: PlatformEvent; readonly connection: Connection },
): Promise<Asked | undefined> {
  const { command } = event;
  if (!command) return { thread: undefined };
  const thread = event.thread ? await connection.thread?.(event) : undefined;
  const verdict = await judgeAll({ host, task, command, event, connection, thread });
  if (verdict.allowed) {
    await connection.acknowledge?.(event);
    return { thread };
  }
  await host.jobs.transact(async (store, enqueue) => {
    await cancelTask({ store, enqueue }, task.id, verdict.reason);
    if (task.deliveryId) await adviseDelivery(store, task.deliveryId, verdict.remedy);
  });
  // Seen by them alone, where a platform has such words.
  await connection.refuse?.(event, verdict.remedy);
  return undefined;
}

interface Question {
  readonly host: JobHost;
  readonly task: TaskRow;
  readonly command: Command;
  readonly event: PlatformEvent;
  readonly connection: Connection;
  readonly thread: Thread | undefined;
}

/** About money not everybody decides who has the role. */
async function judgeAll(question: Question): Promise<Authorisation> {
  const judged = await judge(question);
  if (!judged.allowed || !isDecision(question.command.name)) return judged;
  return (await mayDecide(question)) ?? judged;
}

async function judge(question: Question): Promise<Authorisation> {
  const { host, task, command, event, connection, thread } = question;
  // Asked first: what people say to each other is nobody's request, whoever they are.
  if (command.isImplied && !thread?.isOwn) {
    const remedy = 'Begin with `/amas` to ask for something in a thread of others.';
    return { allowed: false, reason: 'rules.thread_of_others', remedy };
  }
  const { rules, from } = await loadRules(host, task, event);
  const access = accessOf(command, rules);
  const rule = `\`commands.${command.name}.who\` in ${from ?? '.amas.yml'}`;
  if (access === 'nobody') {
    const remedy = `\`/amas ${command.name}\` is switched off here by ${rule}: change it there.`;
    return { allowed: false, reason: 'config.command_off', remedy };
  }
  const verdict = (await connection.authorise?.(event, access)) ?? { allowed: true };
  if (!verdict.allowed) {
    if (!Object.hasOwn(rules, command.name)) return verdict;
    return { ...verdict, remedy: `${verdict.remedy} It is ${rule} that asks for this.` };
  }
  return (await judgeSubject(question, access, rule)) ?? verdict;
}

/** Where the subject is another place than the one where the words stand; undefined where nothing stands against it. */
async function judgeSubject(
  question: Question,
  access: Access,
  rule: string,
): Promise<Authorisation | undefined> {
  const elsewhere = await judgeElsewhere(question, access);
  if (elsewhere === 'unknown-person') return { ...notHere, remedy: `${rule} ${notHere.remedy}` };
  return elsewhere ?? (await judgeTarget(question, access));
}

/**
 * A URL may name another repository of the same account: a right in the one where the words stand says nothing of it.
 * Undefined when the words are about their own place, or when there is nothing behind the URL, which is told later.
 */
async function judgeTarget(
  { task, event, connection }: Question,
  access: Access,
): Promise<Authorisation | undefined> {
  const isOwnPlace = task.subjectUrl === null || task.subjectUrl === event.subject?.url;
  if (isOwnPlace || task.subjectPlatform !== event.platform || task.subjectId === null) return undefined;
  try {
    const target = await connection.pullRequest?.(task.subjectId);
    return target && (await connection.authorise?.({ ...event, replyTo: target.replyTo }, access));
  } catch (error) {
    if (error instanceof AmasError && error.code === 'bots.target_gone') return undefined;
    throw error;
  }
}

const notHere = {
  allowed: false,
  reason: 'config.command_elsewhere',
  remedy: 'leaves this to some: ask on the pull request itself, where who you are is known.',
} as const;
