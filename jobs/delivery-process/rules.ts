import { readCommand, type ReadCommand } from '#bots/commands/read-command.ts';
import type { PlatformEvent, Subject } from '#bots/contract.ts';
import { whereOf } from '../commands/where-of.ts';

/** What an event leads to. Every "no" has a reason code and, where a person can change it, the remedy. */
export type Decision =
  | {
      readonly kind: 'task';
      /** `review`, `review_paths` for some of its files, the name of a command that is work or an act, or `answer` for words at once. */
      readonly intent: string;
      readonly about: About | undefined;
      readonly origin: 'automatic' | 'command';
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
  'pull_request.base_changed',
  'merge_queue.checks_requested',
]);

/** Events after which work on their subject is pointless. */
const endings: Readonly<Record<string, string>> = {
  'pull_request.closed': 'task.subject_closed',
  'pull_request.converted_to_draft': 'task.converted_to_draft',
  'merge_queue.left': 'task.queue_left',
};

export async function decide(event: PlatformEvent, findPlatform: FindPlatform): Promise<Decision> {
  if (event.actor.isSelf) return { kind: 'nothing', reason: 'rules.own_event' };
  const ending = endings[event.kind];
  if (ending !== undefined && event.subject) {
    return { kind: 'cancel', subjectId: event.subject.id, reason: ending };
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

/** What cannot be served as it stands is answered in words: the person learns what was missing where they asked. */
async function decideCommand(event: PlatformEvent, findPlatform: FindPlatform): Promise<Decision> {
  const { command } = event;
  const reading = command && readCommand(command, whereOf(event));
  // People talk in threads: only what is surely meant for AMAS is answered there.
  if (command?.isImplied && reading?.kind === 'unknown') {
    return { kind: 'nothing', reason: 'rules.no_work_for_event' };
  }
  if (reading?.kind !== 'known') {
    return { kind: 'task', intent: 'answer', about: aboutPlace(event), origin: 'command' };
  }
  const about = await findAbout(event, reading.command.url, findPlatform);
  return { kind: 'task', intent: intentOf(reading.command, about), about, origin: 'command' };
}

function intentOf({ declaration, words }: ReadCommand, about: About | undefined): string {
  const { name, kind, isAboutSubject } = declaration;
  if (kind === 'answer' || (!about && isAboutSubject)) return 'answer';
  return name === 'review' && words.length > 0 ? 'review_paths' : name;
}

/** A URL in the command wins over the place where it was written. */
async function findAbout(
  event: PlatformEvent,
  url: string | undefined,
  findPlatform: FindPlatform,
): Promise<About | undefined> {
  if (url === undefined) return aboutPlace(event);
  const platform = await findPlatform(url);
  return platform === undefined ? undefined : { platform, subject: { id: url, url, title: url } };
}

function aboutPlace({ platform, subject }: PlatformEvent): About | undefined {
  const isSubject = subject?.type === 'pull_request' || subject?.type === 'issue';
  return isSubject ? { platform, subject } : undefined;
}
