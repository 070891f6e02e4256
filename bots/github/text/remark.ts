import type { Remark } from '#bots/contract.ts';
import { codeSpan, fenced } from './code.ts';
import { fitMarkdown } from './fit-markdown.ts';
import { guardLine, guardMarkdown } from './guard-markdown.ts';
import { lineUrl, renderLink } from './links.ts';
import { marker, readMarker } from './markers.ts';
import { redactSecrets } from './redact.ts';

/** Longer remarks are cut: no reader takes in more beside a line. */
const maxDetailChars = 20_000;
const maxSuggestionChars = 20_000;

const severityWords: Readonly<Record<Remark['severity'], string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Note',
};

/** Gravest first. */
const order = Object.keys(severityWords);

export function bySeverity(one: Remark, other: Remark): number {
  return order.indexOf(one.severity) - order.indexOf(other.severity);
}

/**
 * A remark as a comment beside its line, with a hidden fingerprint. `canSuggest`: the comment stands on exactly the
 * lines that the suggestion replaces. `hosts`: where its words may link to.
 */
export function renderInline(remark: Remark, canSuggest: boolean, hosts?: readonly string[]): string {
  const parts = [
    headingOf(remark),
    detailOf(remark, hosts),
    canSuggest ? suggestionOf(remark) : replacementOf(remark),
  ];
  return [...parts.filter((part) => part !== ''), marker('remark', remark.fingerprint)].join('\n\n');
}

/** A suggestion as a comment of its own, for somebody who asked for what can be committed. */
export function renderSuggestion(remark: Remark): string {
  return [headingOf(remark), suggestionOf(remark), marker('fix', remark.fingerprint)].join('\n\n');
}

/** A suggestion where it cannot be committed. */
export const renderSuggestionText = replacementOf;

/** The fingerprint of the finding that a comment tells, or suggests a fix for. */
export function fingerprintOf(body: string): string | undefined {
  return toldFingerprintOf(body) ?? readMarker(body, 'fix')?.[0];
}

/** The fingerprint of the finding that a comment tells. */
export function toldFingerprintOf(body: string): string | undefined {
  return readMarker(body, 'remark')?.[0];
}

/** A remark that stands in a text, with the place it is about. */
export function renderBlock(remark: Remark, pullUrl: string | undefined, hosts?: readonly string[]): string {
  const place = placeOf(remark);
  const where = pullUrl === undefined ? place : renderLink(place, lineUrl(pullUrl, remark));
  return [`${headingOf(remark)} in ${where}`, detailOf(remark, hosts), replacementOf(remark)]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** As many remarks as fit `limitChars`, gravest first, and a sentence that counts the others. */
export function renderBlocks(
  remarks: readonly Remark[],
  limitChars: number,
  { pullUrl, hosts }: { readonly pullUrl?: string; readonly hosts?: readonly string[] } = {},
): string {
  const blocks: string[] = [];
  let leftChars = limitChars - 200;
  for (const remark of remarks.toSorted(bySeverity)) {
    const block = renderBlock(remark, pullUrl, hosts);
    if (block.length + 2 > leftChars) break;
    blocks.push(block);
    leftChars -= block.length + 2;
  }
  const missing = remarks.length - blocks.length;
  if (missing > 0) blocks.push(`*${missing} more of the ${remarks.length} remarks did not fit here.*`);
  return blocks.join('\n\n');
}

function headingOf({ severity, title }: Remark): string {
  return `**${severityWords[severity]}: ${guardLine(title).slice(0, 300).toWellFormed()}**`;
}

function detailOf({ detail }: Remark, hosts: readonly string[] | undefined): string {
  return fitMarkdown(guardMarkdown(detail, hosts), maxDetailChars);
}

function placeOf({ path, line, endLine, side }: Remark): string {
  const lines = endLine !== undefined && endLine > line ? `${line}-${endLine}` : String(line);
  return codeSpan(`${guardLine(path)}:${lines}`) + (side === 'old' ? ' (removed)' : '');
}

/** A suggestion one can commit, or the reason why there is none. It must stay exact, so it is never altered. */
function suggestionOf({ suggestion }: Remark): string {
  if (suggestion === undefined) return '';
  if (redactSecrets(suggestion) !== suggestion) {
    return '*A suggestion was left out: it holds something that looks like a secret.*';
  }
  if (suggestion.length > maxSuggestionChars) return '*A suggestion was left out: it is too long.*';
  return fenced('suggestion', suggestion);
}

/** The same as plain code, where it cannot be committed. */
function replacementOf({ suggestion }: Remark): string {
  if (suggestion === undefined) return '';
  if (suggestion === '') return 'Suggested: remove these lines.';
  const code = redactSecrets(suggestion);
  if (code.length > maxSuggestionChars) return '*A suggestion was left out: it is too long.*';
  return `Suggested instead:\n\n${fenced('', code)}`;
}
