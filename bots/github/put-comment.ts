import { z } from 'zod';
import { AmasError } from '#monitoring/errors.ts';
import type { Posting } from './posting.ts';
import { repositoryOf } from './target.ts';

const Comment = z.object({ id: z.number().int(), body: z.string().nullish(), html_url: z.string() });
export type Comment = z.infer<typeof Comment>;

/** A comment of the conversation, or undefined when somebody deleted it. */
export async function readComment(posting: Posting, id: number): Promise<Comment | undefined> {
  return await unlessGone(
    posting.api.call({
      route: 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}',
      parameters: { ...repositoryOf(posting.target), comment_id: id },
      answer: Comment,
      signal: posting.signal,
    }),
  );
}

/** Edits a comment without making it that of the reply. */
export async function editComment(
  { api, target, signal }: Pick<Posting, 'api' | 'target' | 'signal'>,
  id: number,
  body: string,
): Promise<Comment> {
  return api.call({
    route: 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
    parameters: { ...repositoryOf(target), comment_id: id, body },
    answer: Comment,
    signal,
  });
}

/** Edits the comment with this id, or writes a new one, and records which it was. */
export async function putComment(posting: Posting, id: number | undefined, body: string): Promise<void> {
  const { id: commentId, html_url: url } = await writeComment(posting, id, body);
  await posting.ledger.add({ commentId, url });
}

/** Edits the comment with this id. Without one, or when somebody deleted it meanwhile, writes a new one. */
export async function writeComment(
  posting: Pick<Posting, 'api' | 'target' | 'signal'>,
  id: number | undefined,
  body: string,
): Promise<Comment> {
  const { api, target, signal } = posting;
  const edited = id === undefined ? undefined : await unlessGone(editComment(posting, id, body));
  return (
    edited ??
    (await api.call({
      route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
      parameters: { ...repositoryOf(target), issue_number: target.number, body },
      answer: Comment,
      signal,
    }))
  );
}

/** Undefined when GitHub does not show it any more. */
async function unlessGone<Value>(call: Promise<Value>): Promise<Value | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AmasError && error.code === 'bots.target_gone') return undefined;
    throw error;
  }
}
