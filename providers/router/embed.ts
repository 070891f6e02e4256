import { nearNames } from '#monitoring/near-names.ts';
import type {
  CompletionRequest,
  CompletionResult,
  EmbeddingModelInfo,
  EmbeddingRequest,
  EmbeddingResult,
  ModelInfo,
} from '../contract.ts';
import { ProviderError } from '../errors.ts';
import { isProviderId } from '../manifests.ts';
import { beginCall, type Ask, type Call } from './call.ts';
import type { Candidate } from './candidate.ts';
import type { Settled } from './record.ts';

export type Embedded =
  | { readonly outcome: Extract<Settled, { answer: unknown }>; readonly embedded: EmbeddingResult }
  | { readonly outcome: Extract<Settled, { error: unknown }> };

/** Asks the candidates for the vectors, inside the same limits and in the same account as for an answer. */
export async function embedWith(call: Call, request: EmbeddingRequest): Promise<Embedded> {
  let embedded: EmbeddingResult | undefined;
  const forVectors: Ask = async (attempt, { provider, model }) => {
    embedded = await attempt.guard(provider.embed!(request, { model, signal: attempt.signal }));
    return { result: toCompletion(embedded) };
  };
  try {
    call.signal.throwIfAborted();
    const begun = await beginCall(call, forVectors);
    if (!('result' in begun) || !embedded) throw new Error('vectors were asked for');
    begun.close({ result: begun.result });
    return { outcome: { answer: begun }, embedded };
  } catch (error) {
    return { outcome: { error } };
  }
}

/**
 * Who may make the vectors: all that serve one and the same model, because vectors of different models can't be
 * compared. `want` names it as `provider/model`, so that who has vectors already can have more of them; without it, it
 * is the embedding model of the first candidate that has one.
 */
export function embeddingCandidates(candidates: readonly Candidate[], want?: string): Candidate[] {
  const able = candidates.filter(
    ({ provider, embeddingModel }) => provider.embed && embeddingModel !== undefined,
  );
  if (able.length === 0) {
    throw new ProviderError('providers.exhausted', 'router', {
      publicMessage: `No configured provider has embeddings. Configure the key of one that has, or name the model of your own server in LOCAL_EMBEDDING_MODEL.`,
    });
  }
  const chosen = want === undefined || want === 'auto' ? undefined : wanted(able, want);
  const model = chosen?.model ?? able[0]!.embeddingModel!;
  const first = able.filter(({ provider }) => provider.id === chosen?.provider);
  const serving = able.filter(
    (candidate) => candidate.embeddingModel === model && !first.includes(candidate),
  );
  return [...first, ...serving].map((candidate) => asEmbedding(candidate, model));
}

/** What is set aside for the vectors: the price of all texts as input, and no output. */
export const reservable = ({ inputs }: EmbeddingRequest): CompletionRequest => ({
  messages: inputs.map((content) => ({ role: 'user', content })),
  maxOutputTokens: 0,
});

function wanted(
  able: readonly Candidate[],
  want: string,
): { readonly provider: string; readonly model: string } {
  const at = want.indexOf('/');
  const [provider, model] = [want.slice(0, Math.max(0, at)), want.slice(at + 1)];
  if (isProviderId(provider) && able.some((candidate) => candidate.provider.id === provider))
    return { provider, model };
  const known = able.map((candidate) => `${candidate.provider.id}/${candidate.embeddingModel!}`);
  const near = nearNames(want, known)[0];
  throw new ProviderError('providers.bad_request', 'router', {
    publicMessage: `There is no embedding model "${want}" here.${near === undefined ? '' : ` Did you mean ${near}?`} Known: ${[...new Set(known)].join(', ')}.`,
  });
}

/** The candidate as one of its embedding model, with facts of that: prices and limits are read as of any model. */
function asEmbedding(candidate: Candidate, model: string): Candidate {
  const { manifest, embeddingPrice, basePrice: _ofChat, ...rest } = candidate;
  const infos = manifest.embeddings ?? [];
  const listed = infos.some(({ id }) => id === model);
  const own = infos[0] && manifest.unlisted ? [toModelInfo({ ...infos[0], id: model })] : [];
  return {
    ...rest,
    model,
    manifest: { ...manifest, models: listed ? infos.map(toModelInfo) : own },
    ...(embeddingPrice ? { basePrice: embeddingPrice } : {}),
  };
}

const toModelInfo = ({
  id,
  maxInputTokens = Infinity,
  price,
  source,
  checkedAt,
}: EmbeddingModelInfo): ModelInfo => ({
  id,
  contextTokens: maxInputTokens,
  maxOutputTokens: 0,
  tools: false,
  schema: false,
  drop: [],
  ...(price ? { price } : {}),
  source,
  checkedAt,
});

const toCompletion = ({ model, usage, costUsd, warnings }: EmbeddingResult): CompletionResult => ({
  text: '',
  toolCalls: [],
  finish: 'stop',
  usage: usage && { inputUncached: usage.inputTokens, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 },
  model,
  warnings,
  ...(costUsd === undefined ? {} : { costUsd }),
});
