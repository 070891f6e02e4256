import type { DependencyFocus } from '../contract.ts';

/** What the receipt says about the kind of the review. */
export function dependencyNotes(focus: DependencyFocus | undefined): readonly string[] {
  return focus === undefined
    ? []
    : [
        `Reviewed as a dependency change of \`${focus.author}\`: rules looked at the packages, and no model was asked about them. Files that hold more than packages were reviewed as usual.`,
      ];
}
