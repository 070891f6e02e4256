import { join } from 'node:path';
import type { GitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import type { SlackStandIn } from '#test/stand-ins/slack/stand-in.ts';
import { startNode, type StartedProcess } from './process.ts';
import { root } from './repository.ts';
import { tempDirectory } from './temp-directory.ts';

export interface AmasOptions {
  readonly databaseUrl: string;
  readonly redisUrl?: string;
  readonly github?: GitHubStandIn;
  readonly slack?: SlackStandIn;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where the hub listens; chosen by the system when absent. */
  readonly port?: number;
  /** Milliseconds after which work of a dead process is taken over. */
  readonly recoveryMs?: number;
}

/** A hub and a worker as separate processes, each of which can be killed and started again. */
export interface Amas {
  readonly hubUrl: string;
  /** What both run with. */
  readonly environment: Readonly<Record<string, string>>;
  hub(): StartedProcess;
  worker(): StartedProcess;
  startHub(): Promise<void>;
  startWorker(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts both, waits until they are ready, and points the stand-ins' webhooks at the hub. */
export async function startAmas(options: AmasOptions): Promise<Amas> {
  const directory = await tempDirectory('amas');
  const environment = environmentOf(options, directory.path);
  let port = String(options.port ?? 0);
  let hub: StartedProcess | undefined;
  let worker: StartedProcess | undefined;
  let hubUrl = '';
  const startHub = async () => {
    hub = await startNode([join(root, 'apps/hub/main.ts')], { env: { ...environment, PORT: port } });
    const [, url = ''] = await hub.waitForLine(/"url":"([^"]+)","msg":"hub listens"/, 20_000);
    hubUrl = url;
    // A hub that comes back must be where the platforms expect it.
    port = new URL(url).port;
  };
  const startWorker = async () => {
    worker = await startNode([join(root, 'apps/worker/main.ts')], { env: environment });
  };
  await Promise.all([startHub(), startWorker()]);
  await hub?.waitForLine(/hub is ready/, 20_000);
  await worker?.waitForLine(/worker is ready/, 20_000);
  options.github?.configureHook(`${hubUrl}/webhooks/github`);
  options.slack?.setHubUrl(`${hubUrl}/webhooks/slack`);
  return {
    hubUrl,
    environment,
    hub: () => running(hub),
    worker: () => running(worker),
    startHub,
    startWorker,
    stop: async () => {
      await Promise.all([hub?.stop(), worker?.stop()]);
      await directory.remove();
    },
  };
}

function environmentOf(options: AmasOptions, dataDirectory: string): Record<string, string> {
  const { github, slack } = options;
  return {
    DATABASE_URL: options.databaseUrl,
    ...(options.redisUrl === undefined ? {} : { REDIS_URL: options.redisUrl }),
    AMAS_DATA_DIR: dataDirectory,
    AMAS_RECOVERY_MS: String(options.recoveryMs ?? 2_000),
    AMAS_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    LOG_LEVEL: 'info',
    // As `amas start` does.
    NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/amas'),
    ...(github && {
      GITHUB_APP_ID: String(github.app.id),
      GITHUB_PRIVATE_KEY: github.app.privateKey,
      GITHUB_WEBHOOK_SECRET: github.app.hook.secret,
      GITHUB_API_URL: github.url,
      GITHUB_APP_SLUG: github.app.slug,
      // A stand-in takes more than GitHub does; what is paced is tested by itself.
      GITHUB_WRITES_PER_MINUTE: '6000',
    }),
    ...(slack && {
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_API_URL: slack.apiUrl,
    }),
    ...options.environment,
  };
}

function running(process: StartedProcess | undefined): StartedProcess {
  if (!process) throw new Error('it was not started');
  return process;
}
