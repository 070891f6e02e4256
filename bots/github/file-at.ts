import { z } from 'zod';
import { AmasError } from '#monitoring/errors.ts';
import type { Api } from './api.ts';

/** Context for a reader, not material of a review: larger files are data. */
const maxBytes = 200_000;

const Content = z.object({
  type: z.string(),
  size: z.number(),
  encoding: z.string().nullish(),
  content: z.string().nullish(),
});

export interface FilePlace {
  readonly owner: string;
  readonly repo: string;
  readonly commit: string;
  readonly path: string;
}

/** One text file at one commit, in one request. Undefined for whatever is no UTF-8 text of at most 200 kB. */
export async function fileAt(
  api: Api,
  { owner, repo, commit, path }: FilePlace,
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    const content = await api.call({
      // Encoded here: Octokit would encode the slashes as well.
      route: `GET /repos/{owner}/{repo}/contents/${path.split('/').map(encodeURIComponent).join('/')}`,
      parameters: { owner, repo, ref: commit },
      accept: 'application/vnd.github.object+json',
      answer: Content,
      signal,
    });
    if (content.type !== 'file' || content.encoding !== 'base64' || content.size > maxBytes) return undefined;
    return toText(Buffer.from(content.content ?? '', 'base64'));
  } catch (error) {
    const code = error instanceof AmasError ? error.code : undefined;
    if (code === 'bots.target_gone' || code === 'bots.refused') return undefined;
    throw error;
  }
}

function toText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
