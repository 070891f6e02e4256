import type { Agent, AgentManifest } from '#agents/contract.ts';
import type { Bot, Connection, Pace } from '#bots/contract.ts';
import type { Clock } from '#monitoring/clock.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Logger } from '#monitoring/logger.ts';
import type { Model } from '#providers/contract.ts';
import type { Database } from '#prisma/client.ts';
import { holdWrites, takeWriteTurn } from '#prisma/repositories/write-paces.ts';
import type { IntegrationDirectory } from '#prisma/integration-directory.ts';
import type { Jobs } from './queue.ts';

/** What a run's model is bound to, so that every call has an owner and stays inside the task's limits. */
export interface ModelBinding {
  readonly taskId: string;
  readonly runId: string;
  readonly agent: string;
  readonly organizationId: string;
  readonly projectId: string;
  /** Who asked for the task: `github:583231`. */
  readonly userId?: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly maxCostUsd: number;
  readonly spentUsd: number;
}

export interface TaskLimits {
  readonly maxSteps: number;
  readonly maxCostUsd: number;
  readonly timeoutMs: number;
}

/** Everything the job handlers work with, built once by the worker. */
export interface JobHost {
  readonly database: Database;
  readonly jobs: Jobs;
  readonly log: Logger;
  readonly clock: Clock;
  readonly bots: Readonly<Record<string, () => Promise<Bot>>>;
  readonly agents: Readonly<Record<string, () => Promise<Agent>>>;
  readonly agentManifests: Readonly<Record<string, AgentManifest>>;
  readonly integrations: IntegrationDirectory;
  readonly connections: Connections;
  /** Undefined when no provider is configured. */
  readonly bindModel: ((binding: ModelBinding) => Model) | undefined;
  readonly limits: TaskLimits;
  /** Whether people may let their own work go on beyond a limit. */
  readonly mayApproveOwn: boolean;
  /** How long a claimed row stays taken without a sign of life. */
  readonly leaseMs: number;
}

/** The platform's code; unknown when a row names a platform this version does not have. */
export async function botOf(host: JobHost, platform: string): Promise<Bot> {
  const load = host.bots[platform];
  if (load) return await load();
  throw new AmasError('jobs.platform_unknown', `no bot for ${platform}`, {
    publicMessage: `This AMAS has no platform named ${platform}.`,
  });
}

export interface Place {
  readonly projectId: string;
  readonly platform: string;
  readonly accountId: string | null;
}

/** An account's outbound side. Kept open: a connection remembers its token, which saves a request each time. */
export async function connectTo(host: JobHost, place: Place): Promise<Connection> {
  const bot = await botOf(host, place.platform);
  const settings = await host.integrations.settingsOf(place.projectId, place.platform);
  if (!settings) {
    throw new AmasError('jobs.not_connected', `${place.platform} is not connected`, {
      publicMessage: `${bot.manifest.title} is not connected to this project. Set its variables (see deploy/env.example) and start AMAS again.`,
    });
  }
  return host.connections.open(place, settings, () =>
    bot.connect(settings, place.accountId ?? undefined, {
      log: host.log,
      clock: host.clock,
      pace: paceOf(host, place),
    }),
  );
}

/** All workers write to an account together. */
function paceOf({ database }: JobHost, { projectId, platform }: Place): Pace {
  return {
    take: (accountId, limits) => takeWriteTurn(database.pool, { projectId, platform, accountId }, limits),
    hold: (accountId, pauseMs) => holdWrites(database.pool, { projectId, platform, accountId }, pauseMs),
  };
}

/** Open connections of this process. Settings that changed open a new one. */
export interface Connections {
  open(place: Place, settings: Readonly<Record<string, string>>, connect: () => Connection): Connection;
}

const maxConnections = 500;

export function createConnections(): Connections {
  const known = new Map<string, { readonly settings: string; readonly connection: Connection }>();
  return {
    open: ({ projectId, platform, accountId }, settings, connect) => {
      const key = JSON.stringify([projectId, platform, accountId]);
      const text = JSON.stringify(settings);
      const existing = known.get(key);
      if (existing?.settings === text) return existing.connection;
      const connection = connect();
      known.delete(key);
      known.set(key, { settings: text, connection });
      const [oldest] = known.keys();
      if (known.size > maxConnections && oldest !== undefined) known.delete(oldest);
      return connection;
    },
  };
}
