import type { Connection, PlatformEvent, PullRequest } from '#bots/contract.ts';
import { hasFlag } from '../commands/text-of.ts';
import type { SubjectText } from '../rows.ts';

/** What git and the platforms' own buttons write. */
const revertLine = /^This reverts commit ([0-9a-f]{40})\b/gim;

export interface FoundRevert {
  /** Set when the pull request takes one commit back exactly, and so gets a light review. */
  readonly exact?: string;
  readonly notes: readonly string[];
}

export interface RevertQuestion {
  readonly connection: Connection;
  readonly pullRequest: PullRequest;
  readonly event: PlatformEvent;
  readonly texts: readonly SubjectText[];
  readonly signal: AbortSignal;
}

/**
 * A revert is known by its words and believed by its content: what the platform shows of the commit and of the pull
 * request must be inverse. A fork gets a full review all the same: taking back what protects is an attack, too. So does
 * whoever asks for one.
 */
export async function findRevert(question: RevertQuestion): Promise<FoundRevert> {
  const { connection, pullRequest, event, texts, signal } = question;
  const said = [pullRequest.body, ...texts.map(({ text }) => text)].join('\n');
  const commits = new Set([...said.matchAll(revertLine)].map(([, sha = '']) => sha.toLowerCase()));
  const [commit] = commits;
  const isTitled = /^Revert ".+"$/s.test(pullRequest.subject.title);
  if (commit === undefined) {
    return {
      notes: isTitled
        ? ['By its title it reverts a change; no commit says which one. It was reviewed like any other.']
        : [],
    };
  }
  const name = `\`${commit.slice(0, 7)}\``;
  const like = (reason: string): FoundRevert => ({
    notes: [`It says that it reverts ${name}, and was reviewed like any other change: ${reason}.`],
  });
  if (commits.size > 1) return like('it names several commits');
  if (pullRequest.isFork) return like('it comes from a fork');
  if (hasFlag(event, 'full')) return like('a full review was asked for');
  const check = await connection.revertOf?.(pullRequest, commit, signal);
  if (check?.kind !== 'exact') return like(check?.reason ?? 'the platform does not show commits');
  return {
    exact: check.commit,
    notes: [
      `Light review: it takes back commit ${name} exactly, every file of it and nothing else. Only that was checked; what comes back was part of the base branch before. To have it reviewed as code: \`/amas review --full\`.`,
    ],
  };
}
