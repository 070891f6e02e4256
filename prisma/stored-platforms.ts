import { Client } from 'pg';

/** Platforms whose credentials are stored, by id; none of them is opened. */
export async function storedPlatforms(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3_000, query_timeout: 3_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ platform: string }>(
      `select distinct platform from integrations where status = 'active' order by platform`,
    );
    return rows.map(({ platform }) => platform);
  } finally {
    await client.end().catch(() => undefined);
  }
}
