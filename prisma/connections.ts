import { Client, type Pool } from 'pg';

const pollMs = 50;

/** `180004` for 18.4 (PostgreSQL manual, `server_version_num`). */
export async function serverVersionNumber(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ version: string }>(
    `select current_setting('server_version_num') as version`,
  );
  return Number(rows[0]?.version);
}

/** Open connections of the processes that gave this name: how a worker on another machine shows that it lives. */
export async function countConnections(pool: Pool, applicationName: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    'select count(*)::int as count from pg_stat_activity where datname = current_database() and application_name = $1',
    [applicationName],
  );
  return rows[0]?.count ?? 0;
}

/** Waits until nobody else is connected to the server, for at most `patienceMs`. */
export async function untilAlone(url: string, patienceMs: number): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += pollMs) {
      const { rows } = await client.query<{ count: number }>(
        `select count(*)::int as count from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
      );
      if (rows[0]?.count === 0) return;
      await new Promise((done) => setTimeout(done, pollMs));
    }
  } finally {
    await client.end();
  }
}
