import type { Finding } from '../contract.ts';
import { matchesGlob } from './glob.ts';
import type { Settings } from './keys.ts';

/** Whether the settings switch a finding off: its family, or its rule by id. */
export function isSwitchedOff(
  settings: Settings,
  { category, rule }: Pick<Finding, 'category' | 'rule'>,
): boolean {
  return (
    !settings[`review.families.${category}`] ||
    settings['review.rules_off'].some(({ id }) => matchesGlob(id, rule))
  );
}
