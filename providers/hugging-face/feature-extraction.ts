import { z } from 'zod';
import type { Provider, ProviderHost } from '../contract.ts';
import { createEmbedder, type EmbeddingBatch } from '../http/embed-in-batches.ts';
import { httpFailure, type HttpVendor } from '../http/http-failure.ts';
import { postJson } from '../http/post-json.ts';
import { manifest } from './manifest.ts';
import { jsonOf } from '../http/limited-body.ts';

/** The router's chat speaks OpenAI's words; its embeddings have an address of their own beside the `/v1`, and tell no usage. */
export function createFeatureExtraction(
  { baseUrl, ...vendor }: HttpVendor & { readonly baseUrl: string },
  host: ProviderHost,
): NonNullable<Provider['embed']> {
  const root = baseUrl.replace(/\/v1\/?$/, '');
  const headers = { authorization: `Bearer ${vendor.apiKey}` };
  const send = async ({ model, texts }: EmbeddingBatch, signal: AbortSignal) => {
    // A model's id holds a slash that is a part of the path.
    const name = model.split('/').map(encodeURIComponent).join('/');
    const url = `${root}/hf-inference/models/${name}/pipeline/feature-extraction`;
    const response = await postJson(
      { url, headers, body: { inputs: texts, normalize: true }, signal, readError },
      host,
    );
    return { vectors: z.array(z.array(z.number())).parse(await jsonOf(response)), inputTokens: undefined };
  };
  return createEmbedder({
    id: vendor.id,
    models: manifest.embeddings,
    send,
    failureOf: httpFailure(vendor, host),
  });
}

const refusal = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) });

function readError(body: unknown): { message?: string } {
  const { data } = refusal.safeParse(body);
  if (!data) return {};
  return { message: typeof data.error === 'string' ? data.error : data.error.message };
}
