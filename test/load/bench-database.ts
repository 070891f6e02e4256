import { chmod } from 'node:fs/promises';
import { Client } from 'pg';
import { migrateQueue } from '#jobs/migrate-queue.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { startEmbeddedPostgres } from '#prisma/embedded/server.ts';
import { migrate } from '#prisma/migrate.ts';
import { tempDirectory } from '#test/support/temp-directory.ts';

export interface BenchDatabase {
  readonly url: string;
  query(sql: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** The embedded PostgreSQL with its defaults (fsync on), as `npm start` brings it, in a folder of its own. */
export async function startBenchDatabase(): Promise<BenchDatabase> {
  const directory = await tempDirectory('bench');
  await chmod(directory.path, 0o755);
  const server = await startEmbeddedPostgres({ dataDirectory: directory.path, log: silentLogger() });
  await migrate({ url: server.url, afterwards: migrateQueue });
  const client = new Client({ connectionString: server.url });
  client.on('error', () => {});
  await client.connect();
  return {
    url: server.url,
    query: async (sql) => (await client.query(sql)).rows as Record<string, unknown>[],
    stop: async () => {
      await client.end();
      await server.stop();
      await directory.remove();
    },
  };
}
