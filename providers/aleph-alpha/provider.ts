import type { CreateProvider } from '../contract.ts';
import { createChatProvider } from '../openai-compatible/chat-provider.ts';
import { classifyRefusal } from '../openai-compatible/classify-refusal.ts';
import { openaiClient, usualStream } from '../openai-compatible/openai-client.ts';
import { withMaxTokens } from '../openai-compatible/shape-body.ts';
import { manifest, settings } from './manifest.ts';

export const createProvider: CreateProvider = (values, host) => {
  const parsed = settings.parse(values);
  return createChatProvider(
    {
      id: manifest.id,
      models: manifest.models,
      ...openaiClient(parsed, host),
      ...usualStream,
      checkUrl: `${parsed.baseUrl.replace(/\/$/, '')}/models_available`,
      shape: (body) => ({ body: withMaxTokens(body) }),
      classify: classifyRefusal,
    },
    host,
  );
};
