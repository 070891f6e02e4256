import { z } from 'zod';
import type { Voice } from '#bots/contract.ts';
import type { Api } from './api.ts';
import { pullOf, type Target } from './target.ts';
import { fingerprintOf } from './text/remark.ts';

const Comment = z.object({
  id: z.number().int(),
  in_reply_to_id: z.number().int().nullish(),
  body: z.string().nullish(),
  user: z
    .object({ login: z.string() })
    .nullish()
    .transform((user) => user ?? { login: 'ghost' }),
  html_url: z.string(),
  path: z.string(),
  side: z.enum(['LEFT', 'RIGHT']).nullish(),
  line: z.number().int().nullish(),
  original_line: z.number().int().nullish(),
  created_at: z.string(),
  updated_at: z.string(),
});

/**
 * The first comments of all threads that stand on a line. Threads of others whose line is gone say nothing about the
 * change as it is now; AMAS's own are told at the line they were written on.
 */
export async function readVoices(
  api: Api,
  { target, ownLogin }: { readonly target: Target; readonly ownLogin: string },
  signal?: AbortSignal,
): Promise<readonly Voice[]> {
  const comments = await api.list({
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments',
    parameters: pullOf(target),
    answer: Comment,
    signal,
  });
  return comments.flatMap((comment) => toVoice(comment, ownLogin));
}

function toVoice(comment: z.infer<typeof Comment>, ownLogin: string): Voice[] {
  const isOwn = comment.user.login === ownLogin;
  const line = comment.line ?? (isOwn ? comment.original_line : undefined);
  if (comment.in_reply_to_id || line === undefined || line === null) return [];
  const text = comment.body ?? '';
  const fingerprint = isOwn ? fingerprintOf(text) : undefined;
  return [
    {
      isOwn,
      author: comment.user.login,
      ...(fingerprint === undefined ? {} : { fingerprint }),
      path: comment.path,
      line,
      side: comment.side === 'LEFT' ? 'old' : 'new',
      text,
      url: comment.html_url,
      id: String(comment.id),
      ...(comment.updated_at === comment.created_at ? {} : { editedAt: comment.updated_at }),
    },
  ];
}
