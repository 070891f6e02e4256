import type { Env } from '#monitoring/server-config.ts';
import { nearNames } from '#monitoring/near-names.ts';
import type { Variable } from './variables.ts';

export interface UnknownVariable {
  readonly name: string;
  /** What was probably meant. */
  readonly meant: string | null;
}

/**
 * Set variables that look as if they were for AMAS or a platform, and that nothing reads: a typing error is silent
 * otherwise. GitHub's own runner sets dozens of names of its own: there only near misses count.
 */
export function findUnknownVariables(
  env: Env,
  known: readonly Variable[],
  platforms: readonly string[],
): UnknownVariable[] {
  const names = known.map(({ name }) => name);
  const prefixes = ['AMAS_', ...platforms.map((id) => `${id.toUpperCase()}_`)];
  const isRunner = env['GITHUB_ACTIONS'] === 'true';
  return Object.entries(env)
    .filter(([name, value]) => value !== undefined && value !== '' && !names.includes(name))
    .filter(([name]) => prefixes.some((prefix) => name.startsWith(prefix)))
    .map(([name]) => ({ name, meant: nearNames(name, names)[0] ?? null }))
    .filter(({ name, meant }) => !(isRunner && name.startsWith('GITHUB_') && meant === null))
    .toSorted((one, other) => one.name.localeCompare(other.name));
}
