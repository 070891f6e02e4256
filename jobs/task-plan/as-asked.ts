import type { PlatformEvent, PullRequest } from '#bots/contract.ts';

export interface AsAsked {
  readonly title: string;
  readonly body: string;
  /** What the reader should know about it. */
  readonly notes: readonly string[];
}

/**
 * Title and description as of the event that led to the work: what its author writes afterwards was not there when it was
 * decided. An event of the pull request itself tells both. For a command the platform gives no earlier text, only the
 * time of the last change of anything, so that is said.
 */
export function asAsked(
  { subject, body, updatedAt }: Pick<PullRequest, 'subject' | 'body' | 'updatedAt'>,
  event: Pick<PlatformEvent, 'kind' | 'subject' | 'text' | 'occurredAt' | 'command'>,
): AsAsked {
  const isOwnEvent = event.kind.startsWith('pull_request.') && event.command === undefined;
  if (isOwnEvent && event.subject) {
    const { title } = event.subject;
    const isChanged = title !== subject.title || event.text !== body;
    return { title, body: event.text, notes: isChanged ? [changed] : [] };
  }
  const isLater = event.command !== undefined && isAfter(updatedAt, event.occurredAt);
  return { title: subject.title, body, notes: isLater ? [perhapsChanged] : [] };
}

const changed =
  'Title or description were changed after the event: they were read as they stood then, not as they stand now.';
const perhapsChanged =
  'Something on the pull request was changed after this was asked for: title and description were read as they stand now, which may not be as they stood then.';

/** Times without milliseconds are of the whole second. */
function isAfter(time: string | undefined, other: string): boolean {
  const [one, two] = [Date.parse(time ?? ''), Date.parse(other)];
  return Math.floor(one / 1_000) > Math.floor(two / 1_000);
}
