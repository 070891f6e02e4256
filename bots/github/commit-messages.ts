import { z } from 'zod';
import type { Api } from './api.ts';
import { pullOf, type Target } from './target.ts';

const Commit = z.object({ sha: z.string(), commit: z.object({ message: z.string() }) });

/** The first page of a pull request's commits: GitHub lists 250 at most, and 100 are more than anybody reads. */
export async function commitMessages(
  api: Api,
  target: Target,
  signal?: AbortSignal,
): Promise<readonly { readonly sha: string; readonly message: string }[]> {
  const commits = await api.list({
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/commits',
    parameters: pullOf(target),
    answer: Commit,
    maxPages: 1,
    signal,
  });
  return commits.map(({ sha, commit }) => ({ sha, message: commit.message }));
}
