import type { CompletionRecord } from '#providers/contract.ts';

export interface CompletionTotals {
  /** As `provider/model`, each once, in the order of their first answer. */
  readonly models: readonly string[];
  /** Undefined when the cost of a call is unknown, of a failed one too; 0 when there was none. */
  readonly costUsd: number | undefined;
  /** Attempts that failed before one was answered. */
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

const reasonWords: Readonly<Record<string, string>> = {
  'providers.context_too_long': 'took too few tokens',
  'providers.malformed_response': 'broke off',
  'providers.overloaded': 'was overloaded',
  'providers.quota': 'had no balance',
  'providers.rate_limited': 'was busy',
  'providers.refused': 'refused',
  'providers.timeout': 'was too slow',
  'providers.unauthorised': 'did not take its key',
  'providers.unavailable': 'did not answer',
};

/** Completes the name of a model that did not answer; `failed` for what has no words of its own. */
export const failureWords = (code: string): string => reasonWords[code] ?? 'failed';

const maxTold = 2;

/** For one quiet line: `after anthropic/claude was overloaded`; empty when whoever was asked first answered. */
export function fallbackText(records: readonly Pick<CompletionRecord, 'outcome' | 'attempts'>[]): string {
  const failed = records
    .filter((record) => record.outcome === 'answered')
    .flatMap(({ attempts }) => attempts.filter(({ outcome }) => outcome === 'failed'))
    .map(({ provider, model, code = '' }) => `${provider}/${model} ${failureWords(code)}`);
  const told = [...new Set(failed)];
  const rest = told.length - maxTold;
  const more = rest > 0 ? [`${rest} more`] : [];
  return told.length === 0 ? '' : `after ${[...told.slice(0, maxTold), ...more].join(' and ')}`;
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
