import type { Access, Authorisation, Command, Connection, PlatformEvent } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { TaskRow } from '#prisma/repositories/tasks.ts';
import { accessOf } from '../commands/access-of.ts';
import { loadRules } from '../commands/load-rules.ts';
import { connectTo, type JobHost } from '../host.ts';
import { readEvent } from '../rows.ts';
import { findMeant } from './find-meant.ts';

export const isDecision = (command: string): boolean => command === 'approve' || command === 'reject';

export interface DecisionQuestion {
  readonly host: JobHost;
  /** Of the command itself. */
  readonly task: TaskRow;
  readonly command: Command;
  readonly event: PlatformEvent;
  /** To where the words stand. */
  readonly connection: Connection;
}

/**
 * Whether somebody may decide about the money of a task: with the role that the command needs on what the task is about,
 * wherever the words stand, and not about what they asked for themselves. Undefined when no task is meant: the act tells.
 */
export async function mayDecide(question: DecisionQuestion): Promise<Authorisation | undefined> {
  const { host, task, command, event } = question;
  const meant = await findMeant(host.database.store, task, event);
  if (meant.kind === 'none') return undefined;
  const { target } = meant;
  const isOwn = command.name === 'approve' && !host.mayApproveOwn && (await isAskedBy(question, target));
  if (isOwn) return own;
  const { rules } = await loadRules(host, target, readEvent(target.event));
  const access = accessOf(command, rules);
  return access === 'nobody' ? switchedOff : await mayOn(question, target, access);
}

/** On the subject of the task, as its platform says now. */
async function mayOn(question: DecisionQuestion, target: TaskRow, access: Access): Promise<Authorisation> {
  const { host, task, event, connection } = question;
  const platform = target.subjectPlatform ?? target.platform;
  if (platform !== event.platform) return await fromElsewhere(question, target, { platform, access });
  if (connection.mayDecide) return await connection.mayDecide(event);
  // What the words stand on was asked for already, with the same rules.
  if (target.subjectId !== null && target.subjectId === task.subjectId) return { allowed: true };
  return await judgeThere(host, target, { asking: event, access });
}

/** Words that stand on another platform than the work: who is who there, or who decides here. */
async function fromElsewhere(
  { host, event, connection }: DecisionQuestion,
  target: TaskRow,
  { platform, access }: { readonly platform: string; readonly access: Access },
): Promise<Authorisation> {
  const account = connection.accountOn?.(event.actor, platform);
  if (account === undefined) return (await connection.mayDecide?.(event)) ?? unnamed;
  if (account.kind === 'unnamed') return unnamed;
  const { name } = account;
  const actor = { id: name, name, isBot: false, isSelf: false, trust: 'unknown' } as const;
  return await judgeThere(host, target, { asking: { ...event, platform, actor, kind: 'command' }, access });
}

async function judgeThere(
  host: JobHost,
  target: TaskRow,
  { asking, access }: { readonly asking: PlatformEvent; readonly access: Access },
): Promise<Authorisation> {
  const { platform } = asking;
  const accountId = platform === target.platform ? target.accountId : null;
  const there = await connectTo(host, { projectId: target.projectId, platform, accountId });
  try {
    const place = await there.pullRequest?.(target.subjectId ?? '');
    if (!place || !there.authorise) return onTheSubject;
    return await there.authorise({ ...asking, replyTo: place.replyTo }, access);
  } catch (error) {
    if (error instanceof AmasError && error.code === 'bots.target_gone') return onTheSubject;
    throw error;
  }
}

/** Whether the person is who asked for the work, also from another platform, as far as it was said who is who. */
async function isAskedBy({ host, event, connection }: DecisionQuestion, target: TaskRow): Promise<boolean> {
  const { actor } = readEvent(target.event);
  if (target.platform === event.platform) return actor.id === event.actor.id;
  const here = connection.accountOn?.(event.actor, target.platform);
  if (here?.kind === 'named') return isSameName(here.name, actor.name);
  const there = (await connectTo(host, target)).accountOn?.(actor, event.platform);
  return there?.kind === 'named' && isSameName(there.name, event.actor.name);
}

const isSameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const refused = (reason: string, remedy: string): Authorisation => ({ allowed: false, reason, remedy });

const own = refused(
  'rules.own_limit',
  'You asked for this work yourself, so somebody else has to let it go on beyond a limit. The operator can permit it with AMAS_APPROVE_OWN, or decide on the command line.',
);
const switchedOff = refused(
  'config.command_off',
  'The configuration of the repository switches this command off: the operator decides on the command line.',
);
const unnamed = refused(
  'rules.account_unknown',
  'Nobody said who you are on the platform of this work: the operator can add you to SLACK_GITHUB_USERS, or decide on the command line.',
);
const onTheSubject = refused(
  'rules.decide_there',
  'Whether you may decide can only be found out where the work is: write it there, or decide on the command line.',
);
