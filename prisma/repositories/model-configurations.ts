import { z } from 'zod';
import type { Database } from '../client.ts';

const prefix = 'models.';
/** A process tells it every quarter of this while it runs. */
export const configurationFreshMs = 60_000;

/** Which configuration of models a running process uses, and why it refused a newer one. */
const RunningConfiguration = z.object({
  /** `amas-worker`. */
  service: z.string(),
  /** Names the process for people: host and process id. */
  process: z.string(),
  /** The same for the same settings and policies. */
  fingerprint: z.string(),
  /** Milliseconds since the epoch. */
  loadedAt: z.number(),
  /** `provider/model` of all that may be asked, those asked by name only too. */
  models: z.array(z.string()),
  /** What is wrong with the files as they stand now; absent when they are in use. */
  problem: z.string().optional(),
});
export type RunningConfiguration = z.infer<typeof RunningConfiguration>;

/** `id`: of the process, its own for each start. */
export async function tellConfiguration(
  { pool }: Pick<Database, 'pool'>,
  id: string,
  configuration: RunningConfiguration,
): Promise<void> {
  await pool.query(
    `with gone as (
       delete from system_config where key like $3 and key <> $1 and updated_at < now() - interval '1 day'
     )
     insert into system_config (key, value, updated_at) values ($1, $2, now())
     on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`,
    [`${prefix}${id}`, JSON.stringify(configuration), `${prefix}%`],
  );
}

export async function forgetConfiguration({ pool }: Pick<Database, 'pool'>, id: string): Promise<void> {
  await pool.query(`delete from system_config where key = $1`, [`${prefix}${id}`]);
}

/** Of the processes that run, by the database's clock. */
export async function readConfigurations({
  pool,
}: Pick<Database, 'pool'>): Promise<readonly RunningConfiguration[]> {
  const { rows } = await pool.query<{ value: unknown }>(
    `select value from system_config
     where key like $1 and updated_at > now() - $2 * interval '1 millisecond'
     order by value ->> 'service', key`,
    [`${prefix}%`, configurationFreshMs],
  );
  // What another version wrote differently is left out.
  return rows.flatMap(({ value }) => RunningConfiguration.safeParse(value).data ?? []);
}
