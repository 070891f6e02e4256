import { z } from 'zod';
import type { Posting } from './posting.ts';
import { pullOf, repositoryOf } from './target.ts';
import { readMarker } from './text/markers.ts';
import { toldFingerprintOf } from './text/remark.ts';

const User = z.object({ login: z.string() }).nullish();
const ReviewComment = z.object({
  id: z.number().int(),
  body: z.string().nullish(),
  user: User,
  html_url: z.string(),
  pull_request_review_id: z.number().nullish(),
});
const Review = z.object({ id: z.number().int(), body: z.string().nullish(), user: User });
const IssueComment = z.object({
  id: z.number().int(),
  body: z.string().nullish(),
  user: User,
  html_url: z.string(),
});
export type IssueComment = z.infer<typeof IssueComment>;

/** An inline comment of AMAS on this pull request. */
export interface Inline {
  readonly reviewId: number | undefined;
  readonly url: string;
  readonly id: number;
}

/** The own inline comments that carry a fingerprint, oldest first: the same text twice in a file has one fingerprint. */
export async function ownInlineComments(posting: Posting): Promise<ReadonlyMap<string, readonly Inline[]>> {
  const comments = await posting.api.list({
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments',
    parameters: pullOf(posting.target),
    answer: ReviewComment,
    signal: posting.signal,
  });
  const login = await posting.ownLogin();
  const inline = new Map<string, Inline[]>();
  for (const { body, user, html_url: url, pull_request_review_id: reviewId, id } of comments) {
    const fingerprint = user?.login === login ? toldFingerprintOf(body ?? '') : undefined;
    if (fingerprint === undefined) continue;
    const known = inline.get(fingerprint) ?? [];
    inline.set(fingerprint, [...known, { reviewId: reviewId ?? undefined, url, id }]);
  }
  return inline;
}

/** The review that an earlier, killed call posted for this reply. */
export async function findOwnReview(posting: Posting): Promise<number | undefined> {
  const reviews = await posting.api.list({
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
    parameters: pullOf(posting.target),
    answer: Review,
    signal: posting.signal,
  });
  const login = await posting.ownLogin();
  return reviews.find(
    ({ body, user }) => user?.login === login && readMarker(body ?? '', 'review')?.[0] === posting.reply.id,
  )?.id;
}

/** The first own comment of the conversation that `isWanted`. */
export async function findOwnComment(
  posting: Posting,
  isWanted: (body: string) => boolean,
): Promise<IssueComment | undefined> {
  return (await ownComments(posting)).find(({ body }) => isWanted(body ?? ''));
}

/** Everything of our own in the conversation, oldest first. */
export async function ownComments(posting: Posting): Promise<readonly IssueComment[]> {
  const { target } = posting;
  const comments = await posting.api.list({
    route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
    parameters: { ...repositoryOf(target), issue_number: target.number },
    answer: IssueComment,
    signal: posting.signal,
  });
  const login = await posting.ownLogin();
  return comments.filter(({ user }) => user?.login === login);
}
