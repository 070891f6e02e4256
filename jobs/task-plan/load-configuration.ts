import { layOver, type Effective } from '#agents/configuration/effective.ts';
import { layerNames, type Layer, type LayerName } from '#agents/configuration/layer.ts';
import { parseLayer } from '#agents/configuration/parse-layer.ts';
import type { Connection, FileOwner, PullRequest } from '#bots/contract.ts';

export const configurationPath = '.amas.yml';

const owners: Readonly<Record<LayerName, FileOwner>> = { organization: 'organization', repository: 'base' };

export interface Configuration {
  readonly effective: Effective;
  /** `.gitattributes` of the base branch. */
  readonly attributes: string;
}

/**
 * What holds for a pull request: the account's file below that of the branch it goes into, never of the branch it comes
 * from. What cannot be read is one of the problems, and the rest holds.
 */
export async function loadConfiguration(
  connection: Connection,
  pullRequest: PullRequest,
  options: { readonly maxCostUsd: number; readonly signal?: AbortSignal },
): Promise<Configuration> {
  const [attributes, ...layers] = await Promise.all([
    connection.repositoryFile?.(pullRequest, { owner: 'base', path: '.gitattributes' }, options.signal),
    ...layerNames.map((name) => loadLayer(connection, pullRequest, { name, ...options })),
  ]);
  return {
    effective: layOver(
      layers.filter((layer) => layer !== undefined),
      { 'limits.cost_usd': options.maxCostUsd },
    ),
    attributes: new TextDecoder().decode(attributes?.bytes ?? new Uint8Array()),
  };
}

/** One file; the repository's own as of its base unless another owner is named. */
export async function loadLayer(
  connection: Connection,
  pullRequest: PullRequest,
  options: { readonly name: LayerName; readonly owner?: FileOwner; readonly signal?: AbortSignal },
): Promise<Layer | undefined> {
  const { name, owner = owners[name], signal } = options;
  const file = await connection.repositoryFile?.(pullRequest, { owner, path: configurationPath }, signal);
  if (!file) return undefined;
  const { place, bytes, unavailable = 'no content' } = file;
  if (bytes) return parseLayer({ name, place, bytes });
  return {
    name,
    place,
    values: {},
    lines: {},
    problems: [{ message: `it cannot be read (${unavailable})` }],
  };
}
