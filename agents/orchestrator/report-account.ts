import type { CompletionRecord } from '#providers/contract.ts';
import type { Settings } from '#agents/configuration/keys.ts';
import type { FileCoverage, Report } from '../contract.ts';
import { completionTotals } from './completion-totals.ts';
import { isGap } from './file-outcomes.ts';
import { codeSpan, inlineText } from './markdown-text.ts';
import { amount, reasonText, severityCounts } from './report-words.ts';
import { scopeText } from './review-scope.ts';

export interface AccountInput {
  readonly report: Report;
  readonly records: readonly CompletionRecord[];
  readonly settings: Settings;
  /** What one review may spend, in dollars. */
  readonly maxCostUsd: number;
  /** What to run to see the same: `amas review --base main`. */
  readonly command?: string;
}

const maxPathsPerReason = 10;
const maxReasons = 15;

/** The account of a review for who wants to know: what was looked at, by whom, for how much, and how to repeat it. */
export function reportAccount(input: AccountInput): string {
  const { report } = input;
  return [
    ...(report.scope ? [scopeText(report.scope)] : []),
    filesLine(report.files),
    ...leftLines(report.files),
    agentsLine(input),
    modelLine(input),
    findingsLine(input),
    ...(input.command === undefined
      ? []
      : [`The same on your machine, from a clone of AMAS: ${codeSpan(input.command)}`]),
  ]
    .map((line) => (line.startsWith('  ') ? line : `- ${line}`))
    .join('\n');
}

function filesLine(files: readonly FileCoverage[]): string {
  const count = (status: FileCoverage['status']) => files.filter((file) => file.status === status).length;
  return `Files: ${count('reviewed')} reviewed, ${count('partly')} partly, ${count('skipped')} not`;
}

/** Those that no review looks at; gaps are told where the findings are. */
function leftLines(files: readonly FileCoverage[]): string[] {
  const groups = [
    ...Map.groupBy(
      files.filter((file) => file.status !== 'reviewed' && !isGap(file)),
      reasonText,
    ),
  ];
  const lines = groups.slice(0, maxReasons).map(([reason, group]) => {
    const paths = group.slice(0, maxPathsPerReason).map(({ path }) => codeSpan(path));
    const rest = group.length - paths.length;
    return `  - ${inlineText(reason)}: ${paths.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  });
  const rest = groups.slice(maxReasons).reduce((sum, [, group]) => sum + group.length, 0);
  return rest > 0 ? [...lines, `  - and ${amount(rest, 'more file')}`] : lines;
}

const modelWords = {
  'not-configured': 'rules alone',
  'not-needed': 'rules; nothing for a model to judge',
  answered: 'rules and a model',
  failed: 'rules; the model failed',
} as const;

function agentsLine({ report, settings }: AccountInput): string {
  const agents = report.agents.map(({ id, status, model }) =>
    status === 'finished' ? `${id} (${modelWords[model]})` : `${id} (${status})`,
  );
  const off = settings['review.rules_off'].length;
  const rules = [
    ...(report.rulesRun === undefined ? [] : [`${amount(report.rulesRun, 'rule')} ran`]),
    ...(off === 0 ? [] : [`${off} switched off by \`review.rules_off\` in \`.amas.yml\``]),
  ];
  return `Agents: ${[agents.join(', ') || 'none', ...rules].join('; ')}`;
}

function modelLine({ report, records, maxCostUsd }: AccountInput): string {
  if (records.length === 0) return 'Model: none asked, nothing spent';
  const { fallbacks } = completionTotals(records);
  const [input, output] = tokensOf(records);
  const cost = report.costUsd === undefined ? 'cost unknown' : `$${report.costUsd.toFixed(4)}`;
  const unknown = records.some(({ usage }) => usage === undefined) ? ' at least' : '';
  return [
    `Model: ${report.models.join(', ') || 'none answered'}`,
    amount(records.length, 'call'),
    ...promptsOf(records),
    ...(fallbacks === 0 ? [] : [amount(fallbacks, 'fallback')]),
    `${input} tokens in, ${output} out${unknown}`,
    `${cost} of at most $${maxCostUsd}`,
  ].join('; ');
}

/** The versions of the prompts, so that two reviews can be compared. */
function promptsOf(records: readonly CompletionRecord[]): string[] {
  const versions = [...new Set(records.flatMap(({ prompt }) => prompt ?? []))].toSorted();
  return versions.length === 0 ? [] : [`prompts ${versions.map(codeSpan).join(', ')}`];
}

function tokensOf(records: readonly CompletionRecord[]): readonly [number, number] {
  const usages = records.flatMap(({ usage }) => usage ?? []);
  const input = usages.reduce((sum, each) => sum + each.inputUncached + each.cacheRead + each.cacheWrite, 0);
  return [input, usages.reduce((sum, each) => sum + each.output, 0)];
}

function findingsLine({ report, settings }: AccountInput): string {
  const counts = [
    [report.open?.length ?? 0, 'still open'],
    [report.fixed?.length ?? 0, 'no longer found'],
    [report.said?.length ?? 0, 'already said by others'],
    [report.suppressed?.length ?? 0, 'suppressed'],
    [report.switchedOff ?? 0, 'switched off by `.amas.yml`'],
  ] as const;
  const shown = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const threshold = settings['review.fail_on'];
  const rule = threshold === 'never' ? 'none fails the check' : `${threshold} and above fails the check`;
  return `Findings: ${[severityCounts(report.findings) || 'none', ...shown].join('; ')}; ${rule}`;
}
