import { currentPlace } from '../state/current-anchor.ts';
import type { Review, ReviewComment } from '../state/model.ts';
import { isPartOf } from '../state/pull-diff.ts';
import { authorAssociation } from '../state/repositories.ts';
import type { World } from '../state/world.ts';
import { userJson } from './account.ts';
import { issuePage, reactionsJson } from './issue.ts';
import { apiUrl, nodeId, timestamp } from './links.ts';

export function reviewJson(world: World, review: Review) {
  const { issue } = review;
  const page = `${issuePage(world, issue)}#pullrequestreview-${review.id}`;
  const pullUrl = apiUrl(world, issue.repository, `/pulls/${issue.number}`);
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: userJson(world, review.actor.user),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: pullUrl,
    author_association: authorAssociation(issue.repository, review.actor.user),
    _links: { html: { href: page }, pull_request: { href: pullUrl } },
    ...(review.submittedAt === undefined ? {} : { submitted_at: timestamp(review.submittedAt) }),
    // A force-push moves it to the new head: whoever needs the reviewed commit must store it.
    commit_id: isPartOf(issue, review.commitSha) ? review.commitSha : issue.pull.headSha,
  };
}

export function reviewCommentJson(world: World, comment: ReviewComment) {
  const { issue, actor, review } = comment;
  const url = apiUrl(world, issue.repository, `/pulls/comments/${comment.id}`);
  const page = `${issuePage(world, issue)}#discussion_r${comment.id}`;
  const pullUrl = apiUrl(world, issue.repository, `/pulls/${issue.number}`);
  return {
    url,
    pull_request_review_id: review.id,
    id: comment.id,
    node_id: nodeId('PRRC', comment.id),
    path: comment.path,
    user: userJson(world, actor.user),
    body: comment.body,
    created_at: timestamp(comment.createdAt),
    updated_at: timestamp(comment.updatedAt),
    html_url: page,
    pull_request_url: pullUrl,
    author_association: authorAssociation(issue.repository, actor.user),
    _links: { self: { href: url }, html: { href: page }, pull_request: { href: pullUrl } },
    reactions: reactionsJson(comment.reactions, `${url}/reactions`),
    ...anchorJson(comment),
    ...(comment.inReplyTo ? { in_reply_to_id: comment.inReplyTo.id } : {}),
  };
}

/** `line` is null once the comment is outdated; `original_*` keeps what it was written on. */
function anchorJson(comment: ReviewComment) {
  const { anchor, commitSha, issue } = comment;
  const commits = { original_commit_id: commitSha, commit_id: issue.pull.headSha };
  if (anchor.kind === 'file') {
    return {
      ...commits,
      subject_type: 'file',
      line: null,
      original_line: null,
      side: 'RIGHT',
      diff_hunk: '',
    };
  }
  const current = currentPlace(comment);
  return {
    ...commits,
    ...(current ? {} : { commit_id: commitSha }),
    subject_type: 'line',
    diff_hunk: anchor.diffHunk,
    line: current?.line ?? null,
    original_line: anchor.line,
    start_line: current?.startLine ?? null,
    original_start_line: anchor.startLine ?? null,
    side: anchor.side,
    start_side: anchor.startSide ?? null,
    position: current?.position ?? null,
    original_position: anchor.position,
  };
}
