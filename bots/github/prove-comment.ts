import { z } from 'zod';
import type { Proof } from '#bots/contract.ts';
import type { App } from './app.ts';
import { ok, fail } from './proof.ts';
import { webAddressOf } from './web-address.ts';

const Installation = z.object({ id: z.number().int() });
const Comment = z.object({ html_url: z.string() });
const place =
  /^\/(?<owner>[\w.-]{1,100})\/(?<repo>[\w.-]{1,100})\/(?:pull|issues)\/(?<number>\d{1,10})(?:\/|$)/;

/** Posts one comment where somebody chose to have it. */
export async function proveComment(
  app: App,
  wanted: { readonly url: string; readonly apiUrl: string; readonly signal: AbortSignal | undefined },
): Promise<Proof> {
  const { url, apiUrl, signal } = wanted;
  const web = webAddressOf(apiUrl);
  const address = URL.canParse(url) ? new URL(url) : undefined;
  const { owner, repo, number } =
    (address?.origin === web ? place.exec(address.pathname)?.groups : undefined) ?? {};
  if (owner === undefined || repo === undefined) {
    return fail(
      'comment',
      'That is no pull request or issue of this GitHub',
      `Give one such as ${web}/octo/repo/pull/12`,
    );
  }
  const { id } = await app.api.call({
    route: 'GET /repos/{owner}/{repo}/installation',
    parameters: { owner, repo },
    answer: Installation,
    signal,
  });
  const comment = await app.installation(String(id)).call({
    route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
    parameters: { owner, repo, issue_number: Number(number), body },
    answer: Comment,
    signal,
  });
  return ok('comment', `Posted ${comment.html_url}`);
}

const body =
  'AMAS is connected: its operator asked for this comment, to see that it can write here. Comment `/amas help` for what it does.';
