import type { Normalised } from '#bots/contract.ts';
import { impliedCommand, parseCommand } from './command.ts';
import { ignored, type Inbound } from './inbound.ts';
import { onActions } from './on-actions.ts';
import { ReviewCommentPayload } from './payload.ts';
import { commandEvent, reasonToIgnore, type Said } from './said-event.ts';

/**
 * A comment beside a line of a pull request: a command, or, as a reply in a thread, words that may mean one there. Whose
 * thread it is, the payload does not tell.
 */
export const normaliseReviewComment = onActions(['created', 'edited'], ReviewCommentPayload, toNormalised);

function toNormalised(payload: ReviewCommentPayload, inbound: Inbound): Normalised {
  const said = saidBy(payload);
  const unwanted = reasonToIgnore(said, payload.action, inbound);
  if (unwanted) return unwanted;
  const isReply = Boolean(payload.comment.in_reply_to_id) && payload.sender.type !== 'Bot';
  const command =
    parseCommand(said.body, ['amas', inbound.app.slug]) ?? (isReply ? impliedCommand(said.body) : undefined);
  if (command) return commandEvent(said, command, inbound);
  return ignored(
    'no_command',
    said.subject.url,
    'In a thread of AMAS ask a question, or begin with `wrong because …` or `/amas help`.',
  );
}

function saidBy({
  comment,
  pull_request: pull,
  repository,
  sender,
  installation,
}: ReviewCommentPayload): Said {
  const threadId = comment.in_reply_to_id ?? comment.id;
  return {
    sender,
    association: comment.author_association,
    body: comment.body ?? '',
    at: comment.created_at,
    subject: { type: 'pull_request', title: pull.title, url: pull.html_url },
    path: { owner: repository.owner.login, repo: repository.name, number: pull.number },
    isPrivate: repository.private,
    installationId: installation?.id,
    viaApp: comment.performed_via_github_app,
    threadId,
    replyTo: { commentId: comment.id, threadId },
  };
}
