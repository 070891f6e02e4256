import type { Logger } from '#monitoring/logger.ts';
import type { Provider } from '../contract.ts';
import type { ProviderError, ProviderErrorCode } from '../errors.ts';
import { nameOf, type Candidate } from './candidate.ts';

/** What concerns the key, and so every model behind it; the model alone; or neither. */
const concerns: Partial<Record<ProviderErrorCode, 'key' | 'model'>> = {
  'providers.model_not_found': 'model',
  'providers.quota': 'key',
  'providers.unauthorised': 'key',
};

/** Something that a person has to put right. Raised once. */
export interface Alert {
  readonly kind: 'key-out-of-use' | 'model-out-of-use';
  readonly provider: string;
  readonly model: string;
  readonly key?: string;
  readonly code: string;
  /** For people: what happened, and what to do. */
  readonly message: string;
}

/** Candidates that will fail until a person changes something: not asked again as long as the router lives. */
export interface OutOfUse {
  /** Takes the candidate out when the error says so. */
  consider(candidate: Candidate, error: ProviderError): void;
  /** Others have these keys from now on: what was said of the old ones says nothing of them. */
  forget(others: readonly Candidate[]): void;
  /** Why it is out; undefined while it is in use. */
  reasonFor(candidate: Candidate): ProviderError | undefined;
}

export function createOutOfUse(log: Logger, onAlert?: (alert: Alert) => void): OutOfUse {
  const reasons = new Map<string, { readonly provider: Provider; readonly error: ProviderError }>();
  const keyOf = ({ provider, key = '' }: Candidate) => `key ${provider.id}${key}`;
  const modelOf = (candidate: Candidate) => `model ${nameOf(candidate)}`;
  const reasonFor = (candidate: Candidate) =>
    reasons.size === 0
      ? undefined
      : (reasons.get(keyOf(candidate)) ?? reasons.get(modelOf(candidate)))?.error;
  return {
    reasonFor,
    forget(others) {
      const kept = new Set(others.map(({ provider }) => provider));
      for (const [name, { provider }] of reasons) if (!kept.has(provider)) reasons.delete(name);
    },
    consider(candidate, error) {
      const concern = concerns[error.code];
      if (concern === undefined || reasonFor(candidate)) return;
      reasons.set(concern === 'key' ? keyOf(candidate) : modelOf(candidate), {
        provider: candidate.provider,
        error,
      });
      const { provider, model, key } = candidate;
      const named = { provider: provider.id, model, ...(key === undefined ? {} : { key }), code: error.code };
      log.warn({ ...named, details: error.details }, 'model candidate taken out of use');
      onAlert?.({
        kind: concern === 'key' ? 'key-out-of-use' : 'model-out-of-use',
        ...named,
        message: error.publicMessage ?? error.message,
      });
    },
  };
}
