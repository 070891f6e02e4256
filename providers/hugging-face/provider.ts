import type { CreateProvider } from '../contract.ts';
import { createChatProvider } from '../openai-compatible/chat-provider.ts';
import { classifyRefusal } from '../openai-compatible/classify-refusal.ts';
import { openaiClient, usualStream } from '../openai-compatible/openai-client.ts';
import { withMaxTokens } from '../openai-compatible/shape-body.ts';
import { createFeatureExtraction } from './feature-extraction.ts';
import { manifest, settings } from './manifest.ts';

export const createProvider: CreateProvider = (values, host) => {
  const { baseUrl, ...keys } = settings.parse(values);
  const client = openaiClient({ ...keys, baseUrl }, host);
  const vendor = { id: manifest.id, apiKey: client.apiKey, classify: classifyRefusal };
  const chat = createChatProvider(
    {
      ...vendor,
      models: manifest.models,
      ...client,
      ...usualStream,
      // The router lists its models to everybody: who one is, is told by the hub.
      checkUrl: `${baseUrl.replace(/\/v1\/?$/, '').replace('//router.', '//')}/api/whoami-v2`,
      shape: (body) => ({ body: withMaxTokens(body) }),
    },
    host,
  );
  return { ...chat, embed: createFeatureExtraction({ ...vendor, baseUrl }, host) };
};
