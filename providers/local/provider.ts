import type { CreateProvider } from '../contract.ts';
import { createChatEmbedder } from '../openai-compatible/chat-embedder.ts';
import { createChatProvider } from '../openai-compatible/chat-provider.ts';
import { classifyRefusal } from '../openai-compatible/classify-refusal.ts';
import type { ChatBody } from '../openai-compatible/dialect.ts';
import { openaiClient, usualStream } from '../openai-compatible/openai-client.ts';
import { withMaxTokens } from '../openai-compatible/shape-body.ts';
import { createDiscovery } from './discover-model.ts';
import { manifest, settings } from './manifest.ts';
import { firstListed, served } from './models.ts';

export const createProvider: CreateProvider = (values, host) => {
  // The client wants a key; servers that ask for none don't look at it.
  const { baseUrl, apiKey = 'no-key', model, embeddingModel } = settings.parse(values);
  const { send, get, post, ...client } = openaiClient({ baseUrl, apiKey }, host);
  const discover = createDiscovery(get);
  const sendToServed = async (body: ChatBody, signal: AbortSignal) =>
    send({ ...body, model: body.model === firstListed ? await discover(signal) : body.model }, signal);
  const vendor = { id: manifest.id, ...client, classify: classifyRefusal };
  const chat = createChatProvider(
    {
      ...vendor,
      models: model === undefined ? manifest.models : [...manifest.models, { ...served, id: model }],
      send: sendToServed,
      ...usualStream,
      shape: (body) => ({ body: withMaxTokens(body) }),
    },
    host,
  );
  if (embeddingModel === undefined) return chat;
  const models = [{ ...manifest.embeddings[0], id: embeddingModel }];
  return { ...chat, embed: createChatEmbedder({ ...vendor, models, post }, host) };
};
