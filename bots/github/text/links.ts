import { createHash } from 'node:crypto';
import type { Remark, Reply } from '#bots/contract.ts';
import { guardLine } from './guard-markdown.ts';

const maxLinks = 10;
const maxUrlChars = 1_000;

export function isWebUrl(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

/** The links of a reply in one line of bounded length. What is no web address is left out. */
export function renderLinks(links: Reply['links']): string {
  return links
    .filter(({ url }) => isWebUrl(url) && url.length <= maxUrlChars)
    .slice(0, maxLinks)
    .map(({ label, url }) => renderLink(escapeBrackets(guardLine(label.slice(0, 100))), url))
    .join(' · ');
}

/** `label` is Markdown, such as a code span; without a web address it stands alone. */
export function renderLink(label: string, url: string): string {
  if (!isWebUrl(url)) return label;
  return `[${label}](${new URL(url).href.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}

const escapeBrackets = (label: string): string => label.replaceAll(/[[\]\\]/g, String.raw`\$&`);

/** GitHub names a line of a changed file by the SHA-256 of its path, L or R for the side, and the line number. */
export function lineUrl(pullUrl: string, { path, side, line }: Remark): string {
  const anchor = createHash('sha256').update(path).digest('hex');
  return `${pullUrl}/files#diff-${anchor}${side === 'old' ? 'L' : 'R'}${line}`;
}
