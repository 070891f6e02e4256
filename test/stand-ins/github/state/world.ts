import type {
  Actor,
  App,
  CheckRun,
  CheckSuite,
  Installation,
  Issue,
  IssueComment,
  PullIssue,
  Repository,
  Review,
  ReviewComment,
  Token,
  User,
} from './model.ts';

/** One thing that became visible on the platform, for checks such as "exactly one comment". */
export interface Effect {
  readonly kind:
    | 'check_run.created'
    | 'check_run.updated'
    | 'issue_comment.created'
    | 'issue_comment.edited'
    | 'issue_comment.deleted'
    | 'review.created'
    | 'review.submitted'
    | 'review.edited'
    | 'review.dismissed'
    | 'review.deleted'
    | 'review_comment.created'
    | 'review_comment.edited'
    | 'review_comment.deleted'
    | 'review_thread.resolved'
    | 'reaction.created'
    | 'reaction.deleted'
    | 'label.added'
    | 'label.removed'
    | 'pull_request.edited';
  /** Milliseconds since the epoch of the stand-in's clock. */
  readonly at: number;
  readonly login: string;
  /** `owner/name` at the time. */
  readonly repository: string;
  /** Of the pull request or issue; absent for check runs. */
  readonly number?: number;
  /** Of the comment, review, reaction or check run. */
  readonly id: number;
}

/** Something apps are told of by webhook. */
export type HookEvent = { readonly sender: User } & (
  | {
      readonly event: 'pull_request';
      readonly action:
        | 'opened'
        | 'synchronize'
        | 'closed'
        | 'reopened'
        | 'ready_for_review'
        | 'converted_to_draft'
        | 'edited';
      readonly issue: PullIssue;
      /** Where the base was before it was changed. */
      readonly formerBase?: { readonly ref: string; readonly sha: string };
      /** Head commits around a synchronize. */
      readonly push?: { readonly before: string; readonly after: string };
    }
  | {
      readonly event: 'issue_comment';
      readonly action: 'created' | 'edited' | 'deleted';
      readonly comment: IssueComment;
      readonly previousBody?: string;
    }
  | {
      readonly event: 'issues';
      readonly action: 'opened' | 'labeled' | 'unlabeled';
      readonly issue: Issue;
    }
  | {
      readonly event: 'pull_request_review';
      readonly action: 'submitted';
      readonly review: Review;
    }
  | {
      readonly event: 'pull_request_review_comment';
      readonly action: 'created' | 'edited' | 'deleted';
      readonly comment: ReviewComment;
    }
  | {
      readonly event: 'check_run';
      readonly action: 'created' | 'completed' | 'rerequested' | 'requested_action';
      readonly run: CheckRun;
      readonly identifier?: string;
    }
  | {
      readonly event: 'merge_group';
      readonly action: 'checks_requested' | 'destroyed';
      readonly repository: Repository;
      readonly group: MergeGroup;
    }
  | { readonly event: 'check_suite'; readonly action: 'rerequested'; readonly suite: CheckSuite }
  | {
      readonly event: 'installation';
      readonly action: 'created' | 'deleted' | 'suspend' | 'unsuspend' | 'new_permissions_accepted';
      readonly installation: Installation;
    }
  | {
      readonly event: 'installation_repositories';
      readonly action: 'added' | 'removed';
      readonly installation: Installation;
      readonly repositories: readonly Repository[];
    }
);

/** One commit that a merge queue would merge. */
export interface MergeGroup {
  readonly headSha: string;
  readonly headRef: string;
  readonly baseSha: string;
  readonly baseRef: string;
}

export interface World {
  /** Base of API and web pages alike, without a slash at the end; known once the server listens. */
  url: string;
  now(): number;
  nextId(): number;
  readonly users: Map<string, User>;
  readonly apps: App[];
  readonly installations: Map<number, Installation>;
  readonly tokens: Map<string, Token>;
  readonly repositories: Map<number, Repository>;
  /** Lower-case `organization/team` to the lower-case logins of its active members. */
  readonly teams: Map<string, ReadonlySet<string>>;
  readonly effects: Effect[];
  emit(event: HookEvent): void;
}

export function createWorld(
  now: () => number,
  emit: (event: HookEvent) => void,
  firstId: number = 1_000_001,
): World {
  // Ids are unique over all kinds, so that a mix-up of two ids can never pass unseen.
  let nextId = firstId;
  return {
    url: '',
    now,
    nextId: () => nextId++,
    users: new Map(),
    apps: [],
    installations: new Map(),
    tokens: new Map(),
    repositories: new Map(),
    teams: new Map(),
    effects: [],
    emit,
  };
}

/** The user of this login, made on first mention: logins compare without case. */
export function userNamed(world: World, login: string, type: User['type'] = 'User'): User {
  const key = login.toLowerCase();
  const known = world.users.get(key);
  if (known) return known;
  const user = { id: world.nextId(), login, type };
  world.users.set(key, user);
  return user;
}

export function recordEffect(
  world: World,
  kind: Effect['kind'],
  actor: Actor,
  target: { readonly repository: Repository; readonly number?: number; readonly id: number },
): void {
  world.effects.push({
    kind,
    at: world.now(),
    login: actor.user.login,
    repository: fullName(target.repository),
    ...(target.number === undefined ? {} : { number: target.number }),
    id: target.id,
  });
}

export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}
