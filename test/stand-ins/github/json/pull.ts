import { commentsOf } from '../state/issues.ts';
import type { PullIssue, Repository, User } from '../state/model.ts';
import { changesOf, commitsOf } from '../state/pull-diff.ts';
import { authorAssociation } from '../state/repositories.ts';
import { reviewCommentsOf } from '../state/reviews.ts';
import type { World } from '../state/world.ts';
import { userJson } from './account.ts';
import { issuePage, labelJson, labelsOf, userOrNull } from './issue.ts';
import { apiUrl, nodeId, timestamp, timestampOrNull } from './links.ts';
import { repositoryJson } from './repository.ts';

/** The form of lists: without the counters that need a diff. */
export function pullSummaryJson(world: World, issue: PullIssue) {
  const { repository, number, pull } = issue;
  return {
    ...linksJson(world, issue),
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    number,
    state: issue.state,
    locked: false,
    title: issue.title,
    user: userJson(world, issue.user),
    body: issue.body,
    created_at: timestamp(issue.createdAt),
    updated_at: timestamp(issue.updatedAt),
    closed_at: timestampOrNull(issue.closedAt),
    merged_at: timestampOrNull(pull.mergedAt),
    merge_commit_sha: null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: labelsOf(issue).map((label) => labelJson(world, repository, label)),
    milestone: null,
    draft: pull.isDraft,
    head: endJson(
      world,
      { owner: pull.headOwner, repository: pull.headRepository },
      pull.headRef,
      pull.headSha,
    ),
    base: endJson(world, { owner: repository.owner, repository }, pull.baseRef, pull.baseSha),
    author_association: authorAssociation(repository, issue.user),
    auto_merge: null,
    active_lock_reason: null,
  };
}

export function pullJson(world: World, issue: PullIssue) {
  const changes = changesOf(issue);
  return {
    ...pullSummaryJson(world, issue),
    merged: issue.pull.mergedAt !== undefined,
    // Whether it can be merged is computed in the background on GitHub; here it stays unknown.
    mergeable: null,
    rebaseable: null,
    mergeable_state: 'unknown',
    merged_by: userOrNull(world, issue.pull.mergedBy),
    comments: commentsOf(issue).length,
    review_comments: reviewCommentsOf(issue).length,
    maintainer_can_modify: false,
    commits: commitsOf(issue).length,
    additions: changes.reduce((sum, change) => sum + change.additions, 0),
    deletions: changes.reduce((sum, change) => sum + change.deletions, 0),
    changed_files: changes.length,
  };
}

function linksJson(world: World, issue: PullIssue) {
  const { repository, number, pull } = issue;
  const url = apiUrl(world, repository, `/pulls/${number}`);
  const issueUrl = apiUrl(world, repository, `/issues/${number}`);
  const page = issuePage(world, issue);
  const statuses = apiUrl(world, repository, `/statuses/${pull.headSha}`);
  const reviewComment = apiUrl(world, repository, '/pulls/comments{/number}');
  return {
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueUrl,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: reviewComment,
    comments_url: `${issueUrl}/comments`,
    statuses_url: statuses,
    _links: {
      self: { href: url },
      html: { href: page },
      issue: { href: issueUrl },
      comments: { href: `${issueUrl}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: reviewComment },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
  };
}

function endJson(
  world: World,
  { owner, repository }: { readonly owner: User; readonly repository: Repository | undefined },
  ref: string,
  sha: string,
) {
  return {
    label: `${owner.login}:${ref}`,
    ref,
    sha,
    user: userJson(world, owner),
    repo: repository ? repositoryJson(world, repository) : null,
  };
}
