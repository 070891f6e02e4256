import type { Finding, Report } from '#agents/contract.ts';
import { reportFooter } from '#agents/orchestrator/report-footer.ts';
import { reportMarkdown, reportTitle } from '#agents/orchestrator/report-markdown.ts';
import { verdictOf, type FailOn } from '#agents/orchestrator/verdict.ts';
import type { Remark } from '#bots/contract.ts';
import type { CompletionRecord } from '#providers/contract.ts';
import type { ReplyContent } from './rows.ts';

export interface FinishedReview {
  readonly report: Report;
  readonly records: readonly CompletionRecord[];
  readonly failOn: FailOn;
}

const empty = { progress: [], remarks: [], links: [], footer: '' } as const;

/** What a reply says while the work goes on. */
export function workingContent(title: string, progress: ReplyContent['progress']): ReplyContent {
  return { ...empty, verdict: 'pending', title, markdown: '', progress };
}

/** A finished review, on the place it is about, or `elsewhere`: a chat, where remarks are a list in the message. */
export function reportContent(
  { report, records, failOn }: FinishedReview,
  where: 'on-subject' | 'elsewhere',
): ReplyContent {
  return {
    verdict: verdictOf(report, failOn),
    title: reportTitle(report),
    markdown: reportMarkdown(report, { isBesideRemarks: where === 'elsewhere' }),
    progress: [],
    remarks: report.findings.flatMap(toRemark),
    links: [],
    footer: reportFooter(report, records),
  };
}

/** An answer in words, without work behind it. */
export function answerContent(title: string, markdown: string): ReplyContent {
  return { ...empty, kind: 'answer', verdict: 'passed', title, markdown };
}

/** The work could not be done: what happened and what to do. */
export function failedContent(title: string, explanation: string): ReplyContent {
  return { ...empty, verdict: 'not-done', title, markdown: explanation };
}

export function cancelledContent(title: string, explanation: string): ReplyContent {
  return { ...empty, verdict: 'cancelled', title, markdown: explanation };
}

function toRemark(finding: Finding): Remark[] {
  if (!finding.location) return [];
  const { path, line, endLine, side } = finding.location;
  return [
    {
      fingerprint: finding.fingerprint,
      severity: finding.severity,
      title: finding.title,
      detail: finding.detail,
      path,
      line,
      side,
      ...(endLine === undefined ? {} : { endLine }),
      ...(finding.suggestion === undefined ? {} : { suggestion: finding.suggestion }),
    },
  ];
}
