import type { CreateProvider } from '../contract.ts';
import { cachedBeside } from '../openai-compatible/cached-beside.ts';
import { createChatEmbedder } from '../openai-compatible/chat-embedder.ts';
import { createChatProvider } from '../openai-compatible/chat-provider.ts';
import { openaiClient, usualStream } from '../openai-compatible/openai-client.ts';
import { withMaxTokens } from '../openai-compatible/shape-body.ts';
import { classify } from './errors.ts';
import { manifest, settings } from './manifest.ts';
import { withMistralIds } from './tool-call-ids.ts';

export const createProvider: CreateProvider = (values, host) => {
  const { post, ...client } = openaiClient(settings.parse(values), host);
  const vendor = { id: manifest.id, apiKey: client.apiKey, classify };
  const chat = createChatProvider(
    {
      ...vendor,
      models: manifest.models,
      ...client,
      ...usualStream,
      // Usage always comes with the last chunk, and unknown parameters are refused.
      streamFields: {},
      shape: (body) => ({ body: withMistralIds(withMaxTokens(body)) }),
      toUsage: cachedBeside('num_cached_tokens'),
    },
    host,
  );
  const embedding = { ...vendor, models: manifest.embeddings, dimensionsField: 'output_dimension', post };
  return { ...chat, embed: createChatEmbedder(embedding, host) };
};
