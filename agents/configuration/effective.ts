import { createHash } from 'node:crypto';
import { keyNames, keys, standardSettings, type Key, type KeyName, type Settings } from './keys.ts';
import type { Layer, LayerName } from './layer.ts';

/** Where a value comes from. */
export interface Source {
  readonly layer: LayerName | 'system';
  readonly place?: string;
  readonly line?: number;
}

/** The values that count, each with its origin. */
export interface Effective {
  readonly settings: Settings;
  readonly sources: Readonly<Partial<Record<KeyName, Source>>>;
  /** What is wrong in the files, as sentences for people. */
  readonly problems: readonly string[];
}

/**
 * Lays the files over the system's defaults, the organization's below the repository's. A list replaces a list.
 * @param system what the operator of this AMAS sets for all.
 */
export function layOver(layers: readonly Layer[], system: Partial<Settings> = {}): Effective {
  const settings: Record<string, unknown> = { ...standardSettings, ...system };
  const sources: Partial<Record<KeyName, Source>> = {};
  for (const layer of layers) {
    for (const name of keyNames) {
      const value = layer.values[name];
      if (value === undefined || !counts(name, value, settings[name])) continue;
      settings[name] = value;
      const line = layer.lines[name];
      sources[name] = { layer: layer.name, place: layer.place, ...(line === undefined ? {} : { line }) };
    }
  }
  return { settings: settings as unknown as Settings, sources, problems: layers.flatMap(problemTexts) };
}

function counts(name: KeyName, value: unknown, below: unknown): boolean {
  const { onlyLowers }: Key = keys[name];
  return onlyLowers === undefined || Number(value) < Number(below);
}

function problemTexts({ place, problems }: Layer): string[] {
  return problems.map(
    ({ line, message }) => `${place}${line === undefined ? '' : `, line ${line}`}: ${message}`,
  );
}

/** The same for the same values: a review under other values cannot go on from this one. */
export function settingsDigest(settings: Settings): string {
  const text = JSON.stringify(keyNames.map((name) => [name, settings[name]]));
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

export const standardEffective: Effective = layOver([]);
