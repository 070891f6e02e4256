import { z } from 'zod';
import type { Remark } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import { listChangedFiles } from './changed-files.ts';
import { findOwnReview } from './own-comments.ts';
import { anchorOf, placesOf, type Anchor } from './positions.ts';
import type { Posting } from './posting.ts';
import { maxInline, readPull } from './review.ts';
import { pullOf } from './target.ts';
import { codeSpan } from './text/code.ts';
import { guardLine } from './text/guard-markdown.ts';
import { renderLink } from './text/links.ts';
import { marker } from './text/markers.ts';
import { fingerprintOf, renderSuggestion, renderSuggestionText } from './text/remark.ts';

const Comment = z.object({
  body: z.string().nullish(),
  html_url: z.string(),
  /** Null once it is outdated: then GitHub commits nothing from it. */
  line: z.number().int().nullish(),
  user: z.object({ login: z.string() }).nullish(),
});
const Review = z.object({ id: z.number().int() });

interface Draft {
  readonly remark: Remark;
  readonly comment: { readonly path: string; readonly body: string } & Anchor;
}

/** Where each suggestion can be committed, or why it cannot be, as CommonMark. */
export async function putSuggestions(posting: Posting): Promise<string> {
  const { reply } = posting;
  const { commit, remarks } = reply.suggestions ?? { commit: '', remarks: [] };
  const standing = await committable(posting);
  const missing = remarks.filter(({ fingerprint }) => !standing.has(fingerprint));
  const { drafts, reasons } = await plan(posting, commit, missing);
  // A call that was killed may have posted them: once is enough.
  const isPosted = drafts.length === 0 || (await findOwnReview(posting)) !== undefined;
  const isRefused = !isPosted && !(await post(posting, commit, drafts));
  const now = isPosted || isRefused ? standing : await committable(posting);
  return remarks
    .map((remark) => {
      const url = now.get(remark.fingerprint);
      const head = `**${guardLine(remark.title)}** in ${codeSpan(guardLine(`${remark.path}:${remark.line}`))}`;
      if (url !== undefined) return `${head}: ${renderLink('commit it there', url)}`;
      const reason = reasons.get(remark) ?? 'GitHub refused the comment with it';
      return `${head} cannot be committed: ${reason}.\n\n${renderSuggestionText(remark)}`;
    })
    .join('\n\n');
}

/** Fingerprint to where an own suggestion stands that GitHub can commit now. */
async function committable(posting: Posting): Promise<ReadonlyMap<string, string>> {
  const login = await posting.ownLogin();
  const comments = await posting.api.list({
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments',
    parameters: pullOf(posting.target),
    answer: Comment,
    signal: posting.signal,
  });
  return new Map(
    comments.flatMap(({ body, html_url: url, line, user }) => {
      const fingerprint = fingerprintOf(body ?? '');
      const isOne = user?.login === login && Boolean(line) && /^`{3,}suggestion$/m.test(body ?? '');
      return isOne && fingerprint !== undefined ? [[fingerprint, url] as const] : [];
    }),
  );
}

async function plan(posting: Posting, commit: string, remarks: readonly Remark[]) {
  const reasons = new Map<Remark, string>();
  const drafts: Draft[] = [];
  if (remarks.length === 0) return { drafts, reasons };
  const pull = await readPull(posting);
  const { api, target, signal } = posting;
  const isMoved = pull.head.sha !== commit;
  const commits = { baseSha: pull.base.sha, headSha: pull.head.sha };
  const { files } = isMoved ? { files: [] } : await listChangedFiles(api, target, commits, signal);
  const patches = new Map(files.map(({ filename, patch }) => [filename, patch ?? '']));
  for (const remark of remarks) {
    const found = anchorOf(placesOf(patches.get(remark.path) ?? ''), remark);
    const text = renderSuggestion(remark);
    if (isMoved) reasons.set(remark, 'the pull request was pushed to meanwhile');
    else if (!found?.exact || remark.side === 'old')
      reasons.set(remark, 'its lines are not part of the diff, and GitHub takes no comment there');
    else if (!text.includes('```'))
      reasons.set(remark, 'it is too long, or holds something that looks like a secret');
    else if (drafts.length >= maxInline) reasons.set(remark, `more than ${maxInline} at once are not posted`);
    else drafts.push({ remark, comment: { path: remark.path, body: text, ...found.anchor } });
  }
  return { drafts, reasons };
}

/** False when GitHub refuses the review: then nothing of it was posted. */
async function post(posting: Posting, commit: string, drafts: readonly Draft[]): Promise<boolean> {
  const { api, target, reply, signal } = posting;
  try {
    await api.call({
      route: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
      parameters: {
        ...pullOf(target),
        commit_id: commit,
        event: 'COMMENT',
        body: `Suggestions to commit, as they were asked for.\n\n${marker('review', reply.id)}`,
        comments: drafts.map(({ comment }) => comment),
      },
      answer: Review,
      signal,
    });
    return true;
  } catch (error) {
    if (error instanceof AmasError && error.code === 'bots.refused') return false;
    throw error;
  }
}
