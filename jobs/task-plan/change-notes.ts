import type { PullRequest } from '#bots/contract.ts';

const maxNameChars = 80;

/** What the reader of a receipt should know about where a change comes from and what it was compared with. */
export function changeNotes(
  pullRequest: Pick<PullRequest, 'baseRef' | 'defaultBranch' | 'isFork' | 'subject'>,
): readonly string[] {
  const { baseRef, defaultBranch, isFork, subject } = pullRequest;
  const isStacked = defaultBranch !== undefined && baseRef !== defaultBranch;
  const base = `\`${baseRef.replaceAll('`', '').slice(0, maxNameChars)}\``;
  return [
    ...(isStacked
      ? [`Its base is ${base}, not the default branch: only what it adds to that branch was looked at.`]
      : []),
    ...(isFork ? ['It comes from a fork: it was read only, and nothing was written to the fork.'] : []),
    // GitHub's own title of a revert; the change itself is looked at like any other.
    ...(/^Revert ".+"$/s.test(subject.title)
      ? ['By its title it reverts an earlier change: what comes back was part of the base branch before.']
      : []),
  ];
}
