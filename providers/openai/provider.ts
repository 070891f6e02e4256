import type { CreateProvider } from '../contract.ts';
import { createChatProvider } from '../openai-compatible/chat-provider.ts';
import { openaiClient, usualStream } from '../openai-compatible/openai-client.ts';
import { classify } from './errors.ts';
import { manifest, settings } from './manifest.ts';

export const createProvider: CreateProvider = (values, host) => {
  const client = openaiClient(settings.parse(values), host);
  return createChatProvider(
    { id: manifest.id, models: manifest.models, ...client, ...usualStream, classify },
    host,
  );
};
