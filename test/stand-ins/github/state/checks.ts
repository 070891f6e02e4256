import type {
  Actor,
  Annotation,
  App,
  CheckAction,
  CheckRun,
  CheckStatus,
  CheckSuite,
  PullIssue,
  Repository,
  User,
} from './model.ts';
import { pullsOf } from './repositories.ts';
import { recordEffect, type World } from './world.ts';

export interface CheckFields {
  readonly name?: string | undefined;
  readonly status?: CheckStatus | undefined;
  readonly conclusion?: string | undefined;
  readonly startedAt?: number | undefined;
  readonly completedAt?: number | undefined;
  readonly detailsUrl?: string | undefined;
  readonly externalId?: string | undefined;
  readonly output?: { title?: string | undefined; summary: string; text?: string | undefined } | undefined;
  readonly annotations: readonly Annotation[];
  readonly actions?: readonly CheckAction[] | undefined;
}

export interface CheckTarget {
  readonly repository: Repository;
  readonly app: App;
  readonly headSha: string;
  readonly name: string;
}

export function createCheckRun(world: World, target: CheckTarget, fields: CheckFields): CheckRun {
  const run: CheckRun = {
    id: world.nextId(),
    suite: suiteFor(world, target),
    name: target.name,
    status: 'queued',
    conclusion: undefined,
    startedAt: undefined,
    completedAt: undefined,
    detailsUrl: undefined,
    externalId: '',
    output: { title: undefined, summary: undefined, text: undefined },
    annotations: [],
    actions: [],
  };
  applyFields(world, run, fields);
  target.repository.checkRuns.set(run.id, run);
  const { repository } = target;
  recordEffect(world, 'check_run.created', botOf(target.app), { repository, id: run.id });
  world.emit({ event: 'check_run', action: 'created', run, sender: target.app.bot });
  if (run.status === 'completed') {
    world.emit({ event: 'check_run', action: 'completed', run, sender: target.app.bot });
  }
  return run;
}

export function updateCheckRun(world: World, run: CheckRun, fields: CheckFields): void {
  const wasCompleted = run.status === 'completed';
  const { app, repository } = run.suite;
  applyFields(world, run, fields);
  recordEffect(world, 'check_run.updated', botOf(app), { repository, id: run.id });
  if (run.status === 'completed' && !wasCompleted) {
    world.emit({ event: 'check_run', action: 'completed', run, sender: app.bot });
  }
}

function applyFields(world: World, run: CheckRun, fields: CheckFields): void {
  run.name = fields.name ?? run.name;
  run.detailsUrl = fields.detailsUrl ?? run.detailsUrl;
  run.externalId = fields.externalId ?? run.externalId;
  run.actions = fields.actions ?? run.actions;
  run.startedAt = fields.startedAt ?? run.startedAt;
  if (fields.output) {
    const { title, summary, text } = fields.output;
    run.output = { title: title ?? run.output.title, summary, text: text ?? run.output.text };
  }
  run.annotations.push(...fields.annotations);
  applyStatus(world, run, fields);
  run.suite.isRerequested = false;
  run.suite.updatedAt = world.now();
}

/** A conclusion completes the run, whatever status stands beside it; a later open status takes it back. */
function applyStatus(world: World, run: CheckRun, fields: CheckFields): void {
  const status = fields.conclusion === undefined ? fields.status : 'completed';
  if (status === undefined) return;
  run.status = status;
  if (status === 'completed') {
    run.conclusion = fields.conclusion ?? run.conclusion;
    run.completedAt = fields.completedAt ?? world.now();
  } else {
    run.conclusion = undefined;
    run.completedAt = undefined;
  }
  if (status !== 'queued') run.startedAt ??= world.now();
}

function suiteFor(world: World, { repository, app, headSha }: CheckTarget): CheckSuite {
  const known = [...repository.checkSuites.values()].find(
    (suite) => suite.app === app && suite.headSha === headSha,
  );
  if (known) return known;
  const suite = {
    id: world.nextId(),
    repository,
    app,
    headSha,
    createdAt: world.now(),
    updatedAt: world.now(),
    isRerequested: false,
  };
  repository.checkSuites.set(suite.id, suite);
  return suite;
}

/** Tells the owner app; the suite shows as queued, the run stays as it was. */
export function rerequestRun(world: World, run: CheckRun, sender: User): void {
  run.suite.isRerequested = true;
  world.emit({ event: 'check_run', action: 'rerequested', run, sender });
}

export function rerequestSuite(world: World, suite: CheckSuite, sender: User): void {
  suite.isRerequested = true;
  world.emit({ event: 'check_suite', action: 'rerequested', suite, sender });
}

export function requestAction(world: World, run: CheckRun, identifier: string, sender: User): void {
  world.emit({ event: 'check_run', action: 'requested_action', run, identifier, sender });
}

/** Newest first, as GitHub lists them. */
export function runsOf(suite: CheckSuite): CheckRun[] {
  return [...suite.repository.checkRuns.values()].filter((run) => run.suite === suite).toReversed();
}

export function runsForCommit(repository: Repository, sha: string): CheckRun[] {
  return [...repository.checkRuns.values()].filter((run) => run.suite.headSha === sha).toReversed();
}

/** Open pull requests of the repository's own branches at this commit; those of forks are never listed. */
export function pullsAt(repository: Repository, sha: string): PullIssue[] {
  return pullsOf(repository).filter(
    ({ state, pull }) => state === 'open' && pull.headSha === sha && pull.headRepository === repository,
  );
}

function botOf(app: App): Actor {
  return { user: app.bot, app };
}
