import type { Reply } from '#bots/contract.ts';
import type { Placement } from '../review.ts';
import { titleOf } from '../verdict.ts';
import { codeSpan } from './code.ts';
import { fitMarkdown, maxBodyChars } from './fit-markdown.ts';
import { platformHosts } from './guard-links.ts';
import { guardLine, guardMarkdown } from './guard-markdown.ts';
import { renderLink, renderLinks } from './links.ts';
import { marker, readMarker } from './markers.ts';
import { renderProgress } from './progress.ts';
import { renderBlocks } from './remark.ts';

const maxTitleChars = 300;
const maxFooterChars = 1_000;
const maxAccountChars = 12_000;
const maxEarlierLinks = 10;

/** The one comment that tells the whole result of a review. Never longer than GitHub takes. */
export function renderSummary(
  reply: Reply,
  placement: Placement & { readonly notes: readonly string[] },
  { headSha, pullUrl }: { readonly headSha: string; readonly pullUrl: string },
): string {
  const head = joined(`### ${titleLine(reply)}`, ...placement.notes, whereLine(placement));
  const tail = joined(
    accountOf(reply),
    tailOf(reply, `commit ${headSha.slice(0, 7)}`, marker('summary', reply.id, headSha)),
  );
  const room = maxBodyChars - head.length - tail.length - 10;
  const { unplaced } = placement;
  const blocks = (limitChars: number): string => {
    if (unplaced.length === 0) return '';
    const heading = `#### Remarks not beside the code (${unplaced.length})`;
    return joined(heading, renderBlocks(unplaced, limitChars - heading.length - 4, pullUrl));
  };
  const all = blocks(room);
  const markdown = fitMarkdown(
    guardMarkdown(reply.markdown, [...platformHosts, new URL(pullUrl).host]),
    Math.max(room - all.length - 2, Math.floor(room / 2)),
  );
  const fits = all.length + markdown.length + 2 <= room;
  return joined(head, markdown, fits ? all : blocks(room - markdown.length - 2), tail);
}

/** Folded: who is busy reads the findings alone. Written here, so that no text from outside can close it. */
function accountOf({ account = '' }: Reply): string {
  if (account === '') return '';
  const text = fitMarkdown(guardMarkdown(account), maxAccountChars);
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
export function renderAnswer(reply: Reply): string {
  const head = `**${titleLine(reply)}**`;
  const progress = reply.verdict === 'pending' ? renderProgress(reply.progress) : '';
  const tail = tailOf(reply, '', marker(reply.kind === 'description' ? 'description' : 'answer', reply.id));
  const room = maxBodyChars - head.length - tail.length - 10;
  return joined(head, fitMarkdown(joined(progress, guardMarkdown(reply.markdown)), room), tail);
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
