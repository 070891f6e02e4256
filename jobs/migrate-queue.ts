import { runMigrations } from 'bullmq';
import type { Client } from 'pg';

/** Creates or upgrades the tables of BullMQ's PostgreSQL backend, in the schema `bullmq`. Also made when Redis is used, so that the switch back needs nothing. */
export async function migrateQueue(client: Client): Promise<void> {
  await runMigrations(client, 'bullmq');
}
