import type { Normalised, PullRequestFacts } from '#bots/contract.ts';
import { actorOf, eventOf, ignored, isBot, type Inbound } from './inbound.ts';
import { onActions } from './on-actions.ts';
import { PullRequestAction, PullRequestPayload } from './payload.ts';
import { subjectId } from './subject-id.ts';

/** A pull request that was opened, pushed to, made ready or a draft, turned to another base, or closed. */
export const normalisePullRequest = onActions(PullRequestAction.options, PullRequestPayload, toNormalised);

function toNormalised(payload: PullRequestPayload, inbound: Inbound): Normalised {
  const { action, number, pull_request: pull, repository, sender, installation } = payload;
  // The association is that of the pull request's author, who need not be the one who pushed or closed.
  const association = sender.id === pull.user?.id ? pull.author_association : undefined;
  const actor = actorOf(sender, inbound.app, association);
  if (actor.isSelf) return ignored('own_event', pull.html_url);
  // Title and text do not change what is reviewed.
  if (action === 'edited' && !payload.changes?.base) return ignored('event_not_used', pull.html_url);
  const owner = repository.owner.login;
  const repo = repository.name;
  return eventOf(inbound, {
    kind: action === 'edited' ? 'pull_request.base_changed' : `pull_request.${action}`,
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
    facts: factsOf(pull),
    replyTo: { owner, repo, number, headSha: pull.head.sha },
  });
}

function factsOf({ user, labels, base, head, draft }: PullRequestPayload['pull_request']): PullRequestFacts {
  return {
    author: user?.login ?? 'ghost',
    isBotAuthor: isBot(user),
    labels: (labels ?? []).map(({ name }) => name),
    baseRef: base?.ref ?? '',
    headRef: head.ref ?? '',
    isDraft: draft ?? false,
  };
}
