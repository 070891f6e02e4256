import { z } from 'zod';
import type { Connection } from '#bots/contract.ts';
import type { Api } from './api.ts';
import type { FilePlace } from './file-at.ts';

/** Files as git keeps them: no links, no submodules. */
const Tree = z.object({
  truncated: z.boolean(),
  tree: z.array(
    z.object({ path: z.string(), mode: z.string(), type: z.string(), size: z.number().optional() }),
  ),
});

/**
 * Every file at one commit, in one request, with `contents: read`. GitHub cuts trees of more than 100,000 entries or 7 MB
 * (docs.github.com/rest/git/trees#get-a-tree).
 */
export async function filesAt(
  api: Api,
  { owner, repo, commit }: Omit<FilePlace, 'path'>,
  signal?: AbortSignal,
): ReturnType<NonNullable<Connection['filesAt']>> {
  const { tree, truncated } = await api.call({
    route: 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
    parameters: { owner, repo, tree_sha: commit, recursive: '1' },
    answer: Tree,
    signal,
  });
  const files = tree
    .filter(({ type, mode }) => type === 'blob' && mode.startsWith('100'))
    .map(({ path, size = 0 }) => ({ path, bytes: size }));
  return { files, isWhole: !truncated };
}
