import { z } from 'zod';
import { toJsonColumn } from '#jobs/rows.ts';
import { silentLogger } from '#monitoring/logger.ts';
import type { Database, Store } from '#prisma/client.ts';
import { findAudits, recordAudit } from '#prisma/repositories/audit.ts';
import {
  readRoutingPlaces,
  storeRoutingLayer,
  type RoutingPlace,
} from '#prisma/repositories/routing-layers.ts';
import { readStoredLayer, type StoredLayer } from '#providers/router/policy/places.ts';
import { readLayer } from '#providers/router/policy/read-routing.ts';
import { createRouter } from '#providers/router/router.ts';
import type { Cli } from '../command.ts';
import { cliActor } from '../data/cli-actor.ts';
import type { DataOptions } from '../data/data-options.ts';
import { withData } from '../data/open-data.ts';
import { WrongUse } from '../errors.ts';
import { printJson } from '../output/print-json.ts';
import { table } from '../output/table.ts';
import { configuredModels } from './configured-models.ts';

export interface StoredPolicyOptions extends DataOptions {
  readonly organization?: string;
  readonly project?: string;
}

type Place = Omit<RoutingPlace, 'layer'>;

export async function listPolicies(cli: Cli, options: StoredPolicyOptions): Promise<void> {
  const places = await withData(cli, options, ({ database }) => readRoutingPlaces(database));
  const items = places.map(({ kind, slug, layer }) => ({ kind, slug, layer }));
  if (options.json) return printJson(cli.terminal, { items, next: null });
  cli.terminal.out(
    table(
      items,
      [
        { title: 'FOR', text: ({ kind, slug }) => `${kind} ${slug}` },
        {
          title: 'STORED',
          text: ({ layer }) => (layer === null ? '–' : JSON.stringify(layer)),
          isFlexible: true,
        },
      ],
      cli.terminal.columns,
    ),
  );
}

export async function setPolicy(cli: Cli, file: string, options: StoredPolicyOptions): Promise<void> {
  const layer = readLayer(file);
  await tryOut(cli, layer);
  await change(cli, options, layer);
}

export async function removePolicy(cli: Cli, options: StoredPolicyOptions): Promise<void> {
  await change(cli, options, undefined);
}

/** As the routing file would be checked if the layer stood there for everybody. */
async function tryOut(cli: Cli, { policy, where }: StoredLayer): Promise<void> {
  const { candidates, routing } = await configuredModels(cli, cli.config.routingFile);
  const own = typeof policy === 'object' ? { 'of the file': policy } : {};
  const name = typeof policy === 'object' ? 'of the file' : policy;
  createRouter({
    candidates,
    routing: {
      ...routing,
      policies: { ...routing.policies, ...own },
      organizations: { 'that it is stored for': { policy: name, where } },
    },
    clock: cli.clock,
    log: silentLogger(),
  }).close();
}

const changed = z.object({
  kind: z.enum(['organization', 'project']),
  id: z.string(),
  organizationId: z.string(),
  slug: z.string(),
  before: z.unknown(),
});
const undone = z.object({ of: z.string() });
const maxChanges = 500;

/** Takes the newest change back that was not taken back before. */
export async function undoPolicy(cli: Cli, options: StoredPolicyOptions): Promise<void> {
  await withData(cli, options, async ({ database, jobs }) => {
    const organizations = (await readRoutingPlaces(database)).filter(({ kind }) => kind === 'organization');
    await jobs.transact(async (store) => {
      const actions = ['route.set', 'route.remove', 'route.undo'];
      const audits = (
        await Promise.all(
          organizations.map(({ id }) => findAudits(store, { organizationId: id, actions }, maxChanges)),
        )
      )
        .flat()
        .toSorted((one, other) => other.id.localeCompare(one.id));
      const taken = new Set(audits.flatMap(({ details }) => undone.safeParse(details).data?.of ?? []));
      const last = audits.find(({ id, action }) => action !== 'route.undo' && !taken.has(id));
      if (!last)
        throw new WrongUse('There is no change of a stored policy to take back. All: amas route list');
      const { before, ...place } = changed.parse(last.details);
      const layer = before === null ? undefined : readStoredLayer(before);
      const was = await keep(store, place, { layer, action: 'route.undo', of: last.id });
      tell(cli, options, { place, layer, before: was });
    });
  });
}

async function change(cli: Cli, options: StoredPolicyOptions, layer: StoredLayer | undefined): Promise<void> {
  await withData(cli, options, async ({ database, jobs }) => {
    const place = await findPlace(database, options);
    const action = layer === undefined ? 'route.remove' : 'route.set';
    const before = await jobs.transact(async (store) => await keep(store, place, { layer, action }));
    tell(cli, options, { place, layer, before });
  });
}

async function findPlace(
  database: Database,
  { organization = 'default', project }: StoredPolicyOptions,
): Promise<Place> {
  const places = await readRoutingPlaces(database);
  const wanted = project === undefined ? organization : `${organization}/${project}`;
  const kind = project === undefined ? 'organization' : 'project';
  const found = places.find((each) => each.kind === kind && each.slug === wanted);
  if (found) {
    const { layer: _layer, ...place } = found;
    return place;
  }
  const known = places.filter((each) => each.kind === kind).map(({ slug }) => slug);
  throw new WrongUse(`There is no ${kind} ${wanted}. There are: ${known.join(', ') || 'none'}.`);
}

interface Change {
  readonly layer: StoredLayer | undefined;
  readonly action: string;
  /** The change that it takes back. */
  readonly of?: string;
}

async function keep(store: Store, place: Place, { layer, action, of }: Change): Promise<unknown> {
  const before = await storeRoutingLayer(store, place, layer && toJsonColumn(layer));
  await recordAudit(store, {
    organizationId: place.organizationId,
    actor: cliActor(),
    action,
    target: `${place.kind} ${place.slug}`,
    details: toJsonColumn({ ...place, before, layer: layer ?? null, ...(of === undefined ? {} : { of }) }),
  });
  return before;
}

function tell(
  { terminal }: Cli,
  { json }: StoredPolicyOptions,
  {
    place,
    layer,
    before,
  }: { readonly place: Place; readonly layer: StoredLayer | undefined; readonly before: unknown },
): void {
  const { kind, slug } = place;
  if (json) return printJson(terminal, { kind, slug, layer: layer ?? null, before });
  terminal.out(
    layer === undefined
      ? `Nothing is stored for the ${kind} ${slug}: the routing file alone counts.\n`
      : `Stored for the ${kind} ${slug}: ${JSON.stringify(layer)}\n`,
  );
  terminal.err('It holds within two seconds. To take it back: amas route undo\n');
}
