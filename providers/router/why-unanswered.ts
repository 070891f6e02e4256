import type { Attempt } from '../contract.ts';
import { ExhaustedError, ProviderError, type ProviderErrorCode } from '../errors.ts';

export interface Unanswered {
  readonly attempts: readonly Attempt[];
  /** Of the attempts of this call, and of candidates that were out of use before it. */
  readonly errors: readonly ProviderError[];
  /** Candidates whose worst case did not fit the cost limit, as `provider/model`. */
  readonly unaffordable: readonly string[];
  readonly deadlinePassed: boolean;
}

/** The one error of a call that nobody answered. */
export function whyUnanswered(unanswered: Unanswered): ProviderError {
  const { attempts, errors, unaffordable, deadlinePassed } = unanswered;
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
