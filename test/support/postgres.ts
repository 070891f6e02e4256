import { Client } from 'pg';
import { inject } from 'vitest';

export const templateName = 'amas_template';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

let count = 0;

/** A fresh, migrated database on the run's own PostgreSQL. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return await copyDatabase(templateName);
}

/** An empty one, without any table. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return await copyDatabase('template1');
}

async function copyDatabase(template: string): Promise<TestDatabase> {
  const adminUrl = inject('postgresUrl');
  count += 1;
  const name = `test_${process.pid}_${count}_${Date.now().toString(36)}`;
  await execute(adminUrl, `create database ${name} template ${template}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(adminUrl, `drop database if exists ${name} with (force)`) };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    // Two copies of one template at the same moment refuse each other.
    await client.query('select pg_advisory_lock(4127002)');
    await client.query(sql);
  } finally {
    await client.end();
  }
}
