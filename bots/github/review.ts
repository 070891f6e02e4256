import { z } from 'zod';
import type { Remark } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import { listChangedFiles } from './changed-files.ts';
import { findOwnReview, ownInlineComments, type Inline } from './own-comments.ts';
import { anchorOf, placesOf, type Anchor, type Places } from './positions.ts';
import type { Posting } from './posting.ts';
import { pullOf } from './target.ts';
import { marker } from './text/markers.ts';
import { bySeverity, renderInline } from './text/remark.ts';

/** GitHub fails on more than 32 comments in one review, and readers on fewer. */
export const maxInline = 30;

/** What became of the remarks of a reply. */
export interface Placement {
  /** How many this reply posted beside their lines. */
  readonly inlineCount: number;
  /** Posted beside their lines by an earlier reply, and not repeated. */
  readonly earlier: readonly { readonly remark: Remark; readonly url: string }[];
  /** To be told in the summary. */
  readonly unplaced: readonly Remark[];
  /** What the reader should know about why remarks stand where they do. */
  readonly note?: string;
}

interface Draft {
  readonly remark: Remark;
  readonly comment: { readonly path: string; readonly body: string } & Anchor;
}

interface Plan {
  readonly drafts: readonly Draft[];
  readonly note?: string;
}

const Pull = z.object({
  html_url: z.string(),
  head: z.object({ sha: z.string() }),
  base: z.object({ sha: z.string() }),
});
export type Pull = z.infer<typeof Pull>;
const Review = z.object({ id: z.number().int() });

/**
 * Posts the remarks as one review beside the lines they are about, as far as GitHub takes them there; it does so once
 * per reply. What it does not take is left to the summary, also when it refuses the whole review.
 */
export async function postReview(posting: Posting, headSha: string, pull: Pull): Promise<Placement> {
  const { ledger, reply } = posting;
  const moved = pull.head.sha === headSha ? {} : { note: movedNote(headSha) };
  if (reply.remarks.length === 0) return { inlineCount: 0, earlier: [], unplaced: [], ...moved };
  const existing = await ownInlineComments(posting);
  const reviewId = ledger.trace.reviewId ?? (await findOwnReview(posting));
  if (reviewId !== undefined && ledger.trace.reviewId === undefined) await ledger.add({ reviewId });
  const placed = { ...placementOf(reply.remarks, existing, reviewId), ...moved };
  const isSettled = reviewId !== undefined || placed.unplaced.length === 0 || placed.note !== undefined;
  return isSettled ? placed : postUnplaced(posting, pull, placed);
}

/** Posts what can stand beside the code of those remarks that stand nowhere yet. */
async function postUnplaced(posting: Posting, pull: Pull, placed: Placement): Promise<Placement> {
  const refused = { ...placed, note: refusedNote };
  if (posting.ledger.trace.reviewRefused) return refused;
  const { drafts, note } = await planReview(posting, pull, placed.unplaced);
  if (drafts.length === 0) return placed;
  if (!(await createReview(posting, pull.head.sha, drafts))) return refused;
  const posted = new Set(drafts.map(({ remark }) => remark));
  return {
    ...placed,
    inlineCount: drafts.length,
    unplaced: placed.unplaced.filter((remark) => !posted.has(remark)),
    ...(note === undefined ? {} : { note }),
  };
}

/** The pull request as far as posting needs it. */
export async function readPull({ api, target, signal }: Posting): Promise<Pull> {
  return api.call({
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
    parameters: pullOf(target),
    answer: Pull,
    signal,
  });
}

const movedNote = (headSha: string): string =>
  `The pull request was pushed to after commit ${headSha.slice(0, 7)}: this is about that commit.`;

const allHereNote = 'No remark stands beside the code, as the repository wants it: all stand here.';

const refusedNote = 'GitHub refused the comments beside the code, so all remarks stand here.';

/** Sorts the remarks by what already stands on the pull request. Each comment there stands for one remark. */
function placementOf(
  remarks: readonly Remark[],
  existing: ReadonlyMap<string, readonly Inline[]>,
  reviewId: number | undefined,
): Placement {
  const seen = new Map<string, number>();
  let inlineCount = 0;
  const earlier: { remark: Remark; url: string }[] = [];
  const unplaced: Remark[] = [];
  for (const remark of remarks) {
    const index = seen.get(remark.fingerprint) ?? 0;
    seen.set(remark.fingerprint, index + 1);
    const comment = existing.get(remark.fingerprint)?.[index];
    if (!comment) unplaced.push(remark);
    else if (comment.reviewId === reviewId) inlineCount += 1;
    else earlier.push({ remark, url: comment.url });
  }
  return { inlineCount, earlier, unplaced };
}

/** The comments that GitHub will take: computed from the patches, because it refuses a review for one wrong line. */
async function planReview(
  { api, target, reply, hosts, signal }: Posting,
  pull: Pull,
  remarks: readonly Remark[],
): Promise<Plan> {
  const commits = { baseSha: pull.base.sha, headSha: pull.head.sha };
  const { files } = await listChangedFiles(api, target, commits, signal);
  const placeable = new Map<string, PlaceableFile>();
  for (const { filename: path, previous_filename: previousPath, patch } of files) {
    if (!patch) continue;
    const file = { path, places: placesOf(patch) };
    placeable.set(path, file);
    // Remarks on removed lines may name the file as it was called then.
    if (previousPath && !placeable.has(previousPath)) placeable.set(previousPath, file);
  }
  const drafts = remarks
    .filter(({ place }) => place !== 'summary')
    .toSorted(bySeverity)
    .flatMap((remark) => draftOf(remark, placeable.get(remark.path), hosts));
  const limit = Math.min(maxInline, reply.maxBeside ?? maxInline);
  const isCut = drafts.length > limit;
  return {
    drafts: drafts.slice(0, limit),
    ...(isCut
      ? {
          note:
            limit === 0
              ? allHereNote
              : `Only the ${limit} gravest remarks stand beside the code, the others here.`,
        }
      : {}),
  };
}

interface PlaceableFile {
  readonly path: string;
  readonly places: Places;
}

function draftOf(remark: Remark, file: PlaceableFile | undefined, hosts: readonly string[]): Draft[] {
  const found = file && anchorOf(file.places, remark);
  if (!found) return [];
  const canSuggest = found.exact && remark.side === 'new';
  return [
    { remark, comment: { path: file.path, body: renderInline(remark, canSuggest, hosts), ...found.anchor } },
  ];
}

/** False when GitHub refuses the review: then nothing of it was posted. */
async function createReview(posting: Posting, headSha: string, drafts: readonly Draft[]): Promise<boolean> {
  const { api, target, reply, ledger, signal } = posting;
  const count = `${drafts.length} ${drafts.length === 1 ? 'remark' : 'remarks'}`;
  try {
    const { id } = await api.call({
      route: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
      parameters: {
        ...pullOf(target),
        commit_id: headSha,
        event: 'COMMENT',
        body: `${count} on commit ${headSha.slice(0, 7)}. The whole result is in the summary.\n\n${marker('review', reply.id)}`,
        comments: drafts.map(({ comment }) => comment),
      },
      answer: Review,
      signal,
    });
    await ledger.add({ reviewId: id });
    return true;
  } catch (error) {
    if (!(error instanceof AmasError && error.code === 'bots.refused')) throw error;
    await ledger.add({ reviewRefused: true });
    return false;
  }
}
