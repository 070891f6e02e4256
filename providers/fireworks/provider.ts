import type { CreateProvider } from '../contract.ts';
import { createChatEmbedder } from '../openai-compatible/chat-embedder.ts';
import { createChatProvider } from '../openai-compatible/chat-provider.ts';
import { classifyRefusal } from '../openai-compatible/classify-refusal.ts';
import { openaiClient, usualStream } from '../openai-compatible/openai-client.ts';
import { withMaxTokens } from '../openai-compatible/shape-body.ts';
import { manifest, settings } from './manifest.ts';

export const createProvider: CreateProvider = (values, host) => {
  const { post, ...client } = openaiClient(settings.parse(values), host);
  const chat = createChatProvider(
    {
      id: manifest.id,
      models: manifest.models,
      ...client,
      ...usualStream,
      // Usage always comes with the last chunk.
      streamFields: {},
      shape: (body) => ({ body: withMaxTokens(body) }),
      classify: classifyRefusal,
    },
    host,
  );
  const vendor = {
    id: manifest.id,
    models: manifest.embeddings,
    apiKey: client.apiKey,
    classify: classifyRefusal,
  };
  return { ...chat, embed: createChatEmbedder({ ...vendor, post }, host) };
};
