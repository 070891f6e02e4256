import type { Normalised } from '#bots/contract.ts';
import { parseCommand } from './command.ts';
import { ignored, type Inbound } from './inbound.ts';
import { onActions } from './on-actions.ts';
import { ReviewPayload } from './payload.ts';
import { commandEvent, reasonToIgnore, type Said } from './said-event.ts';

/** The text of a review as a whole: a command, or nothing. GitHub's REST API takes no reaction on it. */
export const normaliseReview = onActions(['submitted', 'edited'], ReviewPayload, toNormalised);

function toNormalised(payload: ReviewPayload, inbound: Inbound): Normalised {
  const { review, pull_request: pull, repository, sender, installation } = payload;
  const said: Said = {
    sender,
    association: review.author_association,
    body: review.body ?? '',
    at: review.submitted_at,
    subject: { type: 'pull_request', title: pull.title, url: pull.html_url },
    path: { owner: repository.owner.login, repo: repository.name, number: pull.number },
    isPrivate: repository.private,
    installationId: installation?.id,
    viaApp: undefined,
    replyTo: {},
  };
  const unwanted = reasonToIgnore(said, payload.action, inbound);
  if (unwanted) return unwanted;
  const command = parseCommand(said.body, ['amas', inbound.app.slug]);
  if (command) return commandEvent(said, command, inbound);
  return ignored('no_command', said.subject.url, 'Begin the review with `/amas review`, or `/amas help`.');
}
