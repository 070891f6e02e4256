import type { FileOwner, PullRequest, RepositoryFile } from '#bots/contract.ts';
import type { Api } from './api.ts';
import { readSide } from './file-content.ts';
import type { Target } from './target.ts';

/** Where the account keeps what holds for all its repositories. Only whoever may write there decides it. */
const organizationRepository = '.amas';
/** What is read of such a file; a larger one is told as too large. */
const maxBytes = 1_000_000;

export interface FileRequest {
  readonly target: Target;
  readonly subject: Partial<Pick<PullRequest, 'baseRef' | 'headSha'>>;
  readonly owner: FileOwner;
  readonly path: string;
}

/**
 * A file of the branch a pull request goes into (the default branch where there is none), as it stands now, of its head, or of the account's `.amas` repository
 * (its default branch). GitHub tells a file that is absent and one that the App may not see alike.
 */
export async function readRepositoryFile(
  api: Api,
  { target, subject, owner, path }: FileRequest,
  signal?: AbortSignal,
): Promise<RepositoryFile | undefined> {
  const isOrganization = owner === 'organization';
  const repository = isOrganization ? { ...target, repo: organizationRepository } : target;
  const ref = owner === 'base' ? subject.baseRef : owner === 'head' ? subject.headSha : undefined;
  const budget = { leftBytes: maxBytes, leftFiles: 1 };
  const side = await readSide({ api, target: repository, budget, signal }, { path, ref });
  const place = `${repository.owner}/${repository.repo}${ref === undefined ? '' : `@${ref.slice(0, 40)}`}:${path}`;
  if ('bytes' in side) return { place, bytes: side.bytes };
  return side.unavailable === 'not-found' ? undefined : { place, unavailable: side.unavailable };
}
