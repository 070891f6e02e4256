import { htmlUrl } from './json/links.ts';
import { tipOf, writeCommit, type Changes, type CommitOptions, type Files } from './state/branches.ts';
import { requestAction, rerequestRun, rerequestSuite } from './state/checks.ts';
import {
  addComment,
  changeBase,
  closePull,
  closePullsOf,
  convertToDraft,
  deleteComment,
  editComment,
  markReady,
  moveBranch,
  openIssue,
  openPull,
  reopenPull,
} from './state/issues.ts';
import { mergePull, queuePull } from './state/merge.ts';
import { placeComment } from './routes/review-placement.ts';
import type {
  Actor,
  CheckRun,
  IssueComment,
  PullIssue,
  ReactionContent,
  Repository,
  ReviewComment,
  Role,
} from './state/model.ts';
import { react, reactionTarget } from './state/reactions.ts';
import {
  deleteRepository,
  findRepository,
  forkRepository,
  isPull,
  renameRepository,
} from './state/repositories.ts';
import { addReview, addReviewComment, deleteReviewComment, replyTo } from './state/reviews.ts';
import { resolveThread } from './state/threads.ts';
import { fullName, userNamed, type MergeGroup, type World } from './state/world.ts';

/** Who acts when a test names nobody. */
const defaultLogin = 'mona';

export interface CommitBy {
  readonly message?: string;
  /** Login of the author, and of the sender of the webhook. */
  readonly author?: string;
}

export interface PullOptions {
  /** Default: the repository's default branch. */
  readonly base?: string;
  /** `branch`, or `owner:branch` of a fork. */
  readonly head: string;
  readonly title: string;
  readonly body?: string | null;
  readonly author?: string;
  readonly draft?: boolean;
}

export interface OpenedPull {
  readonly number: number;
  readonly url: string;
  readonly headSha: string;
  readonly baseSha: string;
}

/** A repository from the outside: what people do to it. Every method tells the apps what GitHub would tell them. */
export class RepositoryHandle {
  readonly #world: World;
  readonly #repository: Repository;

  constructor(world: World, repository: Repository) {
    this.#world = world;
    this.#repository = repository;
  }

  get id(): number {
    return this.#repository.id;
  }

