import { chmod } from 'node:fs/promises';
import { Client } from 'pg';
import { migrateQueue } from '#jobs/migrate-queue.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#prisma/embedded/server.ts';
import { migrate } from '#prisma/migrate.ts';
import type { OpenedPull } from '#test/stand-ins/github/repository-handle.ts';
import { startAmas, type Amas } from '#test/support/amas.ts';
import { startRedis, type Redis } from '#test/support/redis.ts';
import { createGitHubScene, type GitHubScene } from '#test/support/stand-ins.ts';
import { tempDirectory } from '#test/support/temp-directory.ts';

export type BackendName = 'postgres' | 'redis';

/** Everything that can break, each with a life of its own: PostgreSQL, Redis, hub, worker, and GitHub. */
export interface FaultScene {
  readonly scene: GitHubScene;
  readonly amas: Amas;
  readonly redis: Redis | undefined;
  /** `immediate` is PostgreSQL's crash: no checkpoint, recovery at the next start. */
  stopPostgres(mode: 'fast' | 'immediate'): Promise<void>;
  startPostgres(): Promise<void>;
  query(sql: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export async function createFaultScene(backend: BackendName): Promise<FaultScene> {
  const directory = await tempDirectory('faults');
  await chmod(directory.path, 0o755);
  const log = silentLogger();
  let server: EmbeddedPostgres = await startEmbeddedPostgres({ dataDirectory: directory.path, log });
  await migrate({ url: server.url, afterwards: migrateQueue });
  const redis = backend === 'redis' ? await startRedis() : undefined;
  const scene = await createGitHubScene();
  const amas = await startAmas({
    databaseUrl: server.url,
    github: scene.github,
    recoveryMs: 2_000,
    ...(redis === undefined ? {} : { redisUrl: redis.url }),
  });
  const stopPostgres = async (mode: 'fast' | 'immediate') => {
    process.kill(server.pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
    while (server.isAlive()) await new Promise((done) => setTimeout(done, 20));
  };
  return {
    scene,
    amas,
    redis,
    stopPostgres,
    startPostgres: async () => {
      server = await startEmbeddedPostgres({ dataDirectory: directory.path, log, port: server.port });
    },
    query: async (sql) => {
      const client = new Client({ connectionString: server.url });
      client.on('error', () => {});
      await client.connect();
      try {
        return (await client.query(sql)).rows as Record<string, unknown>[];
      } finally {
        await client.end();
      }
    },
    close: async () => {
      await amas.stop();
      await scene.github.close();
      await redis?.stop();
      await server.stop();
      await directory.remove();
    },
  };
}

/** Opens a pull request on a branch of its own with one finding in it. */
export function openSmallPullRequest(
  { repository }: GitHubScene,
  index: number,
  options: { readonly draft?: boolean } = {},
): OpenedPull {
  const branch = `change-${index}`;
  repository.createBranch(branch);
  repository.commit(branch, {
    [`src/run-${index}.ts`]: [
      `import { exec } from 'node:child_process';`,
      `import type { Request } from 'express';`,
      ``,
      `export function run${index}(request: Request): void {`,
      '  exec(`ls ${request.query.folder}`);',
      `}`,
      ``,
    ].join('\n'),
  });
  return repository.openPullRequest({ head: branch, title: `Change ${index}`, ...options });
}

/** What must hold for every acknowledged delivery once all is calm: one terminal task, one effect of each kind. */
export async function findViolations(faults: FaultScene, pulls: readonly OpenedPull[]): Promise<string[]> {
  const { github, fullName } = faults.scene;
  const open = await faults.query(
    `select 'task ' || status as what from tasks where status in ('queued', 'planning', 'running')
     union all select 'delivery ' || status from deliveries where status in ('received', 'failed')
     union all select 'reply ' || status from replies where status <> 'posted'`,
  );
  const doubled = await faults.query(
    `select delivery_id, count(*)::int as tasks from tasks group by delivery_id having count(*) > 1`,
  );
  return [
    ...open.map((row) => String(row['what'])),
    ...doubled.map((row) => `delivery ${String(row['delivery_id'])} has ${String(row['tasks'])} tasks`),
    ...pulls.flatMap((pull) => {
      const runs = github.checkRuns(fullName, pull.headSha);
      const remarks = github
        .reviewComments(fullName, pull.number)
        .map((comment) => `${comment.path}:${comment.line}`);
      return [
        ...expectOne(`#${pull.number} check runs`, runs.length),
        ...(runs.every((run) => run.status === 'completed') ? [] : [`#${pull.number} check run is open`]),
        ...expectOne(`#${pull.number} summaries`, github.comments(fullName, pull.number).length),
        ...expectOne(`#${pull.number} reviews`, github.reviews(fullName, pull.number).length),
        ...(new Set(remarks).size === remarks.length ? [] : [`#${pull.number} says something twice`]),
      ];
    }),
  ];
}

const expectOne = (what: string, count: number): string[] =>
  count === 1 ? [] : [`${what}: ${count} instead of 1`];
