import { z } from 'zod';
import type { Agent, Outcome } from '#agents/contract.ts';
import type { Bot, Connection, Normalised, PlatformEvent, PullRequest, Reply } from '#bots/contract.ts';
import type { JobName, JobPayload } from '#jobs/catalog.ts';
import { createHandlers } from '#jobs/handlers.ts';
import { createConnections, type JobHost } from '#jobs/host.ts';
import type { Enqueue, Jobs } from '#jobs/queue.ts';
import type { JobHandler, JobHandlers } from '#jobs/worker.ts';
import { systemClock } from '#monitoring/clock.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { openDatabase, type Database } from '#prisma/client.ts';
import { writeDeliveries } from '#prisma/repositories/deliveries.ts';
import { ensureDefaultProject, type Tenant } from '#prisma/repositories/tenancy.ts';
import { createTestDatabase } from './postgres.ts';

export interface QueuedJob {
  readonly name: JobName;
  readonly payload: JobPayload<JobName>;
}

/** The handlers on a real database, with a queue that the test empties by hand and a platform that is two objects. */
export interface JobScene {
  readonly database: Database;
  readonly tenant: Tenant;
  readonly host: JobHost;
  readonly handlers: JobHandlers;
  readonly queue: QueuedJob[];
  /** What the platform and the agents do; a test replaces single members. */
  readonly connection: { -readonly [Key in keyof Connection]: Connection[Key] };
  readonly agents: Record<string, (signal: AbortSignal) => Promise<Outcome>>;
  /** Every version of a reply that became visible. */
  readonly posted: Reply[];
  normalise: (text: string) => Normalised;
  deliver(event: PlatformEvent | string): Promise<string>;
  run<Name extends JobName>(name: Name, payload: JobPayload<Name>): Promise<void>;
  /** Runs what waits, and what that leads to, in order. */
  drain(): Promise<void>;
  query(sql: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

const headSha = 'a'.repeat(40);

export async function createJobScene(): Promise<JobScene> {
  const testDatabase = await createTestDatabase();
  const log = silentLogger();
  const database = openDatabase({ url: testDatabase.url, maxConnections: 8, applicationName: 'test', log });
  const tenant = await ensureDefaultProject(database);
  const queue: QueuedJob[] = [];
  const posted: Reply[] = [];
  const enqueue: Enqueue = async (name, payload) => void queue.push({ name, payload });
  const connection: JobScene['connection'] = {
    reply: async (reply, known) => {
      posted.push(reply);
      return { ...known, id: reply.id };
    },
    pullRequest: async () => pullRequestAt(headSha),
    changedFiles: async () => [
      { path: 'a.ts', status: 'added', patch: '@@ -0,0 +1 @@\n+1\n', head: Buffer.from('1\n') },
    ],
  };
  const agents: JobScene['agents'] = { code: async () => answered, security: async () => answered };
  const manifestOf = (id: string) => ({ id, title: id, summary: '', intents: ['review'], capabilities: [] });
  const load = (id: string) => async (): Promise<Agent> => ({
    manifest: manifestOf(id),
    run: async (_task, { signal }) => {
      const work = agents[id];
      if (!work) throw new Error(`no agent ${id}`);
      return await work(signal);
    },
  });
  const host: JobHost = {
    database,
    jobs: recordingJobs(database, queue, enqueue),
    log,
    clock: systemClock,
    bots: { forge: async () => fakeBot(connection, (text) => scene.normalise(text)) },
    agents: { code: load('code'), security: load('security') },
    agentManifests: { code: manifestOf('code'), security: manifestOf('security') },
    integrations: {
      settingsOf: async () => ({}),
      find: () => undefined,
      refresh: async () => {},
      platforms: () => ['forge'],
      all: () => [{ ...tenant, platform: 'forge', projectSlug: 'default', settings: {} }],
      replaceSettings: async () => {},
    },
    connections: createConnections(),
    bindModel: undefined,
    mayApproveOwn: false,
    limits: { maxSteps: 8, maxCostUsd: 1, timeoutMs: 60_000 },
    leaseMs: 30_000,
  };
  const handlers = createHandlers(host);
  let count = 0;
  const run: JobScene['run'] = async (name, payload) => {
    const handler = handlers[name] as JobHandler<typeof name>;
    await handler.handle(payload, { signal: AbortSignal.timeout(60_000), log, attempt: 1 });
  };
  const scene: JobScene = {
    database,
    tenant,
    host,
    handlers,
    queue,
    connection,
    agents,
    posted,
    normalise: (text) => ({ kind: 'event', event: JSON.parse(text) as PlatformEvent }),
    deliver: async (event) => {
      count += 1;
      const body = typeof event === 'string' ? event : JSON.stringify(event);
      const [written] = await writeDeliveries(database.pool, [
        {
          ...tenant,
          platform: 'forge',
          event: 'test',
          externalId: `delivery-${count}`,
          keyIndex: 0,
          headers: {},
          body: Buffer.from(body),
          receivedAt: Date.now(),
        },
      ]);
      return written?.id ?? '';
    },
    run,
    drain: async () => {
      for (let job = queue.shift(); job; job = queue.shift()) await run(job.name, job.payload);
    },
    query: async (sql) => (await database.pool.query<Record<string, unknown>>(sql)).rows,
    close: async () => {
      await database.close();
      await testDatabase.drop();
    },
  };
  return scene;
}

export const answered: Outcome = {
  kind: 'answered',
  markdown: '',
  findings: [],
  notes: [],
  model: 'not-configured',
  coverage: [],
};

export const subjectAt = (revision: string) => ({
  type: 'pull_request' as const,
  id: 'octo/repo#1',
  title: 'Add a form',
  url: 'https://forge.test/octo/repo/pull/1',
  revision,
});

export const pullRequestAt = (revision: string): PullRequest => ({
  subject: subjectAt(revision),
  author: 'ada',
  isBotAuthor: false,
  labels: [],
  body: '',
  baseRef: 'main',
  headRef: 'change',
  baseSha: 'b'.repeat(40),
  headSha: revision,
  state: 'open',
  isDraft: false,
  isFork: false,
  replyTo: { number: 1, headSha: revision },
});

/** A push of `revision`, or with `command` a request in words. */
export function eventOf(
  tenant: Tenant,
  options: { readonly revision?: string; readonly command?: string; readonly occurredAt?: string } = {},
): PlatformEvent {
  const { revision = headSha, command, occurredAt = '2026-11-21T10:00:00.000Z' } = options;
  const { revision: _known, ...subject } = subjectAt(revision);
  return {
    ...tenant,
    key: occurredAt,
    platform: 'forge',
    occurredAt,
    actor: { id: '1', name: 'ada', isBot: false, isSelf: false, trust: 'member' },
    text: '',
    ...(command === undefined
      ? {
          kind: 'pull_request.synchronize',
          subject: subjectAt(revision),
          replyTo: { number: 1, headSha: revision },
        }
      : {
          kind: 'command',
          subject,
          command: { name: command, args: [] },
          replyTo: { number: 1, commentId: 5 },
        }),
  };
}

function fakeBot(connection: Connection, normalise: (text: string) => Normalised): Bot {
  return {
    manifest: {
      id: 'forge',
      title: 'Forge',
      maxBodyBytes: 1_000,
      contentTypes: [],
      keptHeaders: [],
      singularHeaders: [],
      patienceMs: 1_000,
      settings: z.object({}),
    },
    receive: () => ({ kind: 'ignored', reason: 'test' }),
    normalise: ({ body }) => normalise(Buffer.from(body).toString('utf8')),
    connect: () => connection,
    recognises: (url) => url.startsWith('https://forge.test/'),
  };
}

/** Jobs become known when their transaction commits, as with Redis. */
function recordingJobs(database: Database, queue: QueuedJob[], enqueue: Enqueue): Jobs {
  return {
    backend: { kind: 'postgres', pool: database.pool },
    enqueue,
    transact: async (work) => {
      const added: QueuedJob[] = [];
      const collect: Enqueue = async (name, payload) => void added.push({ name, payload });
      const result = await database.store.$transaction((store) => work(store, collect));
      queue.push(...added);
      return result;
    },
    sqlFor: () => undefined,
    readings: async () => [],
    probe: async () => {},
    close: async () => {},
  };
}
