import type { Database, Store } from '../client.ts';
import type { Prisma } from '../generated/client.ts';

/** An organization, or a project of one, with the layer of routing that is stored for it. */
export interface RoutingPlace {
  readonly kind: 'organization' | 'project';
  readonly id: string;
  readonly organizationId: string;
  /** Of a project `organization/project`. */
  readonly slug: string;
  /** As it was stored; null where there is none. */
  readonly layer: unknown;
}

const keyOf = ({ kind, id }: Pick<RoutingPlace, 'kind' | 'id'>) => `routing.${kind}.${id}`;

/** Every organization and project, by name. */
export async function readRoutingPlaces({ pool }: Pick<Database, 'pool'>): Promise<readonly RoutingPlace[]> {
  const { rows } = await pool.query<RoutingPlace>(
    `with places as (
       select 'organization' as kind, id, id as "organizationId", slug from organizations
       union all
       select 'project', p.id, o.id, o.slug || '/' || p.slug from projects p join organizations o on o.id = p.organization_id
     )
     select places.*, c.value as layer from places
     left join system_config c on c.key = 'routing.' || places.kind || '.' || places.id
     order by kind, slug`,
  );
  return rows;
}

/** Undefined takes it away. Returns what was stored before; null where there was nothing. */
export async function storeRoutingLayer(
  store: Store,
  place: Pick<RoutingPlace, 'kind' | 'id'>,
  layer: Prisma.InputJsonValue | undefined,
): Promise<Prisma.JsonValue> {
  const key = keyOf(place);
  const before = (await store.systemConfig.findUnique({ where: { key } }))?.value ?? null;
  if (layer === undefined) await store.systemConfig.deleteMany({ where: { key } });
  else
    await store.systemConfig.upsert({
      where: { key },
      create: { key, value: layer },
      update: { value: layer },
    });
  return before;
}
