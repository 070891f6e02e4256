import type { Normalised } from '#bots/contract.ts';
import { actorOf, eventOf, ignored, type Inbound } from './inbound.ts';
import { PullRequestPayload, readPayload } from './payload.ts';
import { subjectId } from './subject-id.ts';

const kinds: Readonly<Record<string, string>> = {
  opened: 'pull_request.opened',
  reopened: 'pull_request.reopened',
  synchronize: 'pull_request.synchronize',
  ready_for_review: 'pull_request.ready_for_review',
  closed: 'pull_request.closed',
};

export function normalisePullRequest(inbound: Inbound): Normalised {
  const read = readPayload(PullRequestPayload, inbound.payload);
  if (!read.ok) return { kind: 'malformed', reason: read.reason };
  const { action, number, pull_request: pull, repository, sender, installation } = read.value;
  const kind = Object.hasOwn(kinds, action) ? kinds[action] : undefined;
  if (kind === undefined) return ignored('event_not_used');

  // The association is that of the pull request's author, who need not be the one who pushed or closed.
  const association = sender.id === pull.user?.id ? pull.author_association : undefined;
  const actor = actorOf(sender, inbound.app, association);
  if (actor.isSelf) return ignored('own_event', pull.html_url);
  if (pull.draft && ['opened', 'reopened', 'synchronize'].includes(action)) {
    return ignored(
      'draft',
      pull.html_url,
      'Mark the pull request as ready for review, or comment `/amas review`.',
    );
  }
  const owner = repository.owner.login;
  const repo = repository.name;
  return eventOf(inbound, {
    kind,
    occurredAt: pull.updated_at,
    ...(installation ? { accountId: String(installation.id) } : {}),
    actor,
    subject: {
      type: 'pull_request',
      id: subjectId({ owner, repo, number }),
      title: pull.title,
      url: pull.html_url,
      revision: pull.head.sha,
    },
    text: pull.body ?? '',
    replyTo: { owner, repo, number, headSha: pull.head.sha },
  });
}