  get fullName(): string {
    return fullName(this.#repository);
  }

  /** The commit a branch stands at. */
  tip(branch: string): string {
    return tipOf(this.#repository, branch);
  }

  createBranch(branch: string, from: string = this.#repository.defaultBranch): string {
    const sha = this.tip(from);
    this.#repository.branches.set(branch, sha);
    return sha;
  }

  /** Deletes a branch: GitHub closes the open pull requests from it and into it. Their commits stay. */
  deleteBranch(branch: string, by?: string): void {
    this.tip(branch);
    this.#repository.branches.delete(branch);
    closePullsOf(this.#world, this.#repository, branch, this.#actor(by).user);
  }

  /** A branch that has no commit in common with any other. */
  createUnrelatedBranch(branch: string, files: Files): string {
    const commit = this.#write([], files, { message: 'Start over' });
    this.#repository.branches.set(branch, commit);
    return commit;
  }

  /** Commits to a branch without telling anybody: for setting the scene, or to lose a webhook. */
  commit(branch: string, changes: Changes, by: CommitBy = {}): string {
    const sha = this.#write([this.tip(branch)], changes, by);
    moveBranch(this.#world, this.#repository, { branch, sha }, undefined);
    return sha;
  }

  /** Commits to a branch and fires `synchronize` for the open pull requests from it. */
  push(branch: string, changes: Changes, by: CommitBy = {}): string {
    return this.forcePush(branch, this.#write([this.tip(branch)], changes, by), by);
  }

  /** Points a branch at any commit, as a rebase does. */
  forcePush(branch: string, sha: string, by: CommitBy = {}): string {
    moveBranch(this.#world, this.#repository, { branch, sha }, this.#actor(by.author).user);
    return sha;
  }

  /** Commits on top of any commit without moving a branch: the other side of a force-push. */
  commitOnto(parent: string, changes: Changes, by: CommitBy = {}): string {
    return this.#write([parent], changes, by);
  }

  fork(owner: string): RepositoryHandle {
    const fork = forkRepository(this.#world, this.#repository, userNamed(this.#world, owner));
    return new RepositoryHandle(this.#world, fork);
  }

  openPullRequest(options: PullOptions): OpenedPull {
    const [owner, branch] = options.head.includes(':')
      ? options.head.split(':', 2)
      : [undefined, options.head];
    const headRepository =
      owner === undefined ? this.#repository : findRepository(this.#world, owner, this.#repository.name);
    if (!headRepository || branch === undefined) throw new Error(`no repository for head ${options.head}`);
    const issue = openPull(this.#world, this.#repository, {
      title: options.title,
      body: options.body ?? null,
      user: this.#actor(options.author).user,
      baseRef: options.base ?? this.#repository.defaultBranch,
      headRef: branch,
      headRepository,
      isDraft: options.draft ?? false,
    });
    const { headSha, baseSha } = issue.pull;
    const url = htmlUrl(this.#world, this.#repository, `/pull/${issue.number}`);
    return { number: issue.number, url, headSha, baseSha };
  }

  openIssue(title: string, author?: string, body: string | null = null): number {
    const user = this.#actor(author).user;
    return openIssue(this.#world, this.#repository, { title, body, user }).number;
  }

  addLabel(name: string, description: string | null = null): void {
    const label = { id: this.#world.nextId(), name, description };
    this.#repository.labels.set(name.toLowerCase(), label);
  }

  /** A person writes a review of a pull request as a whole. */
  review(number: number, body: string, author?: string): void {
    const issue = this.#pull(number);
    const fields = { body, state: 'COMMENTED', commitSha: issue.pull.headSha, comments: [] } as const;
    addReview(this.#world, issue, this.#actor(author), fields);
  }

  /** A person answers in the thread of a review comment. */
  replyInThread(commentId: number, body: string, author?: string): number {
    return replyTo(this.#world, this.#reviewComment(commentId), this.#actor(author), body).id;
  }

  /** A person begins a thread beside a line of the diff. */
  commentOnLine(
    number: number,
    place: { readonly path: string; readonly line: number },
    said: { readonly body: string; readonly author?: string },
  ): number {
    const { body, author } = said;
    const issue = this.#pull(number);
    const commitSha = issue.pull.headSha;
    const wanted = {
      ...place,
      side: 'RIGHT',
      startLine: undefined,
      startSide: undefined,
      position: undefined,
    };
    const anchor = placeComment(issue, commitSha, wanted as Parameters<typeof placeComment>[2]);
    if (typeof anchor === 'string') throw new Error(`no place ${place.path}:${place.line}`);
    const actor = this.#actor(author);
    const review = addReview(this.#world, issue, actor, {
      body: '',
      state: 'COMMENTED',
      commitSha,
      comments: [],
    });
    return addReviewComment(this.#world, review, actor, { body, path: place.path, anchor }).id;
  }

  /** A person reacts to a review comment: nobody is told. */
  reactInThread(commentId: number, content: ReactionContent, author?: string): void {
    react(this.#world, reactionTarget(this.#reviewComment(commentId)), this.#actor(author), content);
  }

  /** A person resolves the thread that begins with this comment. */
  resolveThread(commentId: number, by?: string): void {
    resolveThread(this.#world, this.#reviewComment(commentId), this.#actor(by));
  }

  closePullRequest(number: number, by?: string): void {
    closePull(this.#world, this.#pull(number), this.#actor(by).user);
  }

  mergePullRequest(number: number, by?: string): void {
    mergePull(this.#world, this.#pull(number), this.#actor(by).user);
  }

  reopenPullRequest(number: number, by?: string): void {
    reopenPull(this.#world, this.#pull(number), this.#actor(by).user);
  }

  markReadyForReview(number: number, by?: string): void {
    markReady(this.#world, this.#pull(number), this.#actor(by).user);
  }

  convertToDraft(number: number, by?: string): void {
    convertToDraft(this.#world, this.#pull(number), this.#actor(by).user);
  }

  /** Points a pull request at another branch. */
  changeBase(number: number, base: string, by?: string): void {
    changeBase(this.#world, this.#pull(number), base, this.#actor(by).user);
  }

  /** Adds a pull request to the merge queue. Answers the commit that needs its checks. */
  queuePullRequest(number: number, by?: string): MergeGroup {
    return queuePull(this.#world, this.#pull(number), this.#actor(by).user);
  }

  /** The queue gives a commit up. */
  leaveQueue(group: MergeGroup, by?: string): void {
    const sender = this.#actor(by).user;
    this.#world.emit({
      event: 'merge_group',
      action: 'destroyed',
      repository: this.#repository,
      group,
      sender,
    });
  }

  /** A person comments on an issue or pull request. Answers the comment's id. */
  comment(number: number, body: string, author?: string): number {
    const issue = this.#repository.issues.get(number);
    if (!issue) throw new Error(`no issue ${number}`);
    return addComment(this.#world, issue, this.#actor(author), body).id;
  }

  editComment(id: number, body: string, author?: string): void {
    editComment(this.#world, this.#comment(id), this.#actor(author), body);
  }

  deleteComment(id: number, by?: string): void {
    deleteComment(this.#world, this.#comment(id), this.#actor(by));
  }

  deleteReviewComment(id: number, by?: string): void {
    deleteReviewComment(this.#world, this.#reviewComment(id), this.#actor(by));
  }

  /** A person presses "Re-run" on a check. */
  rerequestCheckRun(id: number, by?: string): void {
    rerequestRun(this.#world, this.#checkRun(id), this.#actor(by).user);
  }

  /** A person presses "Re-run all checks". */
  rerequestCheckSuite(checkRunId: number, by?: string): void {
    rerequestSuite(this.#world, this.#checkRun(checkRunId).suite, this.#actor(by).user);
  }

  /** A person presses one of a check's buttons. */
  requestCheckAction(id: number, identifier: string, by?: string): void {
    requestAction(this.#world, this.#checkRun(id), identifier, this.#actor(by).user);
  }

  setRole(login: string, role: Role): void {
    this.#repository.roles.set(login.toLowerCase(), role);
    userNamed(this.#world, login);
  }

  /** The old name answers with redirects from now on. */
  rename(name: string): void {
    renameRepository(this.#repository, name);
  }

  archive(): void {
    this.#repository.isArchived = true;
  }

  block(status: 403 | 451): void {
    this.#repository.blockedStatus = status;
  }

  disableIssues(): void {
    this.#repository.hasIssues = false;
  }

  delete(): void {
    deleteRepository(this.#world, this.#repository);
  }

  #write(parents: readonly string[], changes: Changes, by: CommitBy): string {
    const options: CommitOptions = {
      message: by.message ?? 'Change files',
      author: this.#actor(by.author).user,
    };
    return writeCommit(this.#world, this.#repository, { parents, changes }, options).sha;
  }

  #actor(login: string = defaultLogin): Actor {
    return { user: userNamed(this.#world, login), app: undefined };
  }

  #pull(number: number): PullIssue {
    const issue = this.#repository.issues.get(number);
    if (!issue || !isPull(issue)) throw new Error(`no pull request ${number}`);
    return issue;
  }

  #comment(id: number): IssueComment {
    const comment = this.#repository.comments.get(id);
    if (!comment) throw new Error(`no comment ${id}`);
    return comment;
  }

  #reviewComment(id: number): ReviewComment {
    const comment = this.#repository.reviewComments.get(id);
    if (!comment) throw new Error(`no review comment ${id}`);
    return comment;
  }

  #checkRun(id: number): CheckRun {
    const run = this.#repository.checkRuns.get(id);
    if (!run) throw new Error(`no check run ${id}`);
    return run;
  }
}
