import { layOver, type Effective } from '#agents/configuration/effective.ts';
import { parseLayer } from '#agents/configuration/parse-layer.ts';
import type { ReadFile } from '#agents/contract.ts';

export const configurationPath = '.amas.yml';

export interface LocalConfiguration {
  readonly effective: Effective;
  /** `.gitattributes` of the base. */
  readonly attributes: string;
}

/** What the repository's own file says on the side that a change is compared with, as on a platform. */
export async function localConfiguration(readFile: ReadFile): Promise<LocalConfiguration> {
  const [text, attributes] = await Promise.all([
    readFile(configurationPath, 'base'),
    readFile('.gitattributes', 'base'),
  ]);
  const bytes = new TextEncoder().encode(text ?? '');
  return {
    effective: layOver([parseLayer({ name: 'repository', place: `base:${configurationPath}`, bytes })]),
    attributes: attributes ?? '',
  };
}
