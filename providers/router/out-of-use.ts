import type { Logger } from '#monitoring/logger.ts';
import type { Provider } from '../contract.ts';
import type { ProviderError, ProviderErrorCode } from '../errors.ts';
import type { Candidate } from './candidate.ts';

/** What concerns the key, and so every model behind it; the model alone; or neither. */
const concerns: Partial<Record<ProviderErrorCode, 'key' | 'model'>> = {
  'providers.model_not_found': 'model',
  'providers.quota': 'key',
  'providers.unauthorised': 'key',
};

/** Candidates that will fail until a person changes something: not asked again as long as the router lives. */
export interface OutOfUse {
  /** Takes the candidate out when the error says so. */
  consider(candidate: Candidate, error: ProviderError): void;
  /** Why it is out; undefined while it is in use. */
  reasonFor(candidate: Candidate): ProviderError | undefined;
}

export function createOutOfUse(log: Logger): OutOfUse {
  const keys = new Map<Provider, ProviderError>();
  const models = new Map<Candidate, ProviderError>();
  return {
    consider(candidate, error) {
      const concern = concerns[error.code];
      if (concern === undefined || this.reasonFor(candidate)) return;
      if (concern === 'key') keys.set(candidate.provider, error);
      else models.set(candidate, error);
      log.warn(
        { provider: candidate.provider.id, model: candidate.model, code: error.code, details: error.details },
        'model candidate taken out of use',
      );
    },
    reasonFor: (candidate) => keys.get(candidate.provider) ?? models.get(candidate),
  };
}
