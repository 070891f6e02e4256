import type { Settings } from '#agents/configuration/keys.ts';
import { severities, type Finding, type Report } from '#agents/contract.ts';
import { reportAccount } from '#agents/orchestrator/report-account.ts';
import { reportFooter } from '#agents/orchestrator/report-footer.ts';
import { reportMarkdown, reportTitle } from '#agents/orchestrator/report-markdown.ts';
import { verdictOf } from '#agents/orchestrator/verdict.ts';
import type { Remark } from '#bots/contract.ts';
import type { CompletionRecord } from '#providers/contract.ts';
import type { ReplyContent } from './rows.ts';

export interface FinishedReview {
  readonly report: Report;
  readonly records: readonly CompletionRecord[];
  readonly settings: Settings;
  readonly maxCostUsd: number;
  readonly command?: string;
}

const empty = { progress: [], remarks: [], links: [], footer: '' } as const;

/** What a reply says while the work goes on. */
export function workingContent(title: string, progress: ReplyContent['progress']): ReplyContent {
  return { ...empty, verdict: 'pending', title, markdown: '', progress };
}

/** A finished review, on the place it is about, or `elsewhere`: a chat, where remarks are a list in the message. */
export function reportContent(review: FinishedReview, where: 'on-subject' | 'elsewhere'): ReplyContent {
  const { report, records, settings } = review;
  const told = new Set((report.said ?? []).map(({ fingerprint }) => fingerprint));
  return {
    verdict: verdictOf(report, settings['review.fail_on']),
    title: reportTitle(report),
    markdown: reportMarkdown(
      report,
      where === 'elsewhere' ? { isBesideRemarks: true } : { hasAccount: true },
    ),
    progress: [],
    remarks: report.findings
      .filter(({ fingerprint }) => !told.has(fingerprint))
      .flatMap((finding) => toRemark(finding, settings)),
    maxBeside: settings['review.max_inline'],
    fixed: (report.fixed ?? []).map(({ fingerprint, isSeen }) => ({ fingerprint, isSeen })),
    account: reportAccount(review),
    isNewMessage: settings.notify === 'new-comment',
    links: [],
    footer: reportFooter(report, records),
  };
}

export interface AwaitedDecision {
  readonly taskId: string;
  readonly limit: string;
  readonly limitUsd: string;
  readonly leftUsd: string;
  readonly resetsAt?: string | undefined;
  /** What it may cost at most from here on, once somebody allows it. */
  readonly mostUsd: string;
}

/** The work waits for a person: what is awaited, what it may cost, and what to write or press. */
export function waitingContent({
  taskId,
  limit,
  limitUsd,
  leftUsd,
  resetsAt,
  mostUsd,
}: AwaitedDecision): ReplyContent {
  const reset = resetsAt === undefined ? '' : ` The limit starts anew at ${resetsAt}.`;
  return {
    ...empty,
    verdict: 'pending',
    title: 'Waiting for approval',
    markdown: [
      `The next call of a model does not fit the limit of $${limitUsd} (${limit}): $${leftUsd} is left.${reset}`,
      'A maintainer decides within seven days, here or on the command line; not who asked for it.',
      `- Go on beyond the limit, for at most $${mostUsd} more: \`/amas approve ${taskId}\``,
      `- Go on without a model: \`/amas reject ${taskId}\``,
    ].join('\n\n'),
    choices: [
      {
        label: 'Approve',
        command: `approve ${taskId}`,
        consequence: `Models are asked beyond the limit of $${limitUsd}. It may cost at most $${mostUsd} more.`,
      },
      {
        label: 'Go on without a model',
        command: `reject ${taskId}`,
        consequence: 'No model is asked. What rules find is told all the same.',
        isRefusal: true,
      },
    ],
  };
}

/** An answer in words, without work behind it. */
export function answerContent(
  title: string,
  markdown: string,
  suggestions?: ReplyContent['suggestions'],
): ReplyContent {
  return {
    ...empty,
    kind: 'answer',
    verdict: 'passed',
    title,
    markdown,
    ...(suggestions === undefined ? {} : { suggestions }),
  };
}

/** The work could not be done: what happened and what to do. */
export function failedContent(title: string, explanation: string): ReplyContent {
  return { ...empty, verdict: 'not-done', title, markdown: explanation };
}

/** Nothing was to be done: why, and what to do about it. */
export function skippedContent(title: string, explanation: string): ReplyContent {
  return { ...empty, verdict: 'skipped', title, markdown: explanation };
}

export function cancelledContent(title: string, explanation: string): ReplyContent {
  return { ...empty, verdict: 'cancelled', title, markdown: explanation };
}

/** A finding as a bot shows it; one without a place has no remark. */
export function toRemark(finding: Finding, settings: Settings): Remark[] {
  if (!finding.location) return [];
  const { path, line, endLine, side } = finding.location;
  const isBeside = severities.indexOf(finding.severity) <= severities.indexOf(settings['review.inline_from']);
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
      ...(isBeside ? {} : { place: 'summary' as const }),
    },
  ];
}
