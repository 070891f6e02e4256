import { layOver, type Effective } from '#agents/configuration/effective.ts';
import { layerNames, type Layer, type LayerName } from '#agents/configuration/layer.ts';
import { parseLayer } from '#agents/configuration/parse-layer.ts';
import type { Connection, FileOwner, PullRequest } from '#bots/contract.ts';

export const configurationPath = '.amas.yml';

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
  options: {
    readonly maxCostUsd: number;
    readonly signal?: AbortSignal;
    /** Whose file stands for the repository's; a rehearsal alone takes another than the base's. */
    readonly owner?: FileOwner;
  },
): Promise<Configuration> {
  const [attributes, ...layers] = await Promise.all([
    connection.repositoryFile?.(pullRequest, { owner: 'base', path: '.gitattributes' }, options.signal),
    ...layerNames.map((name) => {
      const { signal, owner = 'base' } = options;
      const file = name === 'repository' ? owner : 'organization';
      return loadLayer(connection, pullRequest, { name, owner: file, ...(signal ? { signal } : {}) });
    }),
  ]);
  return {
    effective: layOver(
      layers.filter((layer) => layer !== undefined),
      { 'limits.cost_usd': options.maxCostUsd },
    ),
    attributes: new TextDecoder().decode(attributes?.bytes ?? new Uint8Array()),
  };
}

async function loadLayer(
  connection: Connection,
  pullRequest: PullRequest,
  options: { readonly name: LayerName; readonly owner: FileOwner; readonly signal?: AbortSignal },
): Promise<Layer | undefined> {
  const { name, owner, signal } = options;
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
