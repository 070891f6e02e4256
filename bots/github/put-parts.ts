import { z } from 'zod';
import { AmasError } from '#monitoring/errors.ts';
import { ownComments } from './own-comments.ts';
import type { Posting } from './posting.ts';
import { putComment, writeComment, type Comment } from './put-comment.ts';
import { repositoryOf } from './target.ts';
import { partOf } from './text/summary.ts';

/** What is longer than one comment. `key` names it in its continuations. */
export interface Parted {
  /** The comment that holds the first part already. */
  readonly first: Pick<Comment, 'id' | 'body'> | undefined;
  readonly parts: readonly string[];
  readonly key: string;
}

/**
 * Brings the comments of a text to its parts: each edited in place, missing ones written, surplus ones removed. The
 * first is written last when it is there already, so that its counts are true when it is read.
 */
export async function putParts(posting: Posting, { first, parts, key }: Parted): Promise<void> {
  const [body = '', ...rest] = parts;
  const hadMore = / of \d+<\/sub>/.test(first?.body ?? '');
  if (first === undefined) await putComment(posting, undefined, body);
  if (rest.length > 0 || hadMore) await putRest(posting, rest, key);
  if (first !== undefined) await putComment(posting, first.id, body);
}

async function putRest(posting: Posting, rest: readonly string[], key: string): Promise<void> {
  const known = (await ownComments(posting)).flatMap(({ id, body }) => {
    const part = partOf(body ?? '');
    return part?.key === key ? [{ id, body, index: part.index }] : [];
  });
  for (const [at, body] of rest.entries()) {
    const existing = known.find(({ index }) => index === at + 1);
    if (existing?.body !== body) await writeComment(posting, existing?.id, body);
  }
  for (const { id } of known.filter(({ index }) => index > rest.length)) await removeComment(posting, id);
}

async function removeComment({ api, target, signal }: Posting, id: number): Promise<void> {
  try {
    await api.call({
      route: 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}',
      parameters: { ...repositoryOf(target), comment_id: id },
      answer: z.unknown(),
      signal,
    });
  } catch (error) {
    // Somebody was faster.
    if (!(error instanceof AmasError && error.code === 'bots.target_gone')) throw error;
  }
}
