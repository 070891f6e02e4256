import type { Where } from '#bots/commands/catalog.ts';
import type { PlatformEvent } from '#bots/contract.ts';

/** The kind of place an event was written in: not every command works everywhere. */
export function whereOf({ subject, thread }: Pick<PlatformEvent, 'subject' | 'thread'>): Where {
  if (subject?.type === 'pull_request') return thread ? 'thread' : 'pull_request';
  return subject?.type === 'issue' ? 'issue' : 'chat';
}
