import type { CompletionRecord } from '#providers/contract.ts';
import type { Outcome } from '../contract.ts';
import { completionTotals, fallbackText } from './completion-totals.ts';
import { durationText } from './report-words.ts';

/** One quiet line under an answer: who answered, fallbacks, cost, duration. */
export function answerFooter(
  records: readonly CompletionRecord[],
  { model, durationMs }: { readonly model: Outcome['model']; readonly durationMs: number },
): string {
  const { models, costUsd } = completionTotals(records);
  const absence = model === 'failed' ? 'The model failed' : 'No model asked';
  const cost = costUsd === undefined ? 'cost unknown' : `$${costUsd.toFixed(4)}`;
  return [
    models.length > 0 ? [models.join(', '), fallbackText(records)].join(' ').trim() : absence,
    ...(records.length === 0 ? [] : [cost]),
    durationText(durationMs),
  ].join(' · ');
}
