import { escapeHtml, type Html } from './html.ts';

/** The few tags that survive, as GitHub lets them through. */
const keptTags = /&lt;(\/?(?:details|summary|sub|sup|br|b|i|kbd))&gt;/g;

/**
 * Enough of GitHub's Markdown to read what a review bot posts: headings, lists, quotes, fences, tables, links,
 * emphasis, folded sections. Everything else shows as the text it is; nothing is passed through unescaped.
 */
export function markdown(source: string): Html {
  const lines = source.replaceAll(/<!--[\s\S]*?-->/g, '').split(/\r?\n/);
  const blocks: string[] = [];
  let index = 0;
  while (index < lines.length) {
    const block =
      fence(lines, index) ?? tableBlock(lines, index) ?? group(lines, index) ?? single(lines, index);
    blocks.push(block.html);
    index = block.end;
  }
  return { html: `<div class="markdown">${blocks.join('\n')}</div>` };
}

interface Block {
  readonly html: string;
  /** Index of the first line after it. */
  readonly end: number;
}

function fence(lines: readonly string[], start: number): Block | undefined {
  const opening = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(lines[start] ?? '');
  const mark = opening?.[1];
  if (mark === undefined) return undefined;
  const closing = lines.findIndex((line, index) => index > start && line.trim().startsWith(mark));
  const end = closing === -1 ? lines.length : closing;
  const label = opening?.[2]?.trim() === 'suggestion' ? '<div class="quiet">Suggested change</div>' : '';
  const code = escapeHtml(lines.slice(start + 1, end).join('\n'));
  return { html: `${label}<pre><code>${code}</code></pre>`, end: end + 1 };
}

function tableBlock(lines: readonly string[], start: number): Block | undefined {
  const isRow = (line: string | undefined) => line?.trim().startsWith('|') === true;
  if (!isRow(lines[start]) || !/^\s*\|[\s:|-]+$/.test(lines[start + 1] ?? '')) return undefined;
  let end = start + 2;
  while (isRow(lines[end])) end++;
  const row = (line: string, tag: string) => {
    const cells = line
      .trim()
      .replace(/^\||\|$/g, '')
      .split(/(?<!\\)\|/);
    return `<tr>${cells.map((cell) => `<${tag}>${inline(cell.trim())}</${tag}>`).join('')}</tr>`;
  };
  const body = lines.slice(start + 2, end).map((line) => row(line, 'td'));
  return { html: `<table>${row(lines[start] ?? '', 'th')}${body.join('')}</table>`, end };
}

const groups = [
  { pattern: /^\s*[-*+] +/, open: '<ul>', close: '</ul>', item: 'li' },
  { pattern: /^\s*\d+[.)] +/, open: '<ol>', close: '</ol>', item: 'li' },
  { pattern: /^> ?/, open: '<blockquote>', close: '</blockquote>', item: 'div' },
];

/** Neighbouring lines with the same marker. */
function group(lines: readonly string[], start: number): Block | undefined {
  const kind = groups.find(({ pattern }) => pattern.test(lines[start] ?? ''));
  if (!kind) return undefined;
  let end = start;
  const items: string[] = [];
  while (end < lines.length && kind.pattern.test(lines[end] ?? '')) {
    items.push(`<${kind.item}>${inline((lines[end] ?? '').replace(kind.pattern, ''))}</${kind.item}>`);
    end++;
  }
  return { html: `${kind.open}${items.join('')}${kind.close}`, end };
}

function single(lines: readonly string[], start: number): Block {
  const line = lines[start] ?? '';
  const heading = /^(#{1,6}) +(.*)$/.exec(line);
  // Headings of a comment rank below those of the page.
  if (heading) return { html: `<h3>${inline(heading[2] ?? '')}</h3>`, end: start + 1 };
  if (/^ {0,3}(?:-{3,}|\*{3,})\s*$/.test(line)) return { html: '<hr>', end: start + 1 };
  if (line.trim() === '') return { html: '', end: start + 1 };
  const isFolded = /^<\/?(?:details|summary)/.test(line.trim());
  return { html: isFolded ? inline(line.trim()) : `<p>${inline(line)}</p>`, end: start + 1 };
}

function inline(text: string): string {
  const parts = text.split(/(`+[^`]+`+)/);
  return emphasis(parts.map((part, index) => (index % 2 === 1 ? code(part) : escapeHtml(part))).join(''));
}

/** Emphasis and links may span code, and must find none of their marks inside of it: there they are numbers. */
function code(part: string): string {
  const text = part.replaceAll(/^`+ ?| ?`+$/g, '');
  return `<code>${text.replaceAll(/[&<>"'*_()[\]]/g, (mark) => `&#${mark.charCodeAt(0)};`)}</code>`;
}

function emphasis(escaped: string): string {
  return escaped
    .replaceAll(keptTags, '<$1>')
    .replaceAll(/\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g, '<a href="$2" rel="noreferrer">$1</a>')
    .replaceAll(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replaceAll(/(?<![\w*])[*_]([^*_]+)[*_](?![\w*])/g, '<em>$1</em>');
}
