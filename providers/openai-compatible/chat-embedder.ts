import { z } from 'zod';
import type { Provider, ProviderHost } from '../contract.ts';
import { createEmbedder, type EmbeddingBatch, type EmbeddingDialect } from '../http/embed-in-batches.ts';
import { chatFailure } from './chat-failure.ts';
import type { ChatDialect } from './dialect.ts';
import { jsonOf } from '../http/limited-body.ts';

/** What differs between vendors that speak OpenAI's `POST …/embeddings`. */
export interface ChatEmbedding
  extends Pick<EmbeddingDialect, 'models'>, Pick<ChatDialect, 'id' | 'apiKey' | 'classify' | 'statedWaitMs'> {
  readonly post: (path: string, body: object, signal: AbortSignal) => Promise<Response>;
  /** The vendor's word for the count of numbers; OpenAI's unless given. */
  readonly dimensionsField?: string;
}

export function createChatEmbedder(
  vendor: ChatEmbedding,
  host: ProviderHost,
): NonNullable<Provider['embed']> {
  const { id, models, post, dimensionsField = 'dimensions' } = vendor;
  const send = async ({ model, texts, dimensions }: EmbeddingBatch, signal: AbortSignal) => {
    const body = {
      model,
      input: texts,
      ...(dimensions === undefined ? {} : { [dimensionsField]: dimensions }),
    };
    const response = await post('/embeddings', body, signal);
    const { data, usage } = embeddings.parse(await jsonOf(response));
    return { vectors: inOrder(data), inputTokens: usage?.prompt_tokens };
  };
  return createEmbedder({ id, models, send, failureOf: chatFailure(vendor, host) });
}

const embeddings = z.object({
  data: z.array(z.object({ index: z.int().min(0), embedding: z.array(z.number()) })),
  usage: z
    .object({ prompt_tokens: z.int().min(0) })
    .optional()
    .catch(undefined),
});

/** Each says which text it is of; a vendor may answer in another order. One of each, or the answer is malformed. */
function inOrder(data: z.infer<typeof embeddings>['data']): number[][] {
  const byIndex = new Map(data.map(({ index, embedding }) => [index, embedding]));
  return z
    .array(z.array(z.number()))
    .parse(Array.from({ length: data.length }, (_, index) => byIndex.get(index)));
}
