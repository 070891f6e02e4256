import type { PullRequest } from '#bots/contract.ts';

const maxNameChars = 80;

/** What the reader of a receipt should know about where a change comes from and what it was compared with. */
export function changeNotes(
  pullRequest: Pick<PullRequest, 'baseRef' | 'defaultBranch' | 'isFork'>,
): readonly string[] {
  const { baseRef, defaultBranch, isFork } = pullRequest;
  const isStacked = defaultBranch !== undefined && baseRef !== defaultBranch;
  const base = `\`${baseRef.replaceAll('`', '').slice(0, maxNameChars)}\``;
  return [
    ...(isStacked
      ? [`Its base is ${base}, not the default branch: only what it adds to that branch was looked at.`]
      : []),
    ...(isFork ? ['It comes from a fork: it was read only, and nothing was written to the fork.'] : []),
  ];
}
