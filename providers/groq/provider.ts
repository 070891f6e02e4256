import Groq from 'groq-sdk';
import type { ChatCompletionCreateParams } from 'groq-sdk/resources/chat/completions';
import { z } from 'zod';
import { rotatingSecret } from '#monitoring/settings.ts';
import type { CreateProvider } from '../contract.ts';
import { createChatProvider } from '../openai-compatible/chat-provider.ts';
import { sdkOptions } from '../openai-compatible/sdk-options.ts';
import { classify } from './errors.ts';
import { manifest, settings } from './manifest.ts';

/** Usage comes with the last chunk, and an error that ended the stream early is a sentence beside it. */
const groqChunk = z.object({
  usage: z.unknown().optional(),
  error: z.unknown().optional(),
  x_groq: z.object({ usage: z.unknown().optional(), error: z.string().nullish() }).nullish().catch(undefined),
});

export const createProvider: CreateProvider = (values, host) => {
  const { apiKey: keys, baseUrl } = settings.parse(values);
  const apiKey = rotatingSecret(keys)[0] ?? keys;
  const root = baseUrl.replace(/(\/openai\/v1)?\/?$/, '');
  const client = new Groq({
    apiKey,
    // The SDK's paths begin with /openai/v1 themselves.
    baseURL: root,
    ...sdkOptions(host),
  });
  return createChatProvider(
    {
      id: manifest.id,
      apiKey,
      models: manifest.models,
      checkUrl: `${root}/openai/v1/models`,
      send: (body, signal) =>
        client.chat.completions
          .create(body as unknown as ChatCompletionCreateParams, { signal })
          .asResponse(),
      // Usage always comes; `stream_options` is not among Groq's parameters.
      streamFields: {},
      readChunk: (value) => {
        const { usage, error, x_groq: extra } = groqChunk.parse(value);
        return { usage: usage ?? extra?.usage, error: error ?? extra?.error };
      },
      classify,
    },
    host,
  );
};
