import type { types } from '@slack/bolt';
import type { Reply, Verdict } from '#bots/contract.ts';
import { link, toMrkdwn } from './mrkdwn.ts';
import { actionPrefix } from './payload.ts';
import { remarkLines, shortened } from './remarks.ts';
import { jsonBytes, splitMrkdwn } from './split.ts';
import { displayable, escapeText } from './text.ts';

/** A reply in the form of a Slack message. `text` is what notifications and screen readers say. */
export interface Message {
  readonly text: string;
  readonly blocks: (types.HeaderBlock | types.SectionBlock | types.ContextBlock | types.ActionsBlock)[];
}

/**
 * Slack refuses messages whose blocks exceed about 13 kB of JSON in all; a section takes 3,000 characters, a header
 * 150. The limits here leave a little room, because Slack does not say how it counts.
 */
const maxBytes = 12_000;
const maxSectionChars = 2_900;
const maxHeaderChars = 140;
/** Shares of the whole that the parts beside the text may take, in JSON bytes. */
const share = { header: 600, progress: 1_500, remarks: 3_600, links: 1_600, footer: 600 };
/** JSON around the text of one block. */
const blockBytes = 90;
const cutNote = '_This is longer than Slack shows: the rest stands where the links below lead._';

const signs: Readonly<Record<Verdict, string>> = {
  pending: '⏳',
  passed: '✅',
  attention: '⚠️',
  incomplete: '🟡',
  'not-done': '⛔',
  skipped: '⏭️',
  cancelled: '⏹️',
};

/** Renders any reply within every limit of Slack. What does not fit is cut, and the message says so. */
export function renderReply(reply: Reply): Message {
  const title = shortened(displayable(reply.title), maxHeaderChars - 10) || 'AMAS';
  // An answer in words is the outcome of no work: a tick would say that something passed.
  const sign = reply.kind === 'answer' ? '' : `${signs[reply.verdict]} `;
  const header = sign + withinBytes(title, share.header);
  const progress = section(progressLines(reply));
  const remarks = section(remarkLines(reply, (lines) => fits(lines.join('\n'), share.remarks)));
  const links = section(linkLine(reply));
  const footer = withinBytes(escapeText(shortened(reply.footer, 500)), share.footer);
  const around = [
    ...progress,
    ...remarks,
    ...buttons(reply),
    ...links,
    ...(footer === '' ? [] : [{ type: 'context' as const, elements: [mrkdwn(footer)] }]),
  ];
  const used = bytesOf([headerBlock(header), ...around]);
  return {
    text: escapeText(`${header}${countText(reply)}`),
    blocks: [headerBlock(header), ...textSections(reply.markdown, maxBytes - used), ...around],
  };
}

function textSections(markdown: string, room: number): types.SectionBlock[] {
  const wrapping = blockBytes * 5 + jsonBytes(cutNote);
  const { chunks, complete } = splitMrkdwn(toMrkdwn(markdown), {
    maxChars: maxSectionChars,
    maxBytes: room - wrapping,
  });
  return [...chunks, ...(complete ? [] : [cutNote])].flatMap((chunk) => section([chunk]));
}

function progressLines(reply: Reply): string[] {
  if (reply.verdict !== 'pending') return [];
  const lines = reply.progress.map(
    ({ label, state }) => `${stateSigns[state]} ${escapeText(shortened(label, 100))}`,
  );
  return firstThatFit(lines, share.progress);
}

const stateSigns = { waiting: '○', running: '▸', done: '✓', failed: '✗' } as const;

function linkLine(reply: Reply): string[] {
  const links = reply.links.map(({ label, url }) => link(url, shortened(label, 80)));
  const shown = firstThatFit(
    links.filter((each) => each !== ''),
    share.links,
  );
  return shown.length === 0 ? [] : [shown.join(' · ')];
}

/** Slack asks once more before it sends the press: what is decided costs money. */
function buttons({ choices = [] }: Reply): types.ActionsBlock[] {
  if (choices.length === 0) return [];
  const elements = choices.map(({ label, command, consequence, isRefusal }, at) => ({
    type: 'button' as const,
    action_id: `${actionPrefix}${at}`,
    text: plain(label),
    value: command,
    style: isRefusal ? ('danger' as const) : ('primary' as const),
    confirm: {
      title: plain(label),
      text: plain(consequence),
      confirm: plain(label),
      deny: plain('Not now'),
    },
  }));
  return [{ type: 'actions', elements }];
}

const plain = (text: string): types.PlainTextElement => ({ type: 'plain_text', text, emoji: false });

function firstThatFit(lines: readonly string[], bytes: number): string[] {
  const shown: string[] = [];
  for (const line of lines) {
    if (!fits([...shown, line].join('\n'), bytes)) break;
    shown.push(line);
  }
  return shown;
}

const fits = (text: string, bytes: number): boolean =>
  text.length <= maxSectionChars && jsonBytes(text) <= bytes;

function section(lines: readonly string[]): types.SectionBlock[] {
  const text = lines.join('\n');
  return text.trim() === '' ? [] : [{ type: 'section', text: mrkdwn(text) }];
}

/** `verbatim`: without it Slack turns bare channel names and some mentions of the text into real ones. */
const mrkdwn = (text: string): types.MrkdwnElement => ({ type: 'mrkdwn', text, verbatim: true });

const headerBlock = (text: string): types.HeaderBlock => ({
  type: 'header',
  text: { type: 'plain_text', text, emoji: false },
});

function countText(reply: Reply): string {
  const count = reply.remarks.length;
  return count === 0 ? '' : ` (${count} finding${count === 1 ? '' : 's'})`;
}

/** A line cut to its JSON size. Escaped text may lose an entity's end: that shows, and harms nothing. */
function withinBytes(text: string, bytes: number): string {
  let kept = text;
  while (jsonBytes(kept) > bytes) kept = kept.slice(0, Math.floor(kept.length * 0.9)).toWellFormed();
  return kept;
}

const bytesOf = (blocks: readonly object[]): number => Buffer.byteLength(JSON.stringify(blocks));
