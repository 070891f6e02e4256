import { z } from 'zod';
import { AmasError } from '#monitoring/errors.ts';
import { findOwnComment } from './own-comments.ts';
import type { Posting } from './posting.ts';
import { readComment } from './put-comment.ts';
import { putParts } from './put-parts.ts';
import { putSuggestions } from './put-suggestions.ts';
import { pullOf, repositoryOf } from './target.ts';
import { answeredReply, renderAnswer } from './text/summary.ts';

/**
 * One comment of its own: in the thread beside the code where it was asked there, else in the conversation. A killed
 * call's comment is found by its marker and edited.
 */
export async function putAnswer(asked: Posting): Promise<void> {
  const posting = asked.reply.suggestions ? await withSuggestions(asked) : asked;
  const { ledger, reply, target } = posting;
  const { threadId } = target;
  if (threadId !== undefined && (await putInThread(posting, threadId))) return;
  const known = ledger.trace.commentId;
  const first =
    (known === undefined ? undefined : await readComment(posting, known)) ??
    (await findOwnComment(posting, (body) => answeredReply(body) === reply.id));
  await putParts(posting, { first, parts: renderAnswer(reply, posting.hosts), key: reply.id });
}

async function withSuggestions(posting: Posting): Promise<Posting> {
  const { reply } = posting;
  const told = await putSuggestions(posting);
  return { ...posting, reply: { ...reply, markdown: `${reply.markdown}\n\n${told}` } };
}

const ThreadComment = z.object({
  id: z.number().int(),
  body: z.string().nullish(),
  html_url: z.string(),
  user: z.object({ login: z.string() }).nullish(),
});

/** False when the thread is gone: then the answer belongs to the conversation. */
async function putInThread(posting: Posting, threadId: number): Promise<boolean> {
  const { api, ledger, reply, target, signal } = posting;
  // What was once put into the conversation stays there.
  if (ledger.trace.commentId !== undefined) return false;
  // Beside the code there is room for one.
  const [body = ''] = renderAnswer(reply, posting.hosts, 1);
  const known = ledger.trace.threadCommentId ?? (await findInThread(posting));
  try {
    const comment =
      known === undefined
        ? await api.call({
            route: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies',
            parameters: { ...pullOf(target), comment_id: threadId, body },
            answer: ThreadComment,
            signal,
          })
        : await api.call({
            route: 'PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}',
            parameters: { ...repositoryOf(target), comment_id: known, body },
            answer: ThreadComment,
            signal,
          });
    await ledger.add({ threadCommentId: comment.id, url: comment.html_url });
    return true;
  } catch (error) {
    if (error instanceof AmasError && error.code === 'bots.target_gone') return false;
    throw error;
  }
}

async function findInThread(posting: Posting): Promise<number | undefined> {
  const comments = await posting.api.list({
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments',
    parameters: pullOf(posting.target),
    answer: ThreadComment,
    signal: posting.signal,
  });
  const login = await posting.ownLogin();
  return comments.find(
    ({ body, user }) => user?.login === login && answeredReply(body ?? '') === posting.reply.id,
  )?.id;
}
