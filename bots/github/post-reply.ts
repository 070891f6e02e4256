import type { Posted, Verdict } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import { applyChanges } from './apply-changes.ts';
import { putCheckRun } from './check-run.ts';
import { findOwnComment, ownInlineComments } from './own-comments.ts';
import { toPosted, type Posting } from './posting.ts';
import { editComment, readComment } from './put-comment.ts';
import { putParts } from './put-parts.ts';
import { resolveThreads } from './resolve-threads.ts';
import { postReview, readPull } from './review.ts';
import { putAnswer } from './put-answer.ts';
import {
  describingReply,
  renderAnswer,
  renderReplaced,
  renderSummary,
  summarisedReply,
  summaryKey,
} from './text/summary.ts';

/**
 * Makes GitHub show what the reply says now. A reply about a commit is a receipt: a check run, remarks beside the
 * code, and the one summary comment of the pull request. An answer is one comment of its own.
 */
export async function postReply(posting: Posting): Promise<Posted> {
  const { ledger, reply, target } = posting;
  const isLate = reply.verdict === 'pending' && ledger.trace.isFinal === true;
  if (isLate) return toPosted(ledger.trace);
  if (reply.apply) await applyChanges(posting, reply.apply);
  const headSha = reply.kind === undefined ? target.headSha : undefined;
  if (reply.kind === 'description') await putDescription(posting);
  else await (headSha === undefined ? putAnswer(posting) : putReceipt(posting, headSha));
  if (reply.verdict !== 'pending' && !ledger.trace.isFinal) await ledger.add({ isFinal: true });
  return toPosted(ledger.trace);
}

/** Usually one is left from before; more when a call was killed. */
const maxReplaced = 3;

/** What ends without a result: cancelled work leaves the summary to the work that took its place, skipped work to none. */
const withoutSummary: ReadonlySet<Verdict> = new Set(['pending', 'cancelled', 'skipped']);

/** The check run completes last: when it says that the work is done, everything it speaks of is there. */
async function putReceipt(posting: Posting, headSha: string): Promise<void> {
  // A commit of a merge queue has no conversation of its own: the check says it all.
  const hasSummary = !posting.target.isQueue && !withoutSummary.has(posting.reply.verdict);
  const refusal = hasSummary ? await refusalOf(putConversation(posting, headSha)) : undefined;
  await putCheckRun(posting, headSha);
  if (refusal) throw refusal;
}

/** What GitHub will refuse again: a locked conversation, a right that was taken away. The check must not wait for it. */
async function refusalOf(work: Promise<void>): Promise<AmasError | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    const isRefused =
      error instanceof AmasError && (error.code === 'bots.refused' || error.code === 'bots.unauthorised');
    if (isRefused) return error;
    throw error;
  }
}

async function putConversation(posting: Posting, headSha: string): Promise<void> {
  const pull = await readPull(posting);
  const placement = await postReview(posting, headSha, pull);
  await recordThreads(posting);
  const { note } = await resolveThreads(posting);
  const notes = [placement.note, note].filter((each) => each !== undefined);
  await putSummary(
    posting,
    renderSummary(
      posting.reply,
      { ...placement, notes },
      { headSha, pullUrl: pull.html_url, hosts: posting.hosts },
    ),
  );
}

/** Tells the host where each remark stands, so that later replies can lead there. */
async function recordThreads(posting: Posting): Promise<void> {
  const wanted = new Set(posting.reply.remarks.map(({ fingerprint }) => fingerprint));
  if (wanted.size === 0) return;
  const threads = [...(await ownInlineComments(posting))].flatMap(([fingerprint, [first]]) =>
    first && wanted.has(fingerprint) ? [{ fingerprint, commentId: String(first.id), url: first.url }] : [],
  );
  await posting.ledger.add({ threads });
}

/** One summary per pull request, whichever reply wrote it first. */
const putSummary = (posting: Posting, parts: readonly string[]): Promise<void> =>
  putShared(posting, parts, { key: summaryKey(posting.reply), writerOf: summarisedReply });

/** One description per pull request, likewise. */
const putDescription = (posting: Posting): Promise<void> =>
  putShared(posting, renderAnswer(posting.reply, posting.hosts), {
    key: 'description',
    writerOf: describingReply,
  });

/** Edits the one comment that replies of a kind share. `writerOf` tells which reply wrote a comment of that kind. */
async function putShared(
  posting: Posting,
  parts: readonly string[],
  { key, writerOf }: { readonly key: string; readonly writerOf: (body: string) => string | undefined },
): Promise<void> {
  const { ledger, reply } = posting;
  if (reply.isNewMessage) return putNewSummary(posting, parts);
  const known = ledger.trace.commentId;
  const existing =
    (known === undefined ? undefined : await readComment(posting, known)) ??
    (await findOwnComment(posting, (body) => writerOf(body) !== undefined));
  const writer = writerOf(existing?.body ?? '');
  if (existing && isNewer(writer, reply.id)) {
    if (known !== existing.id) await ledger.add({ commentId: existing.id, url: existing.html_url });
    return;
  }
  await putParts(posting, { first: existing, parts, key });
}

/** A comment of its own for every reply; those before it lead to it. */
async function putNewSummary(posting: Posting, parts: readonly string[]): Promise<void> {
  const { reply, ledger } = posting;
  const own = await findOwnComment(posting, (text) => summarisedReply(text) === reply.id);
  await putParts(posting, { first: own, parts, key: summaryKey(reply) });
  const isEarlier = (text: string) => {
    const writer = summarisedReply(text);
    return writer !== undefined && writer !== reply.id && !isNewer(writer, reply.id);
  };
  for (let left = maxReplaced; left > 0; left -= 1) {
    const earlier = await findOwnComment(posting, isEarlier);
    if (!earlier) return;
    await editComment(posting, earlier.id, renderReplaced(earlier.body ?? '', ledger.trace.url ?? ''));
  }
}

/** A reply that was made earlier and arrives later must not cover the newer one. UUIDs of version 7 sort by time. */
function isNewer(writer: string | undefined, reply: string): boolean {
  const isTimed = (id: string) => /^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(id);
  return writer !== undefined && isTimed(writer) && isTimed(reply) && writer > reply;
}
