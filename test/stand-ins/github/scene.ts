import { createSign, generateKeyPairSync } from 'node:crypto';
import { createGitHubStandIn, type GitHubStandIn, type GitHubStandInOptions } from './github-stand-in.ts';
import type { OpenedPull, RepositoryHandle } from './repository-handle.ts';
import type { App, Installation } from './state/model.ts';

/** The clock of a scene starts here and moves only by hand. */
export const sceneStart = Date.UTC(2026, 10, 20, 12);

/** One key for all scenes: making one takes longer than most tests. */
const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();

export interface Call {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body of a JSON answer. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read answers as a client without types does
  readonly body: any;
}

/** A stand-in with one repository, one open pull request of a person, and the app installed. For its own tests. */
export interface Scene {
  readonly standIn: GitHubStandIn;
  readonly repository: RepositoryHandle;
  readonly pull: OpenedPull;
  readonly installation: Installation;
  /** A fresh installation token. */
  token: string;
  readonly clock: { ms: number };
  call(method: string, path: string, call?: Call): Promise<Answered>;
  /** Calls below the scene's repository with the scene's token. */
  onRepository(method: string, path: string, body?: unknown): Promise<Answered>;
  jwt(claims?: Readonly<Record<string, unknown>>, app?: App): string;
}

export const serviceBefore = numbered(40);
/** Changes line 5, adds after 20, deletes 33: three hunks. */
export const serviceAfter = serviceBefore
  .replace('line 5\n', 'line five\n')
  .replace('line 20\n', 'line 20\nline 20a\nline 20b\n')
  .replace('line 33\n', '');

export async function createScene(options: GitHubStandInOptions = {}): Promise<Scene> {
  const clock = { ms: sceneStart };
  const standIn = await createGitHubStandIn({
    clock: { now: () => clock.ms },
    ...options,
    app: { privateKey, ...options.app },
  });
  const repository = standIn.addRepository({
    owner: 'octo',
    name: 'shop',
    files: { 'src/service.ts': serviceBefore, 'README.md': '# Shop\n' },
  });
  repository.createBranch('feature');
  repository.commit('feature', { 'src/service.ts': serviceAfter, 'src/new.ts': 'export const a = 1;\n' });
  const installation = standIn.install({ account: 'octo' });
  const pull = repository.openPullRequest({ head: 'feature', title: 'Change the service', author: 'mona' });
  const scene: Scene = {
    standIn,
    repository,
    pull,
    installation,
    token: standIn.installationToken(installation),
    clock,
    call: (method, path, call = {}) => request(standIn.url, method, path, call),
    onRepository: (method, path, body) =>
      request(standIn.url, method, `/repos/octo/shop${path}`, { token: scene.token, body }),
    jwt: (claims = {}, app = standIn.app) => {
      const seconds = Math.floor(clock.ms / 1000);
      return signJwt(app, { iss: app.id, iat: seconds - 60, exp: seconds + 540, ...claims });
    },
  };
  return scene;
}

async function request(url: string, method: string, path: string, call: Call): Promise<Answered> {
  const { token, body, headers } = call;
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      'user-agent': 'scene',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? JSON.parse(text) : undefined,
  };
}

export function signJwt(app: Pick<App, 'privateKey'>, claims: Readonly<Record<string, unknown>>): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(app.privateKey, 'base64url')}`;
}

export function numbered(count: number): string {
  return Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join('');
}
