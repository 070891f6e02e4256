import type { Normalised } from '#bots/contract.ts';
import { parseCommand } from './command.ts';
import { actorOf, eventOf, ignored, type Inbound } from './inbound.ts';
import { onActions } from './on-actions.ts';
import { IssueCommentPayload } from './payload.ts';
import { subjectId } from './subject-id.ts';

/** A comment in the conversation of a pull request: a command, or nothing. */
export const normaliseComment = onActions(['created', 'edited'], IssueCommentPayload, toNormalised);

function toNormalised(payload: IssueCommentPayload, inbound: Inbound): Normalised {
  const { comment, issue, repository, sender, installation } = payload;
  const unwanted = reasonToIgnore(payload, inbound);
  if (unwanted) return unwanted;

  const command = parseCommand(comment.body ?? '', ['amas', inbound.app.slug]);
  if (!command) {
    return ignored('no_command', issue.html_url, 'Begin the comment with `/amas review`, or `/amas help`.');
  }
  const owner = repository.owner.login;
  const repo = repository.name;
  return eventOf(inbound, {
    kind: 'command',
    occurredAt: comment.created_at,
    ...(installation ? { accountId: String(installation.id) } : {}),
    actor: actorOf(sender, inbound.app, comment.author_association),
    subject: {
      type: 'pull_request',
      id: subjectId({ owner, repo, number: issue.number }),
      title: issue.title,
      url: issue.html_url,
    },
    text: comment.body ?? '',
    command,
    replyTo: { owner, repo, number: issue.number, commentId: comment.id },
  });
}

function reasonToIgnore(payload: IssueCommentPayload, { app }: Inbound): Normalised | undefined {
  const { action, comment, issue, sender } = payload;
  const url = issue.html_url;
  const actor = actorOf(sender, app, comment.author_association);
  const { id, client_id: clientId } = comment.performed_via_github_app ?? {};
  // Settings may name the App by either of its ids.
  if (actor.isSelf || String(id) === app.id || clientId === app.id) return ignored('own_event', url);
  if (action === 'edited') {
    return ignored('comment_edited', url, 'An edited comment asks for nothing: write a new one.');
  }
  if (actor.isBot) {
    return ignored('bot_author', url, 'Bots cannot ask for work: a person has to write the comment.');
  }
  if (!issue.pull_request) {
    return ignored('not_a_pull_request', url, 'Commands work on pull requests: write the comment there.');
  }
  return undefined;
}
