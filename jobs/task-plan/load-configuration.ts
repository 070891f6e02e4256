import { layOver, type Effective } from '#agents/configuration/effective.ts';
import { layerNames, type Layer, type LayerName } from '#agents/configuration/layer.ts';
import type { Connection, FileOwner } from '#bots/contract.ts';

export const configurationPath = '.amas.yml';

export interface Configuration {
  readonly effective: Effective;
  /** `.gitattributes` of the base branch. */
  readonly attributes: string;
}

/** A pull request, or an issue, which has no base branch: the default branch stands for it. */
export type ConfiguredSubject = Parameters<NonNullable<Connection['repositoryFile']>>[0];

/**
 * What holds for a pull request: the account's file below that of the branch it goes into, never of the branch it comes
 * from. What cannot be read is one of the problems, and the rest holds.
 */
export async function loadConfiguration(
  connection: Connection,
  subject: ConfiguredSubject,
  options: {
    readonly maxCostUsd: number;
    readonly signal?: AbortSignal;
    /** Whose file stands for the repository's; a rehearsal alone takes another than the base's. */
    readonly owner?: FileOwner;
  },
): Promise<Configuration> {
  const [attributes, effective] = await Promise.all([
    connection.repositoryFile?.(subject, { owner: 'base', path: '.gitattributes' }, options.signal),
    loadSettings(connection, subject, options),
  ]);
  return { effective, attributes: new TextDecoder().decode(attributes?.bytes ?? new Uint8Array()) };
}

/** The same without the attributes of files, which only reviews need. */
export async function loadSettings(
  connection: Connection,
  subject: ConfiguredSubject,
  options: Parameters<typeof loadConfiguration>[2],
): Promise<Effective> {
  const { maxCostUsd, signal, owner = 'base' } = options;
  const layers = await Promise.all(
    layerNames.map((name) => {
      const file = name === 'repository' ? owner : 'organization';
      return loadLayer(connection, subject, { name, owner: file, ...(signal ? { signal } : {}) });
    }),
  );
  return layOver(
    layers.filter((layer) => layer !== undefined),
    { 'limits.cost_usd': maxCostUsd },
  );
}

async function loadLayer(
  connection: Connection,
  subject: ConfiguredSubject,
  options: { readonly name: LayerName; readonly owner: FileOwner; readonly signal?: AbortSignal },
): Promise<Layer | undefined> {
  const { name, owner, signal } = options;
  const file = await connection.repositoryFile?.(subject, { owner, path: configurationPath }, signal);
  if (!file) return undefined;
  const { place, bytes, unavailable = 'no content' } = file;
  if (bytes) {
    // YAML is loaded where somebody wrote some.
    const { parseLayer } = await import('#agents/configuration/parse-layer.ts');
    return parseLayer({ name, place, bytes });
  }
  return {
    name,
    place,
    values: {},
    lines: {},
    problems: [{ message: `it cannot be read (${unavailable})` }],
  };
}
