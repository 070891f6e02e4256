import type { Command, JsonObject, Normalised, Subject } from '#bots/contract.ts';
import { actorOf, eventOf, ignored, type Inbound, type Sender } from './inbound.ts';
import type { PullRequestPath } from './subject-id.ts';
import { subjectId } from './subject-id.ts';

/** Something that somebody wrote on GitHub, wherever. */
export interface Said {
  readonly sender: Sender;
  readonly association: string | null | undefined;
  readonly body: string;
  readonly at: string | null | undefined;
  readonly subject: Pick<Subject, 'type' | 'title' | 'url'>;
  readonly path: PullRequestPath;
  readonly isPrivate: boolean | null | undefined;
  readonly installationId: number | undefined;
  readonly viaApp: ViaApp;
  readonly threadId?: number | undefined;
  /** Where the answer belongs, beyond the subject. */
  readonly replyTo: JsonObject;
}

type ViaApp =
  | { readonly id?: number | null | undefined; readonly client_id?: string | null | undefined }
  | null
  | undefined;

/** Why nothing that was written counts: it is AMAS's own, or it was changed after the fact. */
export function reasonToIgnore(said: Said, action: string, { app }: Inbound): Normalised | undefined {
  const { url } = said.subject;
  const { id, client_id: clientId } = said.viaApp ?? {};
  const actor = actorOf(said.sender, app, said.association);
  // Settings may name the App by either of its ids.
  if (actor.isSelf || String(id) === app.id || clientId === app.id) return ignored('own_event', url);
  if (action === 'edited') {
    return ignored('comment_edited', url, 'An edited comment asks for nothing: write a new one.');
  }
  return undefined;
}

export function commandEvent(said: Said, command: Command, inbound: Inbound): Normalised {
  const { subject, path, isPrivate, installationId, threadId } = said;
  const { owner, repo, number } = path;
  return eventOf(inbound, {
    kind: 'command',
    occurredAt: said.at,
    ...(installationId === undefined ? {} : { accountId: String(installationId) }),
    actor: actorOf(said.sender, inbound.app, said.association),
    subject: { ...subject, id: subjectId(path) },
    ...(threadId === undefined ? {} : { thread: { id: String(threadId) } }),
    text: said.body,
    command,
    replyTo: {
      owner,
      repo,
      number,
      ...said.replyTo,
      ...(typeof isPrivate === 'boolean' ? { isPrivate } : {}),
    },
  });
}
