import { tipOf } from './branches.ts';
import type { Actor, Issue, IssueComment, PullIssue, Repository, User } from './model.ts';
import { pullsOf } from './repositories.ts';
import { recordEffect, type World } from './world.ts';

export interface NewIssue {
  readonly title: string;
  readonly body: string | null;
  readonly user: User;
}

export function openIssue(world: World, repository: Repository, fields: NewIssue): Issue {
  const issue: Issue = { ...blankIssue(world, repository, fields), pull: undefined };
  repository.issues.set(issue.number, issue);
  world.emit({ event: 'issues', action: 'opened', issue, sender: fields.user });
  return issue;
}

export interface NewPull extends NewIssue {
  readonly baseRef: string;
  readonly headRef: string;
  readonly headRepository: Repository;
  readonly isDraft: boolean;
}

export function openPull(world: World, repository: Repository, fields: NewPull): PullIssue {
  const { baseRef, headRef, headRepository, isDraft } = fields;
  const issue: PullIssue = {
    ...blankIssue(world, repository, fields),
    pull: {
      id: world.nextId(),
      baseRef,
      baseSha: tipOf(repository, baseRef),
      headRef,
      headSha: tipOf(headRepository, headRef),
      headOwner: headRepository.owner,
      headRepository,
      isDraft,
      mergedAt: undefined,
      mergedBy: undefined,
    },
  };
  repository.issues.set(issue.number, issue);
  world.emit({ event: 'pull_request', action: 'opened', issue, sender: fields.user });
  return issue;
}

function blankIssue(
  world: World,
  repository: Repository,
  { title, body, user }: NewIssue,
): Omit<Issue, 'pull'> {
  return {
    id: world.nextId(),
    number: repository.issues.size + 1,
    repository,
    user,
    title,
    body,
    state: 'open',
    createdAt: world.now(),
    updatedAt: world.now(),
    closedAt: undefined,
    reactions: [],
    labels: new Set(),
  };
}

/** Moves a branch and, with it, the open pull requests whose head it is. Without a sender nobody is told. */
export function moveBranch(
  world: World,
  repository: Repository,
  target: { readonly branch: string; readonly sha: string },
  sender: User | undefined,
): void {
  repository.branches.set(target.branch, target.sha);
  repository.pushedAt = world.now();
  for (const issue of [...world.repositories.values()].flatMap(pullsOf)) {
    const { pull } = issue;
    if (issue.state !== 'open' || pull.headRepository !== repository || pull.headRef !== target.branch)
      continue;
    const push = { before: pull.headSha, after: target.sha };
    pull.headSha = target.sha;
    pull.baseSha = tipOf(issue.repository, pull.baseRef);
    issue.updatedAt = world.now();
    if (sender) world.emit({ event: 'pull_request', action: 'synchronize', issue, sender, push });
  }
}

export function closePull(world: World, issue: PullIssue, sender: User, isMerged = false): void {
  issue.state = 'closed';
  issue.closedAt = issue.updatedAt = world.now();
  if (isMerged) {
    issue.pull.mergedAt = world.now();
    issue.pull.mergedBy = sender;
  }
  world.emit({ event: 'pull_request', action: 'closed', issue, sender });
}

/** What GitHub does when a branch is deleted. */
export function closePullsOf(world: World, repository: Repository, branch: string, sender: User): void {
  for (const issue of [...world.repositories.values()].flatMap(pullsOf)) {
    const { baseRef, headRef, headRepository } = issue.pull;
    const isInto = issue.repository === repository && baseRef === branch;
    const isFrom = headRepository === repository && headRef === branch;
    if (issue.state === 'open' && (isInto || isFrom)) closePull(world, issue, sender);
  }
}

export function reopenPull(world: World, issue: PullIssue, sender: User): void {
  issue.state = 'open';
  issue.closedAt = undefined;
  issue.updatedAt = world.now();
  world.emit({ event: 'pull_request', action: 'reopened', issue, sender });
}

export function convertToDraft(world: World, issue: PullIssue, sender: User): void {
  issue.pull.isDraft = true;
  issue.updatedAt = world.now();
  world.emit({ event: 'pull_request', action: 'converted_to_draft', issue, sender });
}

export function changeBase(world: World, issue: PullIssue, base: string, sender: User): void {
  const { pull } = issue;
  const formerBase = { ref: pull.baseRef, sha: pull.baseSha };
  pull.baseRef = base;
  pull.baseSha = tipOf(issue.repository, base);
  issue.updatedAt = world.now();
  world.emit({ event: 'pull_request', action: 'edited', issue, sender, formerBase });
}

export function markReady(world: World, issue: PullIssue, sender: User): void {
  issue.pull.isDraft = false;
  issue.updatedAt = world.now();
  world.emit({ event: 'pull_request', action: 'ready_for_review', issue, sender });
}

export function addComment(world: World, issue: Issue, actor: Actor, body: string): IssueComment {
  const { repository, number } = issue;
  const comment: IssueComment = {
    id: world.nextId(),
    issue,
    actor,
    body,
    createdAt: world.now(),
    updatedAt: world.now(),
    reactions: [],
  };
  repository.comments.set(comment.id, comment);
  issue.updatedAt = world.now();
  recordEffect(world, 'issue_comment.created', actor, { repository, number, id: comment.id });
  world.emit({ event: 'issue_comment', action: 'created', comment, sender: actor.user });
  return comment;
}

export function editComment(world: World, comment: IssueComment, actor: Actor, body: string): void {
  const { repository, number } = comment.issue;
  const previousBody = comment.body;
  comment.body = body;
  comment.updatedAt = world.now();
  recordEffect(world, 'issue_comment.edited', actor, { repository, number, id: comment.id });
  world.emit({ event: 'issue_comment', action: 'edited', comment, previousBody, sender: actor.user });
}

export function editBody(world: World, issue: PullIssue, actor: Actor, body: string): void {
  issue.body = body;
  issue.updatedAt = world.now();
  recordEffect(world, 'pull_request.edited', actor, { ...issue, id: issue.id });
}

export function deleteComment(world: World, comment: IssueComment, actor: Actor): void {
  const { repository, number } = comment.issue;
  repository.comments.delete(comment.id);
  recordEffect(world, 'issue_comment.deleted', actor, { repository, number, id: comment.id });
  world.emit({ event: 'issue_comment', action: 'deleted', comment, sender: actor.user });
}

/** Oldest first. */
export function commentsOf(issue: Issue): IssueComment[] {
  return [...issue.repository.comments.values()].filter((comment) => comment.issue === issue);
}
