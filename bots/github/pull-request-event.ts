import type { Normalised } from '#bots/contract.ts';
import { actorOf, eventOf, ignored, type Inbound } from './inbound.ts';
import { onActions } from './on-actions.ts';
import { PullRequestAction, PullRequestPayload } from './payload.ts';
import { subjectId } from './subject-id.ts';

/** A pull request that was opened, pushed to, made ready or closed. */
export const normalisePullRequest = onActions(PullRequestAction.options, PullRequestPayload, toNormalised);

function toNormalised(payload: PullRequestPayload, inbound: Inbound): Normalised {
  const { action, number, pull_request: pull, repository, sender, installation } = payload;
  // The association is that of the pull request's author, who need not be the one who pushed or closed.
  const association = sender.id === pull.user?.id ? pull.author_association : undefined;
  const actor = actorOf(sender, inbound.app, association);
  if (actor.isSelf) return ignored('own_event', pull.html_url);
  if (pull.draft && action !== 'ready_for_review' && action !== 'closed') {
    return ignored(
      'draft',
      pull.html_url,
      'Mark the pull request as ready for review, or comment `/amas review`.',
    );
  }
  const owner = repository.owner.login;
  const repo = repository.name;
  return eventOf(inbound, {
    kind: `pull_request.${action}`,
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
