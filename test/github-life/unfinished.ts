import type { Client } from 'pg';

/** What is still on its way. Empty when all is calm. */
export async function unfinished(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ what: string }>(
    `select 'task ' || status || ' ' || coalesce(subject_id, '') as what from tasks
       where status in ('queued', 'planning', 'running', 'waiting')
     union all select 'delivery ' || status from deliveries where status = 'received'
     union all select 'reply ' || status || ' ' || coalesce(reason, '') from replies where status <> 'posted'`,
  );
  return rows.map(({ what }) => what);
}
