import type { CreateProvider } from '../contract.ts';
import { createChatProvider } from '../openai-compatible/chat-provider.ts';
import { classifyRefusal } from '../openai-compatible/classify-refusal.ts';
import { openaiClient, usualStream } from '../openai-compatible/openai-client.ts';
import { withMaxTokens } from '../openai-compatible/shape-body.ts';
import { manifest, settings } from './manifest.ts';

export const createProvider: CreateProvider = (values, host) =>
  createChatProvider(
    {
      id: manifest.id,
      models: manifest.models,
      ...openaiClient(settings.parse(values), host),
      ...usualStream,
      // Usage always comes with the last chunk.
      streamFields: {},
      shape: (body) => ({ body: withMaxTokens(body) }),
      classify: classifyRefusal,
    },
    host,
  );
