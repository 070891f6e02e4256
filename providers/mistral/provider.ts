import type { CreateProvider } from '../contract.ts';
import { cachedBeside } from '../openai-compatible/cached-beside.ts';
import { createChatProvider } from '../openai-compatible/chat-provider.ts';
import { openaiClient, usualStream } from '../openai-compatible/openai-client.ts';
import { withMaxTokens } from '../openai-compatible/shape-body.ts';
import { classify } from './errors.ts';
import { manifest, settings } from './manifest.ts';
import { withMistralIds } from './tool-call-ids.ts';

export const createProvider: CreateProvider = (values, host) =>
  createChatProvider(
    {
      id: manifest.id,
      models: manifest.models,
      ...openaiClient(settings.parse(values), host),
      ...usualStream,
      // Usage always comes with the last chunk, and unknown parameters are refused.
      streamFields: {},
      shape: (body) => ({ body: withMistralIds(withMaxTokens(body)) }),
      toUsage: cachedBeside('num_cached_tokens'),
      classify,
    },
    host,
  );
