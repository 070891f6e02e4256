import type { CompletionRecord } from '#providers/contract.ts';
import type { Report } from '../contract.ts';
import { completionTotals } from './completion-totals.ts';
import { amount, durationText } from './report-words.ts';

/**
 * One quiet line: who answered, fallbacks, cost, duration. `records` are the completions of the task; without them
 * fallbacks are not mentioned.
 */
export function reportFooter(report: Report, records: readonly CompletionRecord[] = []): string {
  const duration = durationText(report.durationMs);
  if (report.models.length === 0) return [modelAbsence(report), duration].join(' · ');
  const { fallbacks } = completionTotals(records);
  return [
    report.models.join(', '),
    ...(fallbacks > 0 ? [amount(fallbacks, 'fallback')] : []),
    report.costUsd === undefined ? 'cost unknown' : costText(report.costUsd),
    duration,
  ].join(' · ');
}

/** Four digits, because most reviews cost less than a cent. */
export function costText(costUsd: number): string {
  return costUsd > 0 && costUsd < 0.0001 ? '< $0.0001' : `$${costUsd.toFixed(4)}`;
}

function modelAbsence(report: Report): string {
  const tried = report.agents.some((agent) => agent.status === 'finished' && agent.model === 'failed');
  return tried ? 'The model failed' : 'No model asked';
}
