import type { Normalised } from '#bots/contract.ts';
import { parseCommand } from './command.ts';
import { ignored, type Inbound } from './inbound.ts';
import { onActions } from './on-actions.ts';
import { IssueCommentPayload } from './payload.ts';
import { commandEvent, reasonToIgnore, type Said } from './said-event.ts';

/** A comment in the conversation of a pull request or an issue: a command, or nothing. */
export const normaliseComment = onActions(['created', 'edited'], IssueCommentPayload, toNormalised);

function toNormalised(payload: IssueCommentPayload, inbound: Inbound): Normalised {
  const said = saidBy(payload);
  const unwanted = reasonToIgnore(said, payload.action, inbound);
  if (unwanted) return unwanted;
  const command = parseCommand(said.body, ['amas', inbound.app.slug]);
  if (command) return commandEvent(said, command, inbound);
  const example = payload.issue.pull_request ? 'review' : 'triage';
  return ignored(
    'no_command',
    said.subject.url,
    `Begin the comment with \`/amas ${example}\`, or \`/amas help\`.`,
  );
}

function saidBy({ comment, issue, repository, sender, installation }: IssueCommentPayload): Said {
  return {
    sender,
    association: comment.author_association,
    body: comment.body ?? '',
    at: comment.created_at,
    subject: {
      type: issue.pull_request ? 'pull_request' : 'issue',
      title: issue.title,
      url: issue.html_url,
    },
    path: { owner: repository.owner.login, repo: repository.name, number: issue.number },
    isPrivate: repository.private,
    installationId: installation?.id,
    viaApp: comment.performed_via_github_app,
    replyTo: { commentId: comment.id },
  };
}
