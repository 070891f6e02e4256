import type { Clock } from '#monitoring/clock.ts';
import type {
  AttemptContext,
  CompletionPart,
  CompletionRequest,
  Finish,
  ModelInfo,
  Provider,
  ProviderManifest,
  ToolCall,
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
      readonly text?: string;
      readonly toolCalls?: readonly ToolCall[];
    }
  | ({
      readonly kind: 'failure';
      readonly code: ProviderErrorCode;
      readonly afterMs?: number;
    } & ProviderErrorOptions)
  | { readonly kind: 'bug' }
  /** Only when streamed: pieces of text, pauses in milliseconds, tool calls, an error in the middle; then its end. */
  | {
      readonly kind: 'stream';
      readonly pieces: readonly StreamPiece[];
      readonly end: 'finish' | 'truncated' | 'stops' | 'hang';
    }
  /** Never answers; `deaf` ones do not hear the signal either. */
  | { readonly kind: 'hang'; readonly deaf?: boolean };

export type StreamPiece = string | number | ToolCall | { readonly fail: ProviderErrorCode };

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
  readonly listen: (listener: (headers: Headers) => void) => void;
  /** As if an answer had come with these headers. */
  state(headers: Readonly<Record<string, string>>): void;
  readonly calls: {
    readonly request: CompletionRequest;
    readonly at: number;
    readonly outcome: FakeOutcome;
  }[];
  /** Each one that was begun, and whether it is still open. */
  readonly streams: readonly { readonly open: boolean }[];
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
  const streams: { open: boolean }[] = [];
  const provider: Provider = {
    id,
    async complete(request, { model, signal }) {
      const outcome = outcomes[Math.min(calls.length, outcomes.length - 1)]!;
      calls.push({ request, at: clock.now(), outcome });
      if (outcome.kind === 'bug' || outcome.kind === 'stream') throw new TypeError('a bug of ours');
      if (outcome.kind === 'hang') return await silence(outcome.deaf ? undefined : signal);
      await clock.sleep(outcome.afterMs ?? 0, signal);
      if (outcome.kind === 'failure') throw new ProviderError(outcome.code, id, outcome);
      return {
        text: outcome.text ?? `${id} says yes`,
        toolCalls: outcome.toolCalls ?? [],
        finish: outcome.finish ?? 'stop',
        usage: 'usage' in outcome ? outcome.usage : usage,
        model,
        warnings: [],
      };
    },
    async *stream(request, context) {
      const outcome = outcomes[Math.min(calls.length, outcomes.length - 1)]!;
      if (outcome.kind !== 'stream') {
        const result = await provider.complete(request, context);
        yield { type: 'text', text: result.text };
        yield { type: 'finish', result };
        return;
      }
      calls.push({ request, at: clock.now(), outcome });
      const live = { open: true };
      streams.push(live);
      try {
        yield* partsOf(outcome, { id, clock, context });
      } finally {
        live.open = false;
      }
    },
  };
  let hear: ((headers: Headers) => void) | undefined;
  return {
    provider,
    manifest,
    model: options.model ?? manifest.models[0]!.id,
    listen: (listener) => void (hear = listener),
    state: (headers) => hear?.(new Headers(headers)),
    calls,
    streams,
  };
}

interface StreamHost {
  readonly id: string;
  readonly clock: Clock;
  readonly context: AttemptContext;
}

async function* partsOf(
  { pieces, end }: Extract<FakeOutcome, { kind: 'stream' }>,
  { id, clock, context: { model, signal } }: StreamHost,
): AsyncGenerator<CompletionPart> {
  let text = '';
  const toolCalls: ToolCall[] = [];
  for (const piece of pieces) {
    signal.throwIfAborted();
    if (typeof piece === 'number') await clock.sleep(piece, signal);
    else if (typeof piece === 'string') {
      text += piece;
      yield { type: 'text', text: piece };
    } else if ('fail' in piece) throw new ProviderError(piece.fail, id, { mayBeBilled: true });
    else {
      toolCalls.push(piece);
      yield { type: 'tool-call', call: piece };
    }
  }
  if (end === 'stops') return;
  if (end === 'hang') await silence(signal);
  const finish = end === 'truncated' ? 'truncated' : 'stop';
  yield { type: 'finish', result: { text, toolCalls, finish, usage, model, warnings: [] } };
}

const usage: Usage = { inputUncached: 10, cacheRead: 0, cacheWrite: 0, output: 20, reasoning: 5 };

function silence(signal: AbortSignal | undefined): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  return promise;
}
