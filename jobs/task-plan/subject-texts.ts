import type { Connection, PullRequest } from '#bots/contract.ts';
import { codeOf } from '#monitoring/errors.ts';
import type { Logger } from '#monitoring/logger.ts';
import type { SubjectText } from '../rows.ts';

/** Longer ones are cut: a log pasted into a commit message is no reason to fail. */
const maxTextChars = 20_000;

/**
 * What the author of a pull request wrote beside its title and description. A platform that does not give the commit
 * messages takes nothing from the review: they are looked through for hidden instructions, and shown to models as data.
 */
export async function subjectTexts(
  connection: Connection,
  pullRequest: PullRequest,
  { log, signal }: { readonly log: Logger; readonly signal: AbortSignal },
): Promise<readonly SubjectText[]> {
  const branch = { label: 'Branch name', text: pullRequest.headRef };
  try {
    const commits = (await connection.commitMessages?.(pullRequest, signal)) ?? [];
    return [
      branch,
      ...commits.map(({ sha, message }) => ({
        label: `Commit message ${sha.slice(0, 7)}`,
        text: message.slice(0, maxTextChars),
      })),
    ];
  } catch (error) {
    signal.throwIfAborted();
    log.warn({ err: error, code: codeOf(error) }, 'commit messages not read');
    return [branch];
  }
}
