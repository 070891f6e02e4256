import { z } from 'zod';
import { Filter, Policy } from './routing.ts';

/** What is kept for one organization or project beside the file: a policy of the file by its name, or one of its own. */
export const StoredLayer = z.strictObject({
  policy: z.union([z.string().min(1), Policy]).optional(),
  where: Filter.optional(),
});
export type StoredLayer = z.infer<typeof StoredLayer>;

export interface PlaceLayer {
  /** Its name in the file; of a project `organization/project`. */
  readonly slug: string;
  readonly stored?: StoredLayer;
}

/** Organizations and projects by id. */
export interface Places {
  readonly organizations: ReadonlyMap<string, PlaceLayer>;
  readonly projects: ReadonlyMap<string, PlaceLayer>;
}

export const noPlaces: Places = { organizations: new Map(), projects: new Map() };

/** What holds when a layer cannot be followed as it was meant: nobody may be asked, rather than whom it may forbid. */
export const closedFilter: Filter = { allow: ['no-such-policy'] };

/** What another version stored, and this one cannot read, asks nobody. */
export function readStoredLayer(value: unknown): StoredLayer {
  return StoredLayer.safeParse(value).data ?? { where: closedFilter };
}
