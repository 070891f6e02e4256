import { z } from 'zod';
import { textAsOf } from '#bots/as-of.ts';
import type { PlatformEvent, Thread } from '#bots/contract.ts';
import type { Api } from './api.ts';
import { pullOf, type Target } from './target.ts';
import { fingerprintOf } from './text/remark.ts';

const Comment = z.object({
  id: z.number().int(),
  in_reply_to_id: z.number().int().nullish(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  path: z.string(),
  side: z.enum(['LEFT', 'RIGHT']).nullish(),
  line: z.number().int().nullish(),
  original_line: z.number().int().nullish(),
  start_line: z.number().int().nullish(),
  diff_hunk: z.string().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
});

/**
 * The thread that an event speaks in, as of the event: comments that were written or changed after it are left out,
 * because nobody had read them when they asked. Undefined when its first comment is gone.
 */
export async function readThread(
  api: Api,
  event: PlatformEvent,
  { target, ownLogin }: { readonly target: Target; readonly ownLogin: string },
): Promise<Thread | undefined> {
  const comments = await api.list({
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments',
    parameters: pullOf(target),
    answer: Comment,
  });
  const first = comments.find(({ id }) => id === target.threadId);
  if (!first) return undefined;
  const isOwn = (comment: z.infer<typeof Comment>) => comment.user?.login === ownLogin;
  const said = comments.filter(
    (comment) =>
      (comment.id === first.id || comment.in_reply_to_id === first.id) &&
      comment.id !== target.commentId &&
      (isOwn(comment) || isAsOf(comment, event.occurredAt)),
  );
  const fingerprint = isOwn(first) ? fingerprintOf(first.body ?? '') : undefined;
  return {
    isOwn: isOwn(first),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    path: first.path,
    line: first.line ?? first.original_line ?? undefined,
    side: first.side === 'LEFT' ? 'old' : 'new',
    hunk: first.diff_hunk ?? '',
    comments: said.map((comment) => ({
      author: comment.user?.login ?? 'ghost',
      isOwn: isOwn(comment),
      text: (comment.body ?? '').replaceAll(/<!-- amas:[^>]*-->/g, '').trim(),
    })),
  };
}

function isAsOf(
  { body, created_at: createdAt, updated_at: editedAt }: z.infer<typeof Comment>,
  at: string,
): boolean {
  const written = { text: body ?? '', createdAt: createdAt ?? '', editedAt: editedAt ?? undefined };
  return textAsOf(written, at).kind === 'use';
}
