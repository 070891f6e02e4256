import type { AttemptContext, EmbeddingModelInfo, EmbeddingRequest, EmbeddingResult } from '../contract.ts';
import { malformed, ProviderError } from '../errors.ts';

/** What one call of the vendor is asked for. */
export interface EmbeddingBatch {
  readonly model: string;
  readonly texts: readonly string[];
  /** Only where the model can be asked for it. */
  readonly dimensions: number | undefined;
  readonly purpose: EmbeddingRequest['purpose'];
}

export interface EmbeddedBatch {
  /** In the order of the texts. */
  readonly vectors: readonly (readonly number[])[];
  readonly inputTokens: number | undefined;
}

/** What differs between vendors. */
export interface EmbeddingDialect {
  readonly id: string;
  readonly models: readonly EmbeddingModelInfo[];
  /** Throws a `ZodError` when the answer is malformed. */
  readonly send: (batch: EmbeddingBatch, signal: AbortSignal) => Promise<EmbeddedBatch>;
  readonly failureOf: (thrown: unknown, signal: AbortSignal) => Error;
}

/** A batch that a vendor of an unknown limit surely takes. */
const cautiousInputs = 32;

/**
 * Embeds any number of texts, in as many calls as the vendor wants, one after the other. What the vendor would refuse
 * after work was paid for is refused before anything is sent. All or nothing: vectors never go missing.
 */
export function createEmbedder(
  dialect: EmbeddingDialect,
): (request: EmbeddingRequest, context: AttemptContext) => Promise<EmbeddingResult> {
  return async (request, { model, signal }) => {
    const info = dialect.models.find(({ id }) => id === model);
    refuseImpossible(dialect.id, request, { model, info });
    const { dimensions, purpose } = request;
    // Some models take no count of numbers, not even their own.
    const asked = dimensions === info?.dimensions ? undefined : dimensions;
    const texts = request.inputs.map((text) => `${prefixOf(info, purpose)}${text}`);
    const vectors: (readonly number[])[] = [];
    const tokens: (number | undefined)[] = [];
    for (const batch of batchesOf(texts, info)) {
      signal.throwIfAborted();
      try {
        const answer = await dialect.send({ model, texts: batch, dimensions: asked, purpose }, signal);
        check(answer, { id: dialect.id, batch, dimensions: dimensions ?? info?.dimensions });
        vectors.push(...answer.vectors);
        tokens.push(answer.inputTokens);
      } catch (error) {
        throw billed(dialect.failureOf(error, signal), dialect.id, vectors.length > 0);
      }
    }
    return { vectors, model, warnings: warningsOf(request, model, info), ...usageOf(tokens) };
  };
}

/** Told only when every call told its part. */
function usageOf(tokens: readonly (number | undefined)[]): Pick<EmbeddingResult, 'usage'> {
  const told = tokens.filter((count) => count !== undefined);
  if (told.length < tokens.length) return {};
  return { usage: { inputTokens: told.reduce((sum, count) => sum + count, 0) } };
}

interface Asked {
  readonly model: string;
  readonly info: EmbeddingModelInfo | undefined;
}

function refuseImpossible(
  provider: string,
  { inputs, dimensions }: EmbeddingRequest,
  { model, info }: Asked,
): void {
  const empty = inputs.findIndex((text) => text.trim() === '');
  if (empty >= 0) {
    throw impossible(
      provider,
      `Input ${empty + 1} of ${inputs.length} is empty: there is nothing to embed. Leave it out.`,
    );
  }
  if (dimensions === undefined || !info || canHave(info, dimensions)) return;
  const { shortens, dimensions: usual } = info;
  const choices =
    shortens === 'any'
      ? `1 to ${usual ?? 'its usual number'}`
      : shortens === 'no'
        ? `${usual ?? 'its usual number'} only`
        : shortens.join(', ');
  throw impossible(provider, `${model} makes no vectors of ${dimensions} numbers. It can make: ${choices}.`);
}

function canHave({ shortens, dimensions: usual }: EmbeddingModelInfo, wanted: number): boolean {
  if (!Number.isInteger(wanted) || wanted < 1) return false;
  if (wanted === usual) return true;
  if (shortens === 'any') return usual === undefined || wanted < usual;
  return shortens !== 'no' && shortens.includes(wanted);
}

const impossible = (provider: string, publicMessage: string) =>
  new ProviderError('providers.bad_request', provider, { publicMessage });

const prefixOf = (info: EmbeddingModelInfo | undefined, purpose: EmbeddingRequest['purpose']): string =>
  info?.prefixes?.[purpose ?? 'document'] ?? '';

/** By count, and where the vendor limits the tokens of a call, by the most tokens that the bytes can be. */
function batchesOf(texts: readonly string[], info: EmbeddingModelInfo | undefined): string[][] {
  const maxInputs = info?.maxInputs ?? cautiousInputs;
  const maxTokens = info?.maxBatchTokens ?? Infinity;
  const batches: string[][] = [];
  let tokens = 0;
  for (const text of texts) {
    const size = Math.ceil(Buffer.byteLength(text) / 2);
    const last = batches.at(-1);
    if (last && last.length < maxInputs && tokens + size <= maxTokens) {
      last.push(text);
      tokens += size;
    } else {
      batches.push([text]);
      tokens = size;
    }
  }
  return batches;
}

interface Expected {
  readonly id: string;
  readonly batch: readonly string[];
  readonly dimensions: number | undefined;
}

function check({ vectors }: EmbeddedBatch, { id, batch, dimensions }: Expected): void {
  if (vectors.length !== batch.length) {
    throw malformed(id, `${vectors.length} vectors for ${batch.length} texts`);
  }
  const length = dimensions ?? vectors[0]?.length;
  const odd = vectors.find((vector) => vector.length !== length || vector.length === 0);
  if (odd) throw malformed(id, `a vector of ${odd.length} numbers instead of ${length}`);
}

function warningsOf(
  { purpose }: EmbeddingRequest,
  model: string,
  info: EmbeddingModelInfo | undefined,
): string[] {
  if (!info)
    return [
      `AMAS does not know the embedding model ${model}: its limits are assumed, and its price is unknown.`,
    ];
  return purpose === undefined || info.purposes
    ? []
    : [`${model} makes the same vectors for questions and for what is searched.`];
}

/** When a part was answered before, it is charged whatever became of the rest. */
function billed(error: Error, provider: string, isPartAnswered: boolean): Error {
  if (!isPartAnswered || !(error instanceof ProviderError) || error.mayBeBilled) return error;
  return new ProviderError(error.code, provider, {
    retry: error.retry,
    ...(error.publicMessage === undefined ? {} : { publicMessage: error.publicMessage }),
    ...(error.details === undefined ? {} : { details: error.details }),
    mayBeBilled: true,
  });
}
