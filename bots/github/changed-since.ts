import { z } from 'zod';
import type { Since } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Api } from './api.ts';
import { repositoryOf, type Target } from './target.ts';

/** GitHub lists no more files of a comparison. */
const maxListedFiles = 300;

const Comparison = z.object({
  status: z.string(),
  files: z
    .array(z.object({ filename: z.string(), previous_filename: z.string().nullish() }))
    .nullish()
    .transform((files) => files ?? []),
});

/**
 * What became of a pull request between a commit of it and its head. A commit that GitHub no longer shows, or that is no
 * ancestor of the head, was written over: force-push or rebase.
 */
export async function changedSince(
  api: Api,
  target: Target,
  { from, to }: { readonly from: string; readonly to: string },
  signal?: AbortSignal,
): Promise<Since> {
  const rewritten = { relation: 'rewritten', renames: [] } as const;
  try {
    const { status, files } = await api.call({
      route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
      parameters: { ...repositoryOf(target), basehead: `${from}...${to}`, per_page: 1 },
      answer: Comparison,
      signal,
    });
    if (status === 'identical') return { relation: 'same', paths: [], renames: [] };
    if (status !== 'ahead') return rewritten;
    const renames = files.flatMap(({ filename, previous_filename: former }) =>
      former ? [[former, filename] as const] : [],
    );
    const isWhole = files.length < maxListedFiles;
    return {
      relation: 'ahead',
      renames,
      ...(isWhole ? { paths: files.map(({ filename }) => filename) } : {}),
    };
  } catch (error) {
    if (error instanceof AmasError && error.code === 'bots.target_gone') return rewritten;
    throw error;
  }
}
