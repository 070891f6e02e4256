import { createHash } from 'node:crypto';
import type { Remark, Reply } from '#bots/contract.ts';
import { codeSpan, link } from './mrkdwn.ts';
import { escapeText } from './text.ts';

const severities = ['critical', 'high', 'medium', 'low', 'info'] as const satisfies Remark['severity'][];

/** A channel is no place for a long list: the whole of it stands where the work was asked about. */
const maxListed = 10;

/**
 * The findings worth a line each, the gravest first, and one line that counts the rest. `fits` says whether the lines
 * so far may be shown together. Empty when there are none.
 */
export function remarkLines(reply: Reply, fits: (lines: readonly string[]) => boolean): string[] {
  if (reply.remarks.length === 0) return [];
  const remarks = reply.remarks.toSorted((one, other) => rankOf(one) - rankOf(other));
  const pullRequest = pullRequestUrl(reply);
  const lines = [`*${countOf(remarks, 'finding')}*: ${bySeverity(remarks)}`];
  let listed = 0;
  for (const remark of remarks.slice(0, maxListed)) {
    const line = remarkLine(remark, pullRequest);
    if (!fits([...lines, line, restLine(remarks)])) break;
    lines.push(line);
    listed += 1;
  }
  const rest = remarks.slice(listed);
  return rest.length === 0 ? lines : [...lines, restLine(rest)];
}

const rankOf = (remark: Remark): number => severities.indexOf(remark.severity);

const countOf = (remarks: readonly Remark[], noun: string): string =>
  `${remarks.length} ${noun}${remarks.length === 1 ? '' : 's'}`;

function bySeverity(remarks: readonly Remark[]): string {
  return severities
    .map((severity) => ({ severity, count: remarks.filter((each) => each.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}`)
    .join(', ');
}

const restLine = (rest: readonly Remark[]): string => `_and ${rest.length} more: ${bySeverity(rest)}_`;

function remarkLine(remark: Remark, pullRequest: string | undefined): string {
  const place = `${shortened(remark.path, 120)}:${remark.line}`;
  const where = pullRequest === undefined ? codeSpan(place) : link(lineUrl(pullRequest, remark), place);
  const severity = `${remark.severity[0]?.toUpperCase() ?? ''}${remark.severity.slice(1)}`;
  return `• *${severity}* ${where} ${escapeText(shortened(remark.title, 200))}`;
}

/** One line of at most `maxChars` characters; the end of a path or title says less than its start. */
export function shortened(text: string, maxChars: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > maxChars ? `${line.slice(0, maxChars - 1).toWellFormed()}…` : line;
}

/** The pull request that the reply speaks of, when one of its links is one. */
function pullRequestUrl(reply: Reply): string | undefined {
  for (const { url } of reply.links) {
    const match = /^https?:\/\/[^\s/]+\/[^\s/]+\/[^\s/]+\/pull\/\d+(?=[/?#]|$)/.exec(url);
    if (match) return match[0];
  }
  return undefined;
}

/** GitHub names a line of a changed file by the SHA-256 of its path, L or R for the side, and the line number. */
function lineUrl(pullRequest: string, remark: Remark): string {
  const anchor = createHash('sha256').update(remark.path).digest('hex');
  return `${pullRequest}/files#diff-${anchor}${remark.side === 'old' ? 'L' : 'R'}${remark.line}`;
}
