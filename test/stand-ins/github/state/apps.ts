import { createPublicKey, generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { App, Installation, Level, Permissions, Repository, Token, User } from './model.ts';
import { userNamed, type World } from './world.ts';

export interface AppOptions {
  readonly slug: string;
  /** Login of the account that registered it. */
  readonly owner: string;
  readonly webhookSecret: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  /** PEM; made when absent. */
  readonly privateKey?: string;
  /** Where a person is sent after an installation. */
  readonly setupUrl?: string;
}

/** One hour, as on GitHub. */
const tokenLifetimeMs = 3_600_000;
const levels: readonly Level[] = ['read', 'write', 'admin'];

export async function createApp(world: World, options: AppOptions): Promise<App> {
  const privateKey = options.privateKey ?? (await generatePrivateKey());
  const id = world.nextId();
  const app: App = {
    id,
    clientId: `Iv23li${id.toString(36).padStart(14, '0')}`,
    slug: options.slug,
    name: options.slug,
    owner: userNamed(world, options.owner, 'Organization'),
    bot: userNamed(world, `${options.slug}[bot]`, 'Bot'),
    privateKey,
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
    permissions: { metadata: 'read', ...options.permissions },
    events: options.events,
    hook: { id: world.nextId(), url: undefined, contentType: 'json', secret: options.webhookSecret },
    createdAt: world.now(),
    setupUrl: options.setupUrl,
  };
  world.apps.push(app);
  return app;
}

/** PKCS#1, as GitHub hands it out. */
async function generatePrivateKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
}

export interface InstallOptions {
  readonly app: App;
  readonly account: User;
  /** Defaults to what the app asks for. */
  readonly permissions?: Permissions;
  readonly repositories: 'all' | readonly Repository[];
}

export function install(world: World, options: InstallOptions): Installation {
  const installation: Installation = {
    id: world.nextId(),
    app: options.app,
    account: options.account,
    permissions: { metadata: 'read', ...(options.permissions ?? options.app.permissions) },
    repositories:
      options.repositories === 'all'
        ? 'all'
        : new Set(options.repositories.map((repository) => repository.id)),
    suspendedAt: undefined,
    createdAt: world.now(),
  };
  world.installations.set(installation.id, installation);
  world.emit({ event: 'installation', action: 'created', installation, sender: options.account });
  return installation;
}

export function setSuspended(world: World, installation: Installation, isSuspended: boolean): void {
  installation.suspendedAt = isSuspended ? world.now() : undefined;
  const action = isSuspended ? 'suspend' : 'unsuspend';
  world.emit({ event: 'installation', action, installation, sender: installation.account });
}

/** Its tokens die at once: they are looked up through the installation. */
export function uninstall(world: World, installation: Installation): void {
  world.emit({ event: 'installation', action: 'deleted', installation, sender: installation.account });
  world.installations.delete(installation.id);
}

export function acceptPermissions(world: World, installation: Installation, permissions: Permissions): void {
  installation.permissions = { metadata: 'read', ...permissions };
  world.emit({
    event: 'installation',
    action: 'new_permissions_accepted',
    installation,
    sender: installation.account,
  });
}

export function changeRepositories(
  world: World,
  installation: Installation,
  action: 'added' | 'removed',
  repositories: readonly Repository[],
): void {
  if (installation.repositories === 'all') throw new Error('the installation covers all repositories');
  for (const { id } of repositories) {
    if (action === 'added') installation.repositories.add(id);
    else installation.repositories.delete(id);
  }
  const sender = installation.account;
  world.emit({ event: 'installation_repositories', action, installation, repositories, sender });
}

export function covers(installation: Installation, repository: Repository): boolean {
  if (installation.account !== repository.owner) return false;
  return installation.repositories === 'all' || installation.repositories.has(repository.id);
}

export function coveredRepositories(world: World, installation: Installation): Repository[] {
  return [...world.repositories.values()].filter((repository) => covers(installation, repository));
}

export function allows(granted: Permissions, name: string, level: Level): boolean {
  const held = granted[name];
  return held !== undefined && levels.indexOf(held) >= levels.indexOf(level);
}

export interface MintOptions {
  readonly permissions: Permissions | undefined;
  readonly repositoryIds: ReadonlySet<number> | undefined;
  /** The long format staged since 2026-04-27: `ghs_<app id>_<JWT>`. */
  readonly isStateless: boolean;
  /** How long the token is still unknown to the rest of GitHub. */
  readonly lagMs: number;
}

export type InstallationToken = Extract<Token, { kind: 'installation' }>;

export function mintToken(world: World, installation: Installation, options: MintOptions): InstallationToken {
  const token: InstallationToken = {
    kind: 'installation',
    value: options.isStateless ? statelessToken(installation.app) : `ghs_${randomText(36)}`,
    installation,
    permissions: { metadata: 'read', ...(options.permissions ?? installation.permissions) },
    repositoryIds: options.repositoryIds,
    validFrom: world.now() + options.lagMs,
    expiresAt: Math.floor((world.now() + tokenLifetimeMs) / 1000) * 1000,
  };
  world.tokens.set(token.value, token);
  return token;
}

export function personalToken(world: World, user: User): Token {
  const token: Token = { kind: 'personal', value: `ghp_${randomText(36)}`, user };
  world.tokens.set(token.value, token);
  return token;
}

function statelessToken(app: App): string {
  const segment = (bytes: number) => randomBytes(bytes).toString('base64url');
  return `ghs_${app.id}_ey${segment(48)}.ey${segment(240)}.${segment(86)}`;
}

function randomText(length: number): string {
  return randomBytes(length).toString('base64').replaceAll(/[+/=]/g, '0').slice(0, length);
}
