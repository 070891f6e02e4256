import { z } from 'zod';
import type { Provider, ProviderHost } from '../contract.ts';
import { createEmbedder, type EmbeddingBatch } from '../http/embed-in-batches.ts';
import { httpFailure } from '../http/http-failure.ts';
import { postJson } from '../http/post-json.ts';
import { classify, readError } from './errors.ts';
import { manifest } from './manifest.ts';
import { jsonOf } from '../http/limited-body.ts';

const taskTypes = { query: 'RETRIEVAL_QUERY', document: 'RETRIEVAL_DOCUMENT' } as const;

/** `batchEmbedContents` (ai.google.dev/api/embeddings). */
export function createGoogleEmbedder(
  { apiKey, baseUrl }: { readonly apiKey: string; readonly baseUrl: string },
  host: ProviderHost,
): NonNullable<Provider['embed']> {
  const headers = { 'x-goog-api-key': apiKey };
  const send = async ({ model, texts, dimensions, purpose }: EmbeddingBatch, signal: AbortSignal) => {
    const requests = texts.map((text) => ({
      model: `models/${model}`,
      content: { parts: [{ text }] },
      ...(purpose === undefined ? {} : { taskType: taskTypes[purpose] }),
      ...(dimensions === undefined ? {} : { outputDimensionality: dimensions }),
    }));
    const url = `${baseUrl}/models/${encodeURIComponent(model)}:batchEmbedContents`;
    const response = await postJson({ url, headers, body: { requests }, signal, readError }, host);
    const { embeddings, usageMetadata } = answer.parse(await jsonOf(response));
    return {
      vectors: embeddings.map(({ values }) => (dimensions === undefined ? values : toUnitLength(values))),
      inputTokens: usageMetadata?.promptTokenCount,
    };
  };
  const failureOf = httpFailure({ id: manifest.id, apiKey, classify }, host);
  return createEmbedder({ id: manifest.id, models: manifest.embeddings, send, failureOf });
}

/** Usage is not told for every model. */
const answer = z.object({
  embeddings: z.array(z.object({ values: z.array(z.number()) })),
  usageMetadata: z
    .object({ promptTokenCount: z.int().min(0) })
    .optional()
    .catch(undefined),
});

/** Vectors that the vendor shortened are no longer of length one, as whoever compares them expects. */
function toUnitLength(values: readonly number[]): readonly number[] {
  const length = Math.hypot(...values);
  return length === 0 ? values : values.map((value) => value / length);
}
