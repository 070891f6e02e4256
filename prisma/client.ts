import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import type { Logger } from '#monitoring/logger.ts';
import { PrismaClient } from './generated/client.ts';

/** A Prisma client, or the one inside a transaction. */
export type Store = Omit<
  PrismaClient,
  '$connect' | '$disconnect' | '$on' | '$transaction' | '$use' | '$extends'
>;

export interface Database {
  readonly url: string;
  /** The process's one pool: Prisma, the hot path and BullMQ share it. */
  readonly pool: Pool;
  readonly store: PrismaClient;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Must exceed the number of LISTEN connections of the queue, or nothing is ever processed and nothing says so. */
  readonly maxConnections: number;
  readonly applicationName: string;
  /** Ends a statement that takes longer; absent where work may wait on purpose. */
  readonly statementTimeoutMs?: number;
  readonly log: Logger;
}

/** Opens no connection yet: a database that is down at boot is met by the first query, not here. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new Pool({
    connectionString: options.url,
    max: options.maxConnections,
    application_name: options.applicationName,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    // BullMQ's statements name its tables without a schema.
    options: '-c search_path=public,bullmq',
    ...(options.statementTimeoutMs === undefined
      ? {}
      : // The second limit is the client's own: a server that hangs does not enforce the first.
        { statement_timeout: options.statementTimeoutMs, query_timeout: options.statementTimeoutMs + 500 }),
  });
  // Without a listener an idle connection that breaks would end the process.
  pool.on('error', (error) => options.log.warn({ err: error }, 'database connection lost'));
  // The pool listens to idle connections only: one that breaks while it is in use would end the process, although
  // whoever uses it gets the error anyway.
  pool.on('connect', (client) => {
    client.on('error', (error: Error) =>
      options.log.debug({ err: error }, 'database connection lost in use'),
    );
  });
  pool.setMaxListeners(0);
  const store = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    url: options.url,
    pool,
    store,
    close: async () => {
      await store.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}
