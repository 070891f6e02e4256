import type { CreateProvider } from '../contract.ts';
import { createChatEmbedder } from '../openai-compatible/chat-embedder.ts';
import { createChatProvider } from '../openai-compatible/chat-provider.ts';
import { openaiClient, usualStream } from '../openai-compatible/openai-client.ts';
import { classify } from './errors.ts';
import { manifest, settings } from './manifest.ts';

export const createProvider: CreateProvider = (values, host) => {
  const { post, ...client } = openaiClient(settings.parse(values), host);
  const vendor = { id: manifest.id, apiKey: client.apiKey, classify };
  const chat = createChatProvider({ ...vendor, models: manifest.models, ...client, ...usualStream }, host);
  return { ...chat, embed: createChatEmbedder({ ...vendor, models: manifest.embeddings, post }, host) };
};
