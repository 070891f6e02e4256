import OpenAI from 'openai';
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions';
import { rotatingSecret } from '#monitoring/settings.ts';
import type { CreateProvider } from '../contract.ts';
import { createChatProvider } from '../openai-compatible/chat-provider.ts';
import { sdkOptions } from '../openai-compatible/sdk-options.ts';
import { classify } from './errors.ts';
import { manifest, settings } from './manifest.ts';

export const createProvider: CreateProvider = (values, host) => {
  const { apiKey: keys, baseUrl } = settings.parse(values);
  const apiKey = rotatingSecret(keys)[0] ?? keys;
  const client = new OpenAI({
    apiKey,
    // Explicit, because the SDK reads the environment for what is left out.
    adminAPIKey: null,
    organization: null,
    project: null,
    baseURL: baseUrl,
    ...sdkOptions(host),
  });
  return createChatProvider(
    {
      id: manifest.id,
      apiKey,
      models: manifest.models,
      send: (body, signal) =>
        client.chat.completions
          .create(body as unknown as ChatCompletionCreateParams, { signal })
          .asResponse(),
      streamFields: { stream_options: { include_usage: true } },
      readChunk: ({ usage, error }: { usage?: unknown; error?: unknown }) => ({ usage, error }),
      classify,
    },
    host,
  );
};
