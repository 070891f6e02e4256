import type { Clock } from '#monitoring/clock.ts';
import type {
  CompletionRequest,
  Finish,
  ModelInfo,
  Provider,
  ProviderManifest,
  Usage,
} from '#providers/contract.ts';
import { ProviderError, type ProviderErrorCode, type ProviderErrorOptions } from '#providers/errors.ts';
import { z } from 'zod';

/** What one call of a fake provider comes to. */
export type FakeOutcome =
  | {
      readonly kind: 'answer';
      readonly afterMs?: number;
      readonly usage?: Usage | undefined;
      readonly finish?: Finish;
    }
  | ({
      readonly kind: 'failure';
      readonly code: ProviderErrorCode;
      readonly afterMs?: number;
    } & ProviderErrorOptions)
  | { readonly kind: 'bug' }
  /** Never answers; `deaf` ones do not hear the signal either. */
  | { readonly kind: 'hang'; readonly deaf?: boolean };

export interface FakeProviderOptions {
  readonly id: string;
  readonly clock: Clock;
  readonly models?: readonly Partial<ModelInfo>[];
  /** Model to ask, when it is not the first. */
  readonly model?: string;
  /** In order; the last one is repeated. */
  readonly outcomes: readonly FakeOutcome[];
}

export interface FakeProvider {
  readonly provider: Provider;
  readonly manifest: ProviderManifest;
  readonly model: string;
  readonly calls: {
    readonly request: CompletionRequest;
    readonly at: number;
    readonly outcome: FakeOutcome;
  }[];
}

const plainModel: ModelInfo = {
  id: 'plain',
  contextTokens: 100_000,
  maxOutputTokens: 10_000,
  tools: true,
  schema: true,
  drop: [],
  price: { input: 1, output: 10 },
  source: 'test',
  checkedAt: '2026-11-20',
};

/** A provider in process, without a wire: for what the router does with it. */
export function createFakeProvider(options: FakeProviderOptions): FakeProvider {
  const { id, clock, outcomes, models = [{}] } = options;
  const manifest: ProviderManifest = {
    id,
    title: id,
    settings: z.object({}),
    models: models.map((info) => ({ ...plainModel, ...info })),
    residency: { region: 'own', note: 'Inside of the test.' },
  };
  const calls: FakeProvider['calls'] = [];
  const provider: Provider = {
    id,
    async complete(request, { model, signal }) {
      const outcome = outcomes[Math.min(calls.length, outcomes.length - 1)]!;
      calls.push({ request, at: clock.now(), outcome });
      if (outcome.kind === 'bug') throw new TypeError('a bug of ours');
      if (outcome.kind === 'hang') return await silence(outcome.deaf ? undefined : signal);
      await clock.sleep(outcome.afterMs ?? 0, signal);
      if (outcome.kind === 'failure') throw new ProviderError(outcome.code, id, outcome);
      return {
        text: `${id} says yes`,
        toolCalls: [],
        finish: outcome.finish ?? 'stop',
        usage: 'usage' in outcome ? outcome.usage : usage,
        model,
        warnings: [],
      };
    },
    stream() {
      throw new Error('a fake provider does not stream');
    },
  };
  return { provider, manifest, model: options.model ?? manifest.models[0]!.id, calls };
}

const usage: Usage = { inputUncached: 10, cacheRead: 0, cacheWrite: 0, output: 20, reasoning: 5 };

function silence(signal: AbortSignal | undefined): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  return promise;
}
