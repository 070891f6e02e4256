import { commentsOf } from '../state/issues.ts';
import {
  reactionContents,
  type Issue,
  type IssueComment,
  type Label,
  type Reaction,
  type Repository,
  type User,
} from '../state/model.ts';
import { authorAssociation } from '../state/repositories.ts';
import type { World } from '../state/world.ts';
import { appJson, userJson } from './account.ts';
import { apiUrl, htmlUrl, nodeId, timestamp, timestampOrNull } from './links.ts';

export function issueJson(world: World, issue: Issue) {
  const { repository, number, pull } = issue;
  const url = apiUrl(world, repository, `/issues/${number}`);
  return {
    url,
    repository_url: apiUrl(world, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: issuePage(world, issue),
    id: issue.id,
    node_id: nodeId('I', issue.id),
    number,
    title: issue.title,
    user: userJson(world, issue.user),
    labels: labelsOf(issue).map((label) => labelJson(world, repository, label)),
    state: issue.state,
    locked: false,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: commentsOf(issue).length,
    created_at: timestamp(issue.createdAt),
    updated_at: timestamp(issue.updatedAt),
    closed_at: timestampOrNull(issue.closedAt),
    author_association: authorAssociation(repository, issue.user),
    active_lock_reason: null,
    body: issue.body,
    reactions: reactionsJson(issue.reactions, `${url}/reactions`),
    ...(pull ? { draft: pull.isDraft, pull_request: pullLinks(world, issue, pull.mergedAt) } : {}),
  };
}

/** The labels of an issue, in the order in which they were set. */
export function labelsOf({ repository, labels }: Issue): Label[] {
  return [...labels].flatMap((name) => repository.labels.get(name) ?? []);
}

export function labelJson(world: World, repository: Repository, { id, name, description }: Label) {
  return {
    id,
    node_id: nodeId('LA', id),
    url: apiUrl(world, repository, `/labels/${encodeURIComponent(name)}`),
    name,
    color: 'ededed',
    default: false,
    description,
  };
}

/** Present on the issue of a pull request and nowhere else: how an `issue_comment` tells the two apart. */
function pullLinks(world: World, { repository, number }: Issue, mergedAt: number | undefined) {
  const page = htmlUrl(world, repository, `/pull/${number}`);
  return {
    url: apiUrl(world, repository, `/pulls/${number}`),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: timestampOrNull(mergedAt),
  };
}

export function commentJson(world: World, comment: IssueComment) {
  const { issue, actor } = comment;
  const { repository } = issue;
  const url = apiUrl(world, repository, `/issues/comments/${comment.id}`);
  return {
    url,
    html_url: `${issuePage(world, issue)}#issuecomment-${comment.id}`,
    issue_url: apiUrl(world, repository, `/issues/${issue.number}`),
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    user: userJson(world, actor.user),
    created_at: timestamp(comment.createdAt),
    updated_at: timestamp(comment.updatedAt),
    author_association: authorAssociation(repository, actor.user),
    body: comment.body,
    reactions: reactionsJson(comment.reactions, `${url}/reactions`),
    performed_via_github_app: actor.app ? appJson(world, actor.app) : null,
  };
}

export function reactionJson(world: World, reaction: Reaction) {
  return {
    id: reaction.id,
    node_id: nodeId('REA', reaction.id),
    user: userJson(world, reaction.user),
    content: reaction.content,
    created_at: timestamp(reaction.createdAt),
  };
}

export function reactionsJson(reactions: readonly Reaction[], url: string) {
  const counts = reactionContents.map(
    (content) => [content, reactions.filter((reaction) => reaction.content === content).length] as const,
  );
  return { url, total_count: reactions.length, ...Object.fromEntries(counts) };
}

export function issuePage(world: World, issue: Issue): string {
  return htmlUrl(world, issue.repository, `/${issue.pull ? 'pull' : 'issues'}/${issue.number}`);
}

export function userOrNull(world: World, user: User | undefined) {
  return user ? userJson(world, user) : null;
}
