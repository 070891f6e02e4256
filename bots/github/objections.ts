import { z } from 'zod';
import type { Objection } from '#bots/contract.ts';
import type { Api } from './api.ts';
import { isBot } from './inbound.ts';
import { pullOf, repositoryOf, type Target } from './target.ts';
import { fingerprintOf } from './text/remark.ts';

/** Of comments and of reactions, 100 each: bots and passers-by must not hide the one that counts. */
const maxPages = 5;
/** A reading costs one request for each comment with a 👎. */
const maxComments = 20;

const Comment = z.object({
  id: z.number().int(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  reactions: z.object({ '-1': z.number().int().nullish() }).nullish(),
});
const Reaction = z.object({
  id: z.number().int(),
  content: z.string(),
  created_at: z.string(),
  user: z.object({ id: z.number().int(), login: z.string(), type: z.string().nullish() }).nullish(),
});

/**
 * 👎 of people on AMAS's comments about findings. GitHub sends no event for a reaction: the counts stand in the list of
 * comments, and only for who it was another request is made.
 */
export async function readObjections(
  api: Api,
  { target, ownLogin }: { readonly target: Target; readonly ownLogin: string },
  signal?: AbortSignal,
): Promise<readonly Objection[]> {
  const comments = await api.list({
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments',
    parameters: pullOf(target),
    answer: Comment,
    maxPages,
    signal,
  });
  const objected = comments.filter(
    ({ body, user, reactions }) =>
      user?.login === ownLogin && (reactions?.['-1'] ?? 0) > 0 && fingerprintOf(body ?? '') !== undefined,
  );
  const found: Objection[] = [];
  for (const { id } of objected.slice(-maxComments)) {
    const reactions = await api.list({
      route: 'GET /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions',
      parameters: { ...repositoryOf(target), comment_id: id, content: '-1' },
      answer: Reaction,
      maxPages,
      signal,
    });
    for (const { id: reactionId, content, user, created_at: at } of reactions) {
      if (content !== '-1' || !user || isBot(user)) continue;
      found.push({
        id: String(reactionId),
        actor: { id: String(user.id), name: user.login, isBot: false, isSelf: false, trust: 'unknown' },
        at,
        threadId: String(id),
        replyTo: { ...repositoryOf(target), number: target.number, threadId: id },
      });
    }
  }
  return found;
}
