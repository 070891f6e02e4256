import type { Reply } from '#bots/contract.ts';
import type { Placement } from '../review.ts';
import { titleOf } from '../verdict.ts';
import { codeSpan } from './code.ts';
import { fitMarkdown, maxBodyChars } from './fit-markdown.ts';
import { guardLine, guardMarkdown } from './guard-markdown.ts';
import { renderLink, renderLinks } from './links.ts';
import { marker, readMarker } from './markers.ts';
import { renderProgress } from './progress.ts';
import { renderBlocks } from './remark.ts';
import { splitMarkdown } from './split-markdown.ts';

const maxTitleChars = 300;
const maxFooterChars = 1_000;
const maxAccountChars = 12_000;
const maxEarlierLinks = 10;

/** More is cut: nobody reads it in a conversation, and the check run and `amas show` have it too. */
const maxParts = 5;

interface SummaryPlace {
  readonly headSha: string;
  readonly pullUrl: string;
  /** Where its words may link to. */
  readonly hosts: readonly string[];
}

/** What tells the whole result of a review: one comment, and more where GitHub's limit of a comment is too small. */
export function renderSummary(
  reply: Reply,
  placement: Placement & { readonly notes: readonly string[] },
  { headSha, pullUrl, hosts }: SummaryPlace,
): readonly string[] {
  const { unplaced } = placement;
  const frame = {
    head: joined(`### ${titleLine(reply)}`, ...placement.notes, whereLine(placement)),
    tail: joined(
      accountOf(reply, hosts),
      tailOf(reply, `commit ${headSha.slice(0, 7)}`, marker('summary', reply.id, headSha)),
    ),
    key: summaryKey(reply),
    most: maxParts,
  };
  const heading = `#### Remarks not beside the code (${unplaced.length})`;
  const room = maxParts * maxBodyChars;
  const blocks =
    unplaced.length === 0 ? '' : joined(heading, renderBlocks(unplaced, room, { pullUrl, hosts }));
  return inParts(joined(guardMarkdown(reply.markdown, hosts), blocks), frame);
}

/** Names a summary in its continuations: all replies share one, unless each is to be a comment of its own. */
export const summaryKey = (reply: Reply): string => (reply.isNewMessage ? reply.id : 'summary');

/** Which part of what a continuation is; undefined for any other comment. */
export function partOf(body: string): { readonly key: string; readonly index: number } | undefined {
  const [key, index] = readMarker(body, 'part') ?? [];
  return key === undefined || index === undefined ? undefined : { key, index: Number(index) };
}

interface Frame {
  readonly head: string;
  readonly tail: string;
  readonly key: string;
  /** How many comments there may be. */
  readonly most: number;
}

/** The first part has head, tail and marker of the whole: whoever finds it finds the rest. */
function inParts(text: string, { head, tail, key, most }: Frame): readonly string[] {
  const room = maxBodyChars - head.length - tail.length - 300;
  const fitted = fitMarkdown(text, Math.max(1, most - 1) * room);
  const parts = splitMarkdown(fitted, room);
  return parts.map((part, index) => {
    const count = parts.length === 1 ? '' : `<sub>Part ${index + 1} of ${parts.length}</sub>`;
    return index === 0
      ? joined(head, part, count, tail)
      : joined(count, part, marker('part', key, String(index)));
  });
}

/** Folded: who is busy reads the findings alone. Written here, so that no text from outside can close it. */
function accountOf({ account = '' }: Reply, hosts: readonly string[]): string {
  if (account === '') return '';
  const text = fitMarkdown(guardMarkdown(account, hosts), maxAccountChars);
  return `<details>\n<summary>What was done</summary>\n\n${text}\n\n</details>`;
}

/** An earlier summary once a newer comment took its place: it leads there, and is no summary any more. */
export function renderReplaced(body: string, url: string): string {
  const text = body.replaceAll(/<!-- amas:summary [^>]*-->/g, '').trim();
  const link = url === '' ? 'A newer review' : renderLink('A newer review', url);
  const head = `${link} took the place of this one.`;
  const folded = `<details>\n<summary>The earlier review</summary>\n\n${text}\n\n</details>`;
  return joined(head, head.length + folded.length < maxBodyChars - 10 ? folded : '');
}

/** Id of the reply that last wrote this summary; undefined for any other comment. */
export function summarisedReply(body: string): string | undefined {
  return readMarker(body, 'summary')?.[0];
}

/** A plain answer in the conversation, edited while its work goes on. */
export function renderAnswer(reply: Reply, hosts: readonly string[], most = maxParts): readonly string[] {
  const head = `**${titleLine(reply)}**`;
  const progress = reply.verdict === 'pending' ? renderProgress(reply.progress) : '';
  const kind = reply.kind === 'description' ? 'description' : 'answer';
  const tail = tailOf(reply, '', marker(kind, reply.id));
  // A description has one comment for all replies, an answer one for each.
  const key = kind === 'description' ? kind : reply.id;
  return inParts(joined(progress, guardMarkdown(reply.markdown, hosts)), { head, tail, key, most });
}

/** Id of the reply that this comment is. */
export function answeredReply(body: string): string | undefined {
  return readMarker(body, 'answer')?.[0];
}

/** Id of the reply that last wrote this description; undefined for any other comment. */
export function describingReply(body: string): string | undefined {
  return readMarker(body, 'description')?.[0];
}

function titleLine(reply: Reply): string {
  return guardLine(titleOf(reply)).slice(0, maxTitleChars).toWellFormed();
}

/** Where the remarks are that are not in the summary itself. */
function whereLine({ inlineCount, earlier }: Placement): string {
  const links = earlier
    .slice(0, maxEarlierLinks)
    .map(({ remark, url }) => renderLink(codeSpan(guardLine(remark.path).slice(-100).toWellFormed()), url));
  const rest = earlier.length > links.length ? ` and ${earlier.length - links.length} more` : '';
  return [
    inlineCount === 0 ? '' : `${countOf(inlineCount)} beside the code.`,
    earlier.length === 0 ? '' : `${countOf(earlier.length)} in earlier comments: ${links.join(', ')}${rest}.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

const countOf = (count: number): string => (count === 1 ? '1 remark' : `${count} remarks`);

function tailOf(reply: Reply, commit: string, hidden: string): string {
  const footer = guardLine(reply.footer).slice(0, maxFooterChars).toWellFormed();
  const quiet = [commit, footer].filter((part) => part !== '').join(' · ');
  return joined(renderLinks(reply.links), quiet === '' ? '' : `<sub>${quiet}</sub>`, hidden);
}

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n\n');
