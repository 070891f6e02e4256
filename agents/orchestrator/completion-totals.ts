import type { CompletionRecord } from '#providers/contract.ts';

export interface CompletionTotals {
  /** As `provider/model`, each once, in the order of their first answer. */
  readonly models: readonly string[];
  /** Undefined when the cost of a call is unknown, of a failed one too; 0 when there was none. */
  readonly costUsd: number | undefined;
  /** Models that were tried and failed before another answered. */
  readonly fallbacks: number;
}

/** Sums in whole nano-dollars, so that a thousand small calls add up exactly. */
const perDollar = 1_000_000_000;

export function completionTotals(records: readonly CompletionRecord[]): CompletionTotals {
  const answered = records.filter((record) => record.outcome === 'answered');
  const costs = records.map((record) => record.costUsd);
  const failed = answered.flatMap((record) => record.attempts).filter(({ outcome }) => outcome === 'failed');
  return {
    models: [...new Set(answered.map((record) => `${record.provider}/${record.model}`))],
    costUsd: costs.some((cost) => cost === undefined)
      ? undefined
      : costs.reduce<number>((sum, cost) => sum + Math.round((cost ?? 0) * perDollar), 0) / perDollar,
    fallbacks: failed.length,
  };
}

/** One sentence for every model that was answered for by another. */
export function fallbackNotes(records: readonly CompletionRecord[]): readonly string[] {
  const notes = records
    .filter((record) => record.outcome === 'answered')
    .flatMap((record) =>
      record.attempts
        .filter((attempt) => attempt.outcome === 'failed')
        .filter((attempt) => attempt.provider !== record.provider || attempt.model !== record.model)
        .map(
          (attempt) =>
            `${attempt.provider}/${attempt.model} failed (${attempt.code ?? 'unknown reason'}); ${record.provider}/${record.model} answered instead.`,
        ),
    );
  return [...new Set(notes)];
}
