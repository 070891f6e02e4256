import type { Connection, Posted, Remark, Reply } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import {
  createGitHubStandIn,
  type GitHubStandIn,
  type GitHubStandInOptions,
} from '#test/stand-ins/github/github-stand-in.ts';
import type { OpenedPull, RepositoryHandle } from '#test/stand-ins/github/repository-handle.ts';
import type { Files } from '#test/stand-ins/github/state/branches.ts';
import type { Installation } from '#test/stand-ins/github/state/model.ts';
import { connect } from '#bots/github/connection.ts';
import { createTestHost, testPrivateKey as privateKey } from '#bots/github/test-host.ts';

export const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join('');
export const before = lines(40);
/** Changes line 5, adds two after line 20, removes line 33: three hunks. */
export const after = before
  .replace('line 5\n', 'line five\n')
  .replace('line 20\n', 'line 20\nline 20a\nline 20b\n')
  .replace('line 33\n', '');

export interface Scene {
  readonly github: GitHubStandIn;
  readonly repository: RepositoryHandle;
  readonly installation: Installation;
  readonly pull: OpenedPull;
  readonly settings: Record<string, string>;
  /** Waits of the connection's clock, in milliseconds. */
  readonly waits: number[];
  connect(accountId?: string): Connection;
}

interface SceneOptions extends GitHubStandInOptions {
  readonly base?: Files;
  readonly changes?: Parameters<RepositoryHandle['commit']>[1];
}

const open: GitHubStandIn[] = [];

/** For `afterEach`. */
export async function closeScenes(): Promise<void> {
  await Promise.all(open.splice(0).map((github) => github.close()));
}

export async function createScene({ base, changes, ...options }: SceneOptions = {}): Promise<Scene> {
  const github = await createGitHubStandIn({ ...options, app: { privateKey, ...options.app } });
  open.push(github);
  const files = base ?? { 'src/service.ts': before, 'README.md': '# Shop\n' };
  const repository = github.addRepository({ owner: 'octo', name: 'shop', files });
  repository.createBranch('feature');
  repository.commit('feature', changes ?? { 'src/service.ts': after });
  const installation = github.install({ account: 'octo' });
  const pull = repository.openPullRequest({ head: 'feature', title: 'Change the service', body: 'Why' });
  const waits: number[] = [];
  const host = createTestHost(options.clock, waits);
  const settings = {
    appId: String(github.app.id),
    privateKey,
    webhookSecret: 'secret',
    apiUrl: github.url,
    appSlug: github.app.slug,
  };
  return {
    github,
    repository,
    installation,
    pull,
    settings,
    waits,
    connect: (accountId = String(installation.id)) => connect(settings, accountId, host),
  };
}

export const remark = (values: Partial<Remark> = {}): Remark => ({
  fingerprint: `${values.path ?? 'src/service.ts'}:${values.line ?? 5}`,
  severity: 'high',
  title: 'This breaks',
  detail: 'Because of this.',
  path: 'src/service.ts',
  line: 5,
  side: 'new',
  ...values,
});

export const reply = (scene: Scene, values: Partial<Reply> = {}): Reply => ({
  id: '0190a000-0000-7000-8000-000000000001',
  taskId: 'task',
  target: { owner: 'octo', repo: 'shop', number: scene.pull.number, headSha: scene.pull.headSha },
  verdict: 'attention',
  title: '1 remark',
  markdown: 'All files were looked at.',
  progress: [],
  remarks: [remark()],
  links: [],
  footer: 'no model was asked',
  ...values,
});

/** Posts as the host does: keeps what was recorded, also of a call that fails. */
export function createPoster(connection: Connection) {
  const recorded: Posted[] = [];
  const post = (value: Reply) =>
    connection.reply(value, recorded.at(-1) ?? {}, async (posted) => {
      recorded.push(posted);
    });
  return { post, recorded };
}

export const shown = ({ github, pull }: Scene) => ({
  checkRuns: github.checkRuns('octo/shop'),
  comments: github.comments('octo/shop', pull.number),
  reviews: github.reviews('octo/shop', pull.number),
  inline: github.reviewComments('octo/shop', pull.number),
});

export const failure = async (work: Promise<unknown>): Promise<AmasError> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof AmasError) return error;
  throw new Error('expected an AmasError', { cause: error });
};
