import type { CompletionRecord } from '#providers/contract.ts';
import type { Report } from '../contract.ts';
import { fallbackText } from './completion-totals.ts';
import { durationText } from './report-words.ts';

/**
 * One quiet line: who answered, fallbacks, cost, duration. `records` are the completions of the task; without them
 * fallbacks are not mentioned.
 */
export function reportFooter(report: Report, records: readonly CompletionRecord[] = []): string {
  const duration = durationText(report.durationMs);
  return [
    report.models.length > 0
      ? [report.models.join(', '), fallbackText(records)].join(' ').trim()
      : modelAbsence(report),
    ...(report.models.length === 0 && report.costUsd === 0 ? [] : [costText(report.costUsd)]),
    duration,
  ].join(' · ');
}

/** Four digits, because most reviews cost less than a cent. */
function costText(costUsd: number | undefined): string {
  if (costUsd === undefined) return 'cost unknown';
  return costUsd > 0 && costUsd < 0.0001 ? '< $0.0001' : `$${costUsd.toFixed(4)}`;
}

function modelAbsence(report: Report): string {
  const tried = report.agents.some((agent) => agent.status === 'finished' && agent.model === 'failed');
  return tried ? 'The model failed' : 'No model asked';
}
