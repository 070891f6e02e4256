import { chmod } from 'node:fs/promises';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { migrateQueue } from '#jobs/migrate-queue.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { startEmbeddedPostgres } from '#prisma/embedded/server.ts';
import { migrate } from '#prisma/migrate.ts';
import { tempDirectory } from './temp-directory.ts';
import { templateName } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One real PostgreSQL for the whole run; every test file gets a database of its own, copied from a migrated one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await tempDirectory('postgres');
  // As root the server runs as another user, who must be able to enter.
  await chmod(directory.path, 0o755);
  const server = await startEmbeddedPostgres({ dataDirectory: directory.path, log: silentLogger() });
  const admin = new Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`create database ${templateName}`);
  await admin.end();
  const template = new URL(server.url);
  template.pathname = `/${templateName}`;
  await migrate({ url: template.href, afterwards: migrateQueue });
  project.provide('postgresUrl', server.url);
  return async () => {
    await server.stop();
    await directory.remove();
  };
}
