import { z } from 'zod';
import type { Provider, ProviderHost } from '../contract.ts';
import { createEmbedder, type EmbeddingBatch } from '../http/embed-in-batches.ts';
import { httpFailure } from '../http/http-failure.ts';
import { postJson } from '../http/post-json.ts';
import { classify, readError } from './errors.ts';
import { manifest } from './manifest.ts';
import { jsonOf } from '../http/limited-body.ts';

const inputTypes = { query: 'search_query', document: 'search_document' } as const;

/** `POST /v2/embed` (docs.cohere.com/reference/embed): purpose and type of the numbers must be said. */
export function createCohereEmbedder(
  { apiKey, baseUrl }: { readonly apiKey: string; readonly baseUrl: string },
  host: ProviderHost,
): NonNullable<Provider['embed']> {
  const headers = { authorization: `Bearer ${apiKey}` };
  const send = async (
    { model, texts, dimensions, purpose = 'document' }: EmbeddingBatch,
    signal: AbortSignal,
  ) => {
    const body = {
      model,
      texts,
      input_type: inputTypes[purpose],
      embedding_types: ['float'],
      ...(dimensions === undefined ? {} : { output_dimension: dimensions }),
    };
    const response = await postJson({ url: `${baseUrl}/v2/embed`, headers, body, signal, readError }, host);
    const { embeddings, meta } = answer.parse(await jsonOf(response));
    return { vectors: embeddings.float, inputTokens: meta?.billed_units.input_tokens };
  };
  const failureOf = httpFailure({ id: manifest.id, apiKey, classify }, host);
  return createEmbedder({ id: manifest.id, models: manifest.embeddings, send, failureOf });
}

const answer = z.object({
  embeddings: z.object({ float: z.array(z.array(z.number())) }),
  meta: z
    .object({ billed_units: z.object({ input_tokens: z.number().min(0) }) })
    .optional()
    .catch(undefined),
});
