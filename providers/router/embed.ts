import { nearNames } from '#monitoring/near-names.ts';
import type {
  CompletionRecord,
  CompletionRequest,
  CompletionResult,
  EmbeddingModelInfo,
  EmbeddingRequest,
  EmbeddingResult,
  ModelInfo,
  Price,
} from '../contract.ts';
import { ProviderError } from '../errors.ts';
import type { Binding } from './binding.ts';
import type { Call } from './call.ts';
import type { Candidate } from './candidate.ts';
import type { RouterHost } from './host.ts';
import { answerOfCall } from './model.ts';
import { limitsOf, openCallWith } from './open-call.ts';
import { plainPolicy } from './policy/routing.ts';
import { recordOf, type Settled } from './record.ts';
import { decidedOf, filterRefusal, priceless, refusalBy } from './select.ts';
import type { Way } from './try.ts';

export interface EmbedCall {
  readonly binding: Binding;
  readonly request: EmbeddingRequest;
  readonly signal: AbortSignal;
}

/** Asks for the vectors inside the same limits, and in the same account, as for an answer. */
export async function embed(
  host: RouterHost,
  { binding, request, signal }: EmbedCall,
): Promise<EmbeddingResult & { readonly record: CompletionRecord }> {
  const call = openEmbedding(host, { binding, request, signal });
  let embedded: EmbeddingResult | undefined;
  const forVectors: Way = {
    stream: false,
    async ask(attempt, { candidate: { provider, model } }) {
      embedded = await attempt.guard(provider.embed!(request, { model, signal: attempt.signal }));
      return { result: toCompletion(embedded) };
    },
  };
  const outcome = await answerOfCall(call, forVectors).then(
    (answer): Settled => ({ answer }),
    (error: unknown): Settled => ({ error }),
  );
  const record: CompletionRecord = { ...recordOf(call, outcome), operation: 'embeddings' };
  await host.keepRecord(record, binding);
  if ('error' in outcome) throw outcome.error;
  if (!embedded) throw new Error('vectors were asked for');
  return { ...embedded, warnings: record.warnings, record };
}

/** The filters hold for vectors too; the order and the models of a policy are about answers. */
function openEmbedding(host: RouterHost, { binding, request, signal }: EmbedCall): Call {
  const { pool, policies, outOfUse } = host;
  const { want, ...asker } = binding;
  const { filters, ...chosen } = policies.for(asker);
  const mayServe = (candidate: Candidate) => {
    const member = pool.memberOf(candidate);
    return !priceless(member) && !filters.some((filter) => filterRefusal(member, filter));
  };
  const offered = embeddingCandidates(usualOf(pool), { want, mayServe }).map((candidate) =>
    pool.memberOf(candidate),
  );
  const refusals = offered.map((member) => refusalBy(member, { filters, outOfUse }) ?? priceless(member));
  const choice = {
    offered,
    members: offered.filter((_member, at) => refusals[at] === undefined),
    decided: offered.map((member, at) => {
      const refused = refusals[at];
      return refused ? { ...decidedOf(member), refused } : decidedOf(member);
    }),
  };
  const bound = { binding, ...limitsOf(host, binding) };
  return openCallWith(host, bound, {
    request: reservable(request),
    signal,
    stream: false,
    chosen: { ...chosen, filters, policy: plainPolicy },
    choice,
    problem: undefined,
  });
}

/**
 * Who may make the vectors: all that serve one and the same model, because vectors of different models can't be
 * compared. `want` names it as `provider/model`, so that who has vectors already can have more of them; without it, it
 * is the embedding model of the first candidate that has one and may serve it. What passes, such as a key that is refused
 * for now, chooses no other: the vectors of before would be lost.
 */
function embeddingCandidates(
  candidates: readonly Candidate[],
  { want, mayServe }: { readonly want: string | undefined; readonly mayServe: (one: Candidate) => boolean },
): Candidate[] {
  const able = embedders(candidates);
  if (able.length === 0) {
    throw new ProviderError('providers.exhausted', 'router', {
      publicMessage: `No configured provider has embeddings. Configure the key of one that has, or name the model of your own server in LOCAL_EMBEDDING_MODEL.`,
    });
  }
  const chosen = want === undefined || want === 'auto' ? undefined : wanted(able, want);
  const usual = () =>
    able.find((candidate) => mayServe(asEmbedding(candidate, candidate.embeddingModel!))) ?? able[0]!;
  const model = chosen?.model ?? usual().embeddingModel!;
  const first = able.filter(({ provider }) => provider.id === chosen?.provider);
  const serving = able.filter(
    (candidate) => candidate.embeddingModel === model && !first.includes(candidate),
  );
  return [...first, ...serving].map((candidate) => asEmbedding(candidate, model));
}

/** One model that may be asked for vectors by its name. */
export interface OfferedEmbedding {
  readonly provider: string;
  readonly model: string;
  /** Now; absent where nobody knows it. */
  readonly price?: Price;
  /** Why it is not asked; absent while it is. */
  readonly outOfUse?: string;
}

export function offeredEmbeddings({ pool }: Pick<RouterHost, 'pool'>): OfferedEmbedding[] {
  const able = embedders(usualOf(pool));
  const offered = able.flatMap((candidate) =>
    modelsOf(candidate).map((model): [string, OfferedEmbedding] => {
      const member = pool.memberOf(asEmbedding(candidate, model));
      const { price } = member.facts();
      const outOfUse = priceless(member)?.code;
      const provider = candidate.provider.id;
      return [
        `${provider}/${model}`,
        { provider, model, ...(price ? { price } : {}), ...(outOfUse ? { outOfUse } : {}) },
      ];
    }),
  );
  return [...new Map(offered).values()];
}

const usualOf = ({ members }: RouterHost['pool']): Candidate[] =>
  members.map(({ candidate }) => candidate).filter(({ onlyByName }) => onlyByName !== true);

const embedders = (candidates: readonly Candidate[]): Candidate[] =>
  candidates.filter(({ provider, embeddingModel }) => provider.embed && embeddingModel !== undefined);

/** What is only mistyped must not become a call that nobody priced: a model is configured, or listed. */
function modelsOf({ manifest, embeddingModel }: Candidate): string[] {
  const listed = manifest.unlisted ? [] : (manifest.embeddings ?? []).map(({ id }) => id);
  return [...new Set([embeddingModel!, ...listed])];
}

/** What is set aside for the vectors: the price of all texts as input, and no output. */
const reservable = ({ inputs }: EmbeddingRequest): CompletionRequest => ({
  messages: inputs.map((content) => ({ role: 'user', content })),
  maxOutputTokens: 0,
});

function wanted(
  able: readonly Candidate[],
  want: string,
): { readonly provider: string; readonly model: string } {
  const at = want.indexOf('/');
  const known = able.flatMap((candidate) =>
    modelsOf(candidate).map((id) => `${candidate.provider.id}/${id}`),
  );
  if (known.includes(want)) return { provider: want.slice(0, at), model: want.slice(at + 1) };
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
    manifest: { ...manifest, models: listed || own.length === 0 ? infos.map(toModelInfo) : own },
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
