import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock, type Clock } from '#monitoring/clock.ts';
import { Faults, type Fault } from './http/faults.ts';
import { githubLimits, Limits, type LimitSettings } from './http/limits.ts';
import { checkRunJson } from './json/check.ts';
import { commentJson, labelsOf } from './json/issue.ts';
import { reviewCommentJson, reviewJson } from './json/review.ts';
import { RepositoryHandle } from './repository-handle.ts';
import { allRoutes } from './routes/all-routes.ts';
import { createHttpServer } from './server.ts';
import {
  acceptPermissions,
  changeRepositories,
  createApp,
  install,
  mintToken,
  personalToken,
  setSuspended,
  uninstall,
  type AppOptions,
} from './state/apps.ts';
import { writeCommit, type Files } from './state/branches.ts';
import { runsForCommit } from './state/checks.ts';
import { commentsOf } from './state/issues.ts';
import type { App, Installation, Permissions, PullIssue, Repository } from './state/model.ts';
import { createRepository, findRepository, isPull } from './state/repositories.ts';
import { reviewCommentsOf, reviewsOf } from './state/reviews.ts';
import { isOutdated, isResolved, threadsOf } from './state/threads.ts';
import { createWorld, userNamed, type Effect, type HookEvent, type World } from './state/world.ts';
import { announce } from './webhooks/announce.ts';
import { Deliveries, type Delivery } from './webhooks/deliveries.ts';
import { pingPayload, type Payload } from './webhooks/payload.ts';

export interface GitHubStandInOptions {
  /** Chosen by the system when absent. */
  readonly port?: number;
  /** What tokens, limits and timestamps go by. */
  readonly clock?: Pick<Clock, 'now'>;
  readonly app?: Partial<AppOptions>;
  readonly limits?: Partial<LimitSettings>;
  /** How long a webhook waits for its answer, in real milliseconds; 10,000 as on GitHub. */
  readonly webhookPatienceMs?: number;
  /** How long a fresh installation token is still refused, in milliseconds. */
  readonly tokenLagMs?: number;
  /** Ids count from here: a second stand-in that must share none with the first starts elsewhere. */
  readonly firstId?: number;
  /** API versions answered with 410. */
  readonly retiredApiVersions?: readonly string[];
}

export interface RepositoryOptions {
  readonly owner: string;
  readonly name: string;
  readonly files: Files;
  readonly defaultBranch?: string;
  readonly ownerType?: 'User' | 'Organization';
  readonly isPrivate?: boolean;
}

export interface InstallationOptions {
  readonly account: string;
  readonly app?: App;
  readonly permissions?: Permissions;
  /** Full names; every repository of the account when absent. */
  readonly repositories?: readonly string[];
}

const defaultApp: AppOptions = {
  slug: 'amas',
  owner: 'amas-makers',
  webhookSecret: '',
  permissions: {
    checks: 'write',
    contents: 'read',
    issues: 'write',
    merge_queues: 'read',
    pull_requests: 'write',
  },
  events: [
    'pull_request',
    'pull_request_review',
    'pull_request_review_comment',
    'issues',
    'issue_comment',
    'merge_group',
  ],
};

