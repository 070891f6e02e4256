import { changedPackages, isOnlyPackages } from '#agents/analysis/dependencies/changed-packages.ts';
import type { ChangeSet, DependencyFocus } from '../contract.ts';

/** GitHub keeps names with this ending for Apps: nobody else can be called so. */
const appNames =
  /^(dependabot|dependabot-preview|renovate|mend|snyk|depfu|greenkeeper|pyup|scala-steward|forking-renovate|[\w-]*-renovate)(\[bot\])?$/i;
/** Ordinary accounts of such services, by their whole name. */
const userNames: ReadonlySet<string> = new Set(['renovate-bot', 'snyk-bot', 'pyup-bot', 'scala-steward']);
const branches = /^(dependabot|renovate|snyk-(fix|upgrade)|depfu|greenkeeper|pyup)[/-]/;

export interface ChangeOrigin {
  readonly author: string;
  readonly isBotAuthor: boolean;
  readonly headRef: string;
}

/**
 * A change of a bot that moves dependencies, by its author and by what it touches: undefined for any other. What is
 * beyond packages in it is reviewed like any change.
 */
export function dependencyFocus(
  { author, isBotAuthor, headRef }: ChangeOrigin,
  changeSet: ChangeSet,
): DependencyFocus | undefined {
  const isBot = userNames.has(author) || (isBotAuthor && (appNames.test(author) || branches.test(headRef)));
  if (!isBot) return undefined;
  const packages = changedPackages(changeSet);
  if (packages.length === 0) return undefined;
  const rulesOnly = changeSet.changes
    .filter((change) => isOnlyPackages(change, packages))
    .map(({ path }) => path);
  return { author, packages, rulesOnly };
}
