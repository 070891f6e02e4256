import type { Logger } from '#monitoring/logger.ts';
import type { Provider } from '../contract.ts';
import type { ProviderError, ProviderErrorCode } from '../errors.ts';
import { nameOf, type Candidate } from './candidate.ts';
import type { Time } from './time.ts';

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

/** Candidates that will fail until a person changes something: asked again after a while only. */
export interface OutOfUse {
  /** Takes the candidate out when the error says so. */
  consider(candidate: Candidate, error: ProviderError): void;
  /** Others have these keys from now on: what was said of the old ones says nothing of them. */
  forget(others: readonly Candidate[]): void;
  /** Why it is out; undefined while it is in use. */
  reasonFor(candidate: Candidate): ProviderError | undefined;
}

export interface OutOfUseOptions {
  readonly log: Logger;
  readonly time: Pick<Time, 'now'>;
  readonly onAlert?: ((alert: Alert) => void) | undefined;
}

/** Credit is added and rights are given without anybody telling us: then the next call finds out. */
const againMs = 10 * 60_000;

interface Reason {
  readonly provider: Provider;
  readonly error: ProviderError;
  until: number;
}

export function createOutOfUse({ log, time, onAlert }: OutOfUseOptions): OutOfUse {
  const reasons = new Map<string, Reason>();
  const keyOf = ({ provider, key = '' }: Candidate) => `key ${provider.id}${key}`;
  const modelOf = (candidate: Candidate) => `model ${nameOf(candidate)}`;
  const reasonFor = (candidate: Candidate) => {
    if (reasons.size === 0) return undefined;
    const reason = reasons.get(keyOf(candidate)) ?? reasons.get(modelOf(candidate));
    return reason !== undefined && time.now() < reason.until ? reason.error : undefined;
  };
  return {
    reasonFor,
    forget(others) {
      const kept = new Set(others.map(({ provider }) => provider));
      for (const [name, { provider }] of reasons) if (!kept.has(provider)) reasons.delete(name);
    },
    consider(candidate, error) {
      const concern = concerns[error.code];
      if (concern === undefined || reasonFor(candidate)) return;
      const name = concern === 'key' ? keyOf(candidate) : modelOf(candidate);
      const until = time.now() + againMs;
      const known = reasons.get(name);
      if (known?.error.code === error.code && known.provider === candidate.provider) {
        // Tried again in vain: everybody knows.
        known.until = until;
        return;
      }
      reasons.set(name, { provider: candidate.provider, error, until });
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
