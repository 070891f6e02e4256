import type { PlatformEvent, Subject } from '#bots/contract.ts';

/** What an event leads to. Every "no" has a reason code and, where a person can change it, the remedy. */
export type Decision =
  | {
      readonly kind: 'task';
      readonly intent: 'review';
      readonly about: About;
      readonly origin: 'automatic' | 'command';
    }
  | {
      readonly kind: 'task';
      readonly intent: 'answer';
      readonly about: About | undefined;
      readonly origin: 'command';
    }
  | { readonly kind: 'cancel'; readonly subjectId: string; readonly reason: string }
  | { readonly kind: 'account-gone'; readonly accountId: string; readonly reason: string }
  | { readonly kind: 'nothing'; readonly reason: string; readonly remedy?: string };

/** The thing to work on, and the platform it lives on: a review asked for in Slack is about a pull request elsewhere. */
export interface About {
  readonly platform: string;
  readonly subject: Pick<Subject, 'id' | 'url' | 'title' | 'revision'>;
}

/** Which connected platform a URL belongs to. */
export type FindPlatform = (url: string) => Promise<string | undefined>;

const reviewedKinds = new Set([
  'pull_request.opened',
  'pull_request.reopened',
  'pull_request.synchronize',
  'pull_request.ready_for_review',
]);

/** Words that AMAS understands on every platform. */
export const commandHelp = [
  { name: 'review', usage: 'review [pull request URL]', does: 'review a pull request now' },
  { name: 'status', usage: 'status [pull request URL]', does: 'tell what is being worked on, or was' },
  {
    name: 'why',
    usage: 'why [pull request URL]',
    does: 'tell what became of recent events, and why nothing happened',
  },
  { name: 'help', usage: 'help', does: 'show this list' },
] as const;

export async function decide(event: PlatformEvent, findPlatform: FindPlatform): Promise<Decision> {
  if (event.actor.isSelf) return { kind: 'nothing', reason: 'rules.own_event' };
  if (event.kind === 'pull_request.closed' && event.subject) {
    return { kind: 'cancel', subjectId: event.subject.id, reason: 'task.subject_closed' };
  }
  if (reviewedKinds.has(event.kind) && event.subject) {
    return {
      kind: 'task',
      intent: 'review',
      origin: 'automatic',
      about: { platform: event.platform, subject: event.subject },
    };
  }
  if ((event.kind === 'integration.removed' || event.kind === 'integration.suspended') && event.accountId) {
    return {
      kind: 'account-gone',
      accountId: event.accountId,
      reason: `task.${event.kind.replace('.', '_')}`,
    };
  }
  if (event.kind.startsWith('integration.')) return { kind: 'nothing', reason: 'rules.integration_noted' };
  if (event.command) return await decideCommand(event, findPlatform);
  return { kind: 'nothing', reason: 'rules.no_work_for_event' };
}

async function decideCommand(event: PlatformEvent, findPlatform: FindPlatform): Promise<Decision> {
  const about = await findAbout(event, findPlatform);
  if (event.command?.name !== 'review') return { kind: 'task', intent: 'answer', about, origin: 'command' };
  if (about) return { kind: 'task', intent: 'review', about, origin: 'command' };
  // Answered in words: the person learns what was missing where they asked.
  return { kind: 'task', intent: 'answer', about: undefined, origin: 'command' };
}

/** A URL in the command wins over the place where it was written. */
async function findAbout(event: PlatformEvent, findPlatform: FindPlatform): Promise<About | undefined> {
  const url = event.command?.args.find((argument) => /^https?:\/\//i.test(argument));
  if (url !== undefined) {
    const platform = await findPlatform(url);
    return platform === undefined ? undefined : { platform, subject: { id: url, url, title: url } };
  }
  if (event.subject?.type === 'pull_request') return { platform: event.platform, subject: event.subject };
  return undefined;
}
