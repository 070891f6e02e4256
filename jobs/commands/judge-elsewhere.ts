import type { Access, Authorisation, Command, Connection, PlatformEvent } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { TaskRow } from '#prisma/repositories/tasks.ts';
import { connectTo, type JobHost } from '../host.ts';
import { isNarrowed } from './access-of.ts';

interface Question {
  readonly host: JobHost;
  readonly task: TaskRow;
  readonly command: Command;
  readonly event: PlatformEvent;
  /** To where it was asked. */
  readonly connection: Connection;
}

/**
 * What somebody may do with a subject of another platform, as that platform says of who they are there; undefined where
 * nothing stands against it. Where nobody said who that is, membership is enough, unless the configuration narrows the
 * command: the answer tells what was not checked.
 */
export async function judgeElsewhere(
  { host, task, command, event, connection }: Question,
  access: Access,
): Promise<Authorisation | 'unknown-person' | undefined> {
  const platform = task.subjectPlatform;
  if (platform === null || platform === event.platform || task.subjectId === null) return undefined;
  const account = connection.accountOn?.(event.actor, platform);
  if (account === undefined) return isNarrowed(command, access) ? 'unknown-person' : undefined;
  if (account.kind === 'unnamed') return unnamed;
  const there = await connectTo(host, { projectId: task.projectId, platform, accountId: null });
  return await judgeThere(there, { ...event, platform, actor: actorNamed(account.name) }, { task, access });
}

async function judgeThere(
  there: Connection,
  event: PlatformEvent,
  { task, access }: { readonly task: TaskRow; readonly access: Access },
): Promise<Authorisation | undefined> {
  try {
    const target = await there.pullRequest?.(task.subjectId ?? '');
    return (
      target && (await there.authorise?.({ ...event, kind: 'command', replyTo: target.replyTo }, access))
    );
  } catch (error) {
    // What is not there is told by the work itself.
    if (error instanceof AmasError && error.code === 'bots.target_gone') return undefined;
    throw error;
  }
}

const actorNamed = (name: string) =>
  ({ id: name, name, isBot: false, isSelf: false, trust: 'unknown' }) as const;

const unnamed: Authorisation = {
  allowed: false,
  reason: 'rules.account_unknown',
  remedy:
    'Nobody said who you are on the platform of this repository: the operator can add you to SLACK_GITHUB_USERS.',
};
