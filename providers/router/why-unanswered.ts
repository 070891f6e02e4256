import type { Attempt, DecidedCandidate } from '../contract.ts';
import { ExhaustedError, ProviderError, type ProviderErrorCode } from '../errors.ts';
import type { LimitReached } from './budget.ts';

export interface Unanswered {
  readonly attempts: readonly Attempt[];
  /** Of the attempts of this call, and of candidates that were out of use before it. */
  readonly errors: readonly ProviderError[];
  /** Candidates whose worst case did not fit the cost limit, as `provider/model`. */
  readonly unaffordable: readonly string[];
  /** A limit over tasks that was reached, when one was. */
  readonly refusal: LimitReached | undefined;
  readonly deadlinePassed: boolean;
}

/** The one error of a call that nobody answered. */
export function whyUnanswered(unanswered: Unanswered): ProviderError {
  const { attempts, errors, unaffordable, refusal, deadlinePassed } = unanswered;
  if (refusal && (attempts.length === 0 || refusal.onReached !== 'cheaper'))
    return new LimitReachedError(refusal);
  if (attempts.length === 0 && unaffordable.length > 0) {
    return new ProviderError('providers.budget_exceeded', 'router', { details: { unaffordable } });
  }
  if (attempts.length === 0 && deadlinePassed) {
    return new ProviderError('providers.timeout', 'router', {
      retry: 'never',
      publicMessage: 'The time for this task was over before a model could be asked.',
    });
  }
  const cause = mostUseful(errors);
  return new ExhaustedError(attempts, {
    retry: retryOf(errors),
    ...(unaffordable.length > 0 ? { details: { unaffordable } } : {}),
    ...(cause ? { cause, ...(cause.publicMessage ? { publicMessage: cause.publicMessage } : {}) } : {}),
  });
}

/** What a person can put right comes before what passes by itself. */
const usefulness: readonly ProviderErrorCode[] = [
  'providers.unauthorised',
  'providers.quota',
  'providers.model_not_found',
  'providers.context_too_long',
  'providers.refused',
];

function mostUseful(errors: readonly ProviderError[]): ProviderError | undefined {
  const rank = ({ code }: ProviderError) => {
    const place = usefulness.indexOf(code);
    return place === -1 ? usefulness.length : place;
  };
  return errors.toSorted((one, other) => rank(one) - rank(other))[0];
}

/** The soonest that any of the failures may be tried again. */
function retryOf(errors: readonly ProviderError[]): ProviderError['retry'] {
  const retries = errors.map(({ retry }) => retry);
  if (retries.includes('backoff')) return 'backoff';
  const waits = retries.flatMap((retry) => (typeof retry === 'object' ? retry.afterMs : []));
  return waits.length === 0 ? 'never' : { afterMs: Math.min(...waits) };
}

/** A limit over tasks was reached; whoever may ask a person for more finds in `refusal` what was declared. */
export class LimitReachedError extends ProviderError {
  readonly refusal: LimitReached;

  constructor(refusal: LimitReached) {
    const { limit, limitUsd, leftUsd, resetsAt } = refusal;
    const reset = resetsAt === undefined ? '' : ` It starts anew at ${resetsAt}.`;
    super('providers.budget_exceeded', 'router', {
      details: { ...refusal },
      publicMessage: `The limit of $${limitUsd} (${limit}) leaves $${leftUsd}, too little for another model call.${reset} Raise the limit or ask for less.`,
    });
    this.refusal = refusal;
  }
}

/** Nobody may be asked with this request, and why. */
export function noCandidate(decided: readonly DecidedCandidate[]): ProviderError {
  if (decided.length === 0) return new ExhaustedError([], {});
  const refusals = decided.flatMap(({ provider, model, refused }) =>
    refused ? [{ name: `${provider}/${model}`, ...refused }] : [],
  );
  const isTooLong = refusals.every(({ code }) => code === 'context');
  const told = refusals.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  return new ProviderError(isTooLong ? 'providers.context_too_long' : 'providers.no_candidate', 'router', {
    publicMessage: isTooLong
      ? `The text is too long for every model that may take it (${told}). Ask about less at once, or configure a model with a larger context.`
      : `No configured model may take this request. ${told}. \`amas route explain\` tells the rules.`,
    details: { refused: refusals.map(({ name, code }) => `${name}: ${code}`) },
  });
}
