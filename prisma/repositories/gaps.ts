import { z } from 'zod';
import type { Database, Store } from '../client.ts';

const prefix = 'gap.';

/** What the last comparison of a platform's own list of deliveries with our rows found. Times in milliseconds. */
const StoredGap = z.object({
  checkedAt: z.number(),
  resumeFrom: z.number(),
  listed: z.number(),
  missed: z.number(),
  redelivered: z.number(),
  givenUp: z.number(),
  /** Over all comparisons so far. */
  totalMissed: z.number(),
});
export type StoredGap = z.infer<typeof StoredGap>;

export interface GapPlace {
  readonly projectId: string;
  readonly platform: string;
}

const keyOf = ({ projectId, platform }: GapPlace) => `${prefix}${projectId}.${platform}`;

/** Undefined before the first comparison, and for what another version wrote differently. */
export async function readGap(store: Store, place: GapPlace): Promise<StoredGap | undefined> {
  const row = await store.systemConfig.findUnique({ where: { key: keyOf(place) } });
  return StoredGap.safeParse(row?.value).data;
}

export async function saveGap(store: Store, place: GapPlace, gap: StoredGap): Promise<void> {
  const key = keyOf(place);
  await store.systemConfig.upsert({ where: { key }, create: { key, value: gap }, update: { value: gap } });
}

/** Of all projects. */
export async function readGaps(database: Pick<Database, 'pool'>): Promise<(StoredGap & GapPlace)[]> {
  const { rows } = await database.pool.query<{ key: string; value: unknown }>(
    `select key, value from system_config where key like 'gap.%' order by key`,
  );
  return rows.flatMap(({ key, value }) => {
    const gap = StoredGap.safeParse(value).data;
    const [projectId, platform] = key.slice(prefix.length).split('.');
    return gap && projectId !== undefined && platform !== undefined ? [{ ...gap, projectId, platform }] : [];
  });
}