/** Starts a GitHub of its own on 127.0.0.1. Close it when done. */
export async function createGitHubStandIn(options: GitHubStandInOptions = {}): Promise<GitHubStandIn> {
  const clock = options.clock ?? systemClock;
  const now = () => clock.now();
  const emit = (event: HookEvent) => announce(world, deliveries, event);
  const world = createWorld(now, emit, options.firstId);
  const deliveries = new Deliveries(world, options.webhookPatienceMs ?? 10_000);
  const limits = new Limits({ ...githubLimits, ...options.limits }, now);
  const faults = new Faults();
  const server = createHttpServer({
    platform: { world, limits, deliveries, tokenLagMs: options.tokenLagMs ?? 0 },
    routes: allRoutes,
    faults,
    retiredApiVersions: options.retiredApiVersions ?? [],
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const app = await createApp(world, appOptions(options.app));
  return new GitHubStandIn({ world, deliveries, limits, faults, server, app });
}

function appOptions(options: Partial<AppOptions> = {}): AppOptions {
  return { ...defaultApp, webhookSecret: randomBytes(20).toString('hex'), ...options };
}

interface Parts {
  readonly world: World;
  readonly deliveries: Deliveries;
  readonly limits: Limits;
  readonly faults: Faults;
  readonly server: Server;
  readonly app: App;
}

/** A running stand-in: the platform's side of a story, for tests and the demo. */
export class GitHubStandIn {
  /** The app most tests need: id, clientId, privateKey (PEM), hook.secret, bot.login. */
  readonly app: App;
  readonly #world: World;
  readonly #deliveries: Deliveries;
  readonly #limits: Limits;
  readonly #faults: Faults;
  readonly #server: Server;

  constructor({ world, deliveries, limits, faults, server, app }: Parts) {
    this.app = app;
    this.#world = world;
    this.#deliveries = deliveries;
    this.#limits = limits;
    this.#faults = faults;
    this.#server = server;
  }

  /** Base of the API and of the pages. */
  get url(): string {
    return this.#world.url;
  }

  /** Everything that became visible, in order. */
  get effects(): readonly Effect[] {
    return this.#world.effects;
  }

  async close(): Promise<void> {
    await this.#deliveries.close();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** A second app, to which checks may belong. */
  addApp(options: Partial<AppOptions> & { readonly slug: string }): Promise<App> {
    return createApp(this.#world, appOptions(options));
  }

  /** The app that a person registered on its pages. */
  appNamed(slug: string): App {
    const app = this.#world.apps.find((candidate) => candidate.slug === slug);
    if (!app) throw new Error(`no app ${slug}`);
    return app;
  }

  addRepository(options: RepositoryOptions): RepositoryHandle {
    const world = this.#world;
    const owner = userNamed(world, options.owner, options.ownerType ?? 'Organization');
    const { name, defaultBranch = 'main', isPrivate = false } = options;
    const repository = createRepository(world, { owner, name, defaultBranch, isPrivate });
    const content = { parents: [], changes: options.files };
    const author = userNamed(world, 'mona');
    const commit = writeCommit(world, repository, content, { message: 'Start the project', author });
    repository.branches.set(defaultBranch, commit.sha);
    return new RepositoryHandle(world, repository);
  }

  repository(fullName: string): RepositoryHandle {
    return new RepositoryHandle(this.#world, this.#find(fullName));
  }

  /** Installs an app on an account; its events flow from here on. */
  install(options: InstallationOptions): Installation {
    return install(this.#world, {
      app: options.app ?? this.app,
      account: userNamed(this.#world, options.account, 'Organization'),
      ...(options.permissions ? { permissions: options.permissions } : {}),
      repositories: options.repositories?.map((name) => this.#find(name)) ?? 'all',
    });
  }

  suspend(installation: Installation): void {
    setSuspended(this.#world, installation, true);
  }

  unsuspend(installation: Installation): void {
    setSuspended(this.#world, installation, false);
  }

  /** Its tokens die at once, in the middle of whatever they are used for. */
  uninstall(installation: Installation): void {
    uninstall(this.#world, installation);
  }

  /** The owner accepts other permissions; tokens minted before keep theirs. */
  acceptPermissions(installation: Installation, permissions: Permissions): void {
    acceptPermissions(this.#world, installation, permissions);
  }

  addToInstallation(installation: Installation, ...fullNames: string[]): void {
    changeRepositories(
      this.#world,
      installation,
      'added',
      fullNames.map((name) => this.#find(name)),
    );
  }

  removeFromInstallation(installation: Installation, ...fullNames: string[]): void {
    changeRepositories(
      this.#world,
      installation,
      'removed',
      fullNames.map((name) => this.#find(name)),
    );
  }

  /** A team of an organization, with these active members. */
  addTeam(organization: string, slug: string, members: readonly string[]): void {
    const logins = members.map((login) => userNamed(this.#world, login).login.toLowerCase());
    this.#world.teams.set(`${organization}/${slug}`.toLowerCase(), new Set(logins));
  }

  /** Names of the labels on an issue or pull request. */
  labels(fullName: string, number: number): string[] {
    const issue = this.#find(fullName).issues.get(number);
    return issue ? labelsOf(issue).map(({ name }) => name) : [];
  }

  /** The description of a pull request or issue as it stands. */
  bodyOf(fullName: string, number: number): string | null {
    return this.#find(fullName).issues.get(number)?.body ?? null;
  }

  /** An installation token without the way through a JWT. */
  installationToken(installation: Installation, permissions?: Permissions): string {
    const token = mintToken(this.#world, installation, {
      permissions,
      repositoryIds: undefined,
      isStateless: false,
      lagMs: 0,
    });
    return token.value;
  }

  /** A personal access token of a person. */
  personalToken(login: string): string {
    return personalToken(this.#world, userNamed(this.#world, login)).value;
  }

  /** Where the app's webhooks go. */
  configureHook(url: string, app: App = this.app): void {
    app.hook.url = url;
  }

  /** What GitHub sends when a hook is made. */
  ping(app: App = this.app): Delivery | undefined {
    return this.deliver('ping', pingPayload(this.#world, app), app);
  }

  /** Sends any payload as the app's webhook, signed. */
  deliver(event: string, payload: Payload, app: App = this.app): Delivery | undefined {
    const { action } = payload;
    return this.#deliveries.send(app, {
      event,
      action: typeof action === 'string' ? action : null,
      installationId: null,
      repositoryId: null,
      payload,
    });
  }

  /** What was sent, newest first, with its outcome. */
  deliveries(app: App = this.app): readonly Delivery[] {
    return this.#deliveries.of(app);
  }

  redeliver(delivery: Delivery): Delivery | undefined {
    return this.#deliveries.redeliver(delivery);
  }

  /** Resolves when every webhook sent so far was answered or given up. */
  settled(): Promise<void> {
    return this.#deliveries.settled();
  }

  /** Orders a failure for the next request that matches. */
  failNext(fault: Fault): void {
    this.#faults.add(fault);
  }

  clearFaults(): void {
    this.#faults.clear();
  }

  setLimits(settings: Partial<LimitSettings>): void {
    this.#limits.settings = { ...this.#limits.settings, ...settings };
  }

  /** Newest first, as the API shows them. */
  checkRuns(fullName: string, sha?: string) {
    const repository = this.#find(fullName);
    const runs =
      sha === undefined ? [...repository.checkRuns.values()].toReversed() : runsForCommit(repository, sha);
    return runs.map((run) => checkRunJson(this.#world, run));
  }

  /** The conversation of a pull request or issue, oldest first, as the API shows it. */
  comments(fullName: string, number: number) {
    const issue = this.#find(fullName).issues.get(number);
    if (!issue) throw new Error(`no issue ${fullName}#${number}`);
    return commentsOf(issue).map((comment) => commentJson(this.#world, comment));
  }

  reviews(fullName: string, number: number) {
    return reviewsOf(this.#pull(fullName, number)).map((review) => reviewJson(this.#world, review));
  }

  reviewComments(fullName: string, number: number) {
    const comments = reviewCommentsOf(this.#pull(fullName, number));
    return comments.map((comment) => reviewCommentJson(this.#world, comment));
  }

  /** Conversations beside the lines of a pull request, oldest first. Times are milliseconds since the epoch. */
  reviewThreads(fullName: string, number: number) {
    return threadsOf(this.#pull(fullName, number)).map((thread) => ({
      id: thread.head.id,
      path: thread.head.path,
      isResolved: isResolved(thread),
      isOutdated: isOutdated(thread),
      comments: thread.comments.map(({ body, actor, createdAt }) => ({
        login: actor.user.login,
        body,
        at: createdAt,
      })),
    }));
  }

  #find(fullName: string): Repository {
    const [owner = '', name = ''] = fullName.split('/');
    const repository = findRepository(this.#world, owner, name);
    if (!repository) throw new Error(`no repository ${fullName}`);
    return repository;
  }

  #pull(fullName: string, number: number): PullIssue {
    const issue = this.#find(fullName).issues.get(number);
    if (!issue || !isPull(issue)) throw new Error(`no pull request ${fullName}#${number}`);
    return issue;
  }
}
