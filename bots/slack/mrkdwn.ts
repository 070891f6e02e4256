import { displayable, escapeText } from './text.ts';

/** More than any message can show; conversion of the rest would be work for nothing. */
const maxInputChars = 40_000;

const zeroWidthSpace = '\u200B';

/**
 * CommonMark as Slack's mrkdwn. Everything that is not formatting is escaped, so the text can neither mention nor
 * notify anyone. What mrkdwn lacks becomes its nearest: headings bold, tables a fence, images links.
 */
export function toMrkdwn(markdown: string): string {
  const lines = displayable(markdown.slice(0, maxInputChars).replace(/\r\n?/g, '\n')).split('\n');
  const output: string[] = [];
  for (let index = 0; index < lines.length;) {
    const block = fenceAt(lines, index) ?? tableAt(lines, index) ?? lineAt(lines, index);
    output.push(...block.output);
    index = block.next;
  }
  return output.join('\n').trim();
}

interface Block {
  readonly output: readonly string[];
  /** Index of the first line after it. */
  readonly next: number;
}

function lineAt(lines: readonly string[], index: number): Block {
  return { output: [withoutFence(convertLine(lines[index] ?? ''))], next: index + 1 };
}

/** A fenced block up to its closing fence or the end of the text. mrkdwn knows no language after the fence. */
function fenceAt(lines: readonly string[], start: number): Block | undefined {
  const fence = /^\s*(`{3,}|~{3,})[^`]*$/.exec(lines[start] ?? '')?.[1];
  if (fence === undefined) return undefined;
  const closing = new RegExp(`^\\s*${fence[0]}{${fence.length},}\\s*$`);
  const length = lines.slice(start + 1).findIndex((line) => closing.test(line));
  const end = length === -1 ? lines.length : start + 1 + length;
  return { output: preformatted(lines.slice(start + 1, end)), next: end + 1 };
}

/** Rows that start and end with a pipe: mrkdwn has no tables, so the columns stay aligned as they were typed. */
function tableAt(lines: readonly string[], start: number): Block | undefined {
  const isRow = (line: string | undefined) => line !== undefined && /^\s*\|.*\|\s*$/.test(line);
  if (!isRow(lines[start]) || !isRow(lines[start + 1])) return undefined;
  const length = lines.slice(start).findIndex((line) => !isRow(line));
  const end = length === -1 ? lines.length : start + length;
  return { output: preformatted(lines.slice(start, end)), next: end };
}

function preformatted(lines: readonly string[]): string[] {
  if (lines.every((line) => line.trim() === '')) return [];
  return ['```', ...lines.map((line) => withoutFence(escapeText(line))), '```'];
}

/** Keeps three back-ticks of the text from opening or closing a fence. */
const withoutFence = (text: string): string => text.replace(/``(?=`)/g, `\`\`${zeroWidthSpace}`);

function convertLine(line: string): string {
  if (/^ {0,3}([-*_])(?: *\1){2,} *$/.test(line)) return '———';
  const heading = /^ {0,3}#{1,6}[ \t]+(.*)$/.exec(line);
  if (heading) return convertHeading(heading[1] ?? '');
  const quote = /^ {0,3}>[ ]?(.*)$/.exec(line);
  if (quote) return `> ${convertInline(quote[1] ?? '')}`;
  const item = /^(\s*)[-*+][ \t]+(?:\[([ xX])\][ \t]+)?(.*)$/.exec(line);
  if (item) return `${item[1] ?? ''}${bulletOf(item[2])} ${convertInline(item[3] ?? '')}`;
  return convertInline(line);
}

function convertHeading(text: string): string {
  const words = convertInline(
    text
      .trimEnd()
      .replace(/[ \t]#{1,6}$/, '')
      .replaceAll('**', ''),
  ).trim();
  return words === '' ? '' : `*${words.replaceAll('*', '')}*`;
}

function bulletOf(box: string | undefined): string {
  if (box === undefined) return '•';
  return box === ' ' ? '☐' : '☑';
}

/**
 * The inline forms, in the order in which they win. Lengths are bounded and no form crosses a line, so that a hostile
 * text costs linear time.
 */
const inline = new RegExp(
  [
    /\\(?<escaped>[!-/:-@[-`{-~])/,
    /(?<!`)(?<ticks>`{1,8})(?!`)(?<code>[^\n]{1,500}?)(?<!`)\k<ticks>(?!`)/,
    /!?\[(?<label>[^[\]\n]{0,300})\]\((?<url>[^\s()<>]{1,1500}(?:\([^\s()<>]{0,200}\))?)(?: "[^"\n]{0,200}")?\)/,
    /<(?<autolink>https?:\/\/[^\s<>]{1,1500})>/,
    /<!--(?<comment>[^\n]{0,2000}?)-->/,
    /(?<strong>\*\*|(?<!\w)__)(?=\S)(?<bold>[^\n]{1,500}?\S|\S)\k<strong>/,
    /~~(?=\S)(?<struck>[^~\n]{1,500})~~/,
    /(?<![\w*])\*(?=[^\s*])(?<emphasis>[^*\n]{1,500})\*(?![\w*])/,
  ]
    .map((form) => form.source)
    .join('|'),
  'g',
);

function convertInline(text: string): string {
  let output = '';
  let end = 0;
  for (const match of text.matchAll(inline)) {
    output += escapeText(text.slice(end, match.index)) + convertForm(match.groups ?? {}, match[0]);
    end = match.index + match[0].length;
  }
  return output + escapeText(text.slice(end));
}

function convertForm(form: Readonly<Record<string, string | undefined>>, whole: string): string {
  if (form['escaped'] !== undefined) return escapeText(form['escaped']);
  if (form['code'] !== undefined) return codeSpan(form['code']);
  if (form['url'] !== undefined) return link(form['url'], form['label'] ?? '');
  if (form['autolink'] !== undefined) return link(form['autolink'], '');
  if (form['comment'] !== undefined) return '';
  if (form['bold'] !== undefined) return `*${convertInline(form['bold'])}*`;
  if (form['struck'] !== undefined) return `~${convertInline(form['struck'])}~`;
  if (form['emphasis'] !== undefined) return `_${convertInline(form['emphasis'])}_`;
  return escapeText(whole);
}

/** mrkdwn knows single back-ticks only. */
export function codeSpan(text: string): string {
  const words = text.replaceAll('`', "'").trim();
  return words === '' ? '' : `\`${escapeText(words)}\``;
}

/** `<url|label>`, or the label alone when the URL is not one a person should be sent to. */
export function link(url: string, label: string): string {
  const target = webUrl(url);
  const words = escapeText(
    label
      .replace(/\*\*|`/g, '')
      .replace(/\s+/g, ' ')
      .trim(),
  );
  if (target === undefined) return words || escapeText(url);
  return words === '' ? `<${target}>` : `<${target}|${words}>`;
}

/** An absolute http(s) URL in a form that cannot end Slack's link syntax, at most 1,500 characters; else undefined. */
function webUrl(url: string): string | undefined {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  const target = new URL(url).href.replaceAll('|', '%7C').replaceAll('>', '%3E').replaceAll('<', '%3C');
  return target.length > 1_500 ? undefined : target.replaceAll('&', '&amp;');
}
