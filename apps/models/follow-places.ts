import type { Logger } from '#monitoring/logger.ts';
import type { Database } from '#prisma/client.ts';
import { readRoutingPlaces, type RoutingPlace } from '#prisma/repositories/routing-layers.ts';
import { noPlaces, readStoredLayer, type PlaceLayer, type Places } from '#providers/router/policy/places.ts';

/** So long an organization waits at the most until its policy is in force everywhere. */
const everyMs = 2_000;

export interface FollowedPlaces {
  readonly current: () => Places;
  /** Once they were read. Rejects while the database is away; asked again, it is tried again. */
  readonly ready: () => Promise<void>;
  close(): Promise<void>;
}

/** Reads organizations and projects with what is stored for their routing, again and again. */
export function followPlaces(database: Pick<Database, 'pool'>, log: Logger): FollowedPlaces {
  let places: Places | undefined;
  let running: Promise<void> | undefined;
  const read = async () => {
    places = toPlaces(await readRoutingPlaces(database));
  };
  const again = () => (running ??= read().finally(() => (running = undefined)));
  const timer = setInterval(() => {
    again().catch((error: unknown) => log.debug({ err: error }, 'stored policies not read again'));
  }, everyMs);
  return {
    current: () => places ?? noPlaces,
    ready: async () => {
      if (!places) await again();
    },
    async close() {
      clearInterval(timer);
      await running?.catch(() => undefined);
    },
  };
}

export function toPlaces(rows: readonly RoutingPlace[]): Places {
  const of = (kind: RoutingPlace['kind']) =>
    new Map(
      rows
        .filter((row) => row.kind === kind)
        .map(({ id, slug, layer }): [string, PlaceLayer] => [
          id,
          layer === null ? { slug } : { slug, stored: readStoredLayer(layer) },
        ]),
    );
  return { organizations: of('organization'), projects: of('project') };
}
