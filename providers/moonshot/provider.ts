import type { CreateProvider } from '../contract.ts';
import { cachedBeside } from '../openai-compatible/cached-beside.ts';
import { createChatProvider } from '../openai-compatible/chat-provider.ts';
import type { ChatBody } from '../openai-compatible/dialect.ts';
import { openaiClient, usualStream } from '../openai-compatible/openai-client.ts';
import { withMaxTokens } from '../openai-compatible/shape-body.ts';
import { classify } from './errors.ts';
import { manifest, settings } from './manifest.ts';
import { toMoonshotSchema } from './schema-form.ts';

export const createProvider: CreateProvider = (values, host) =>
  createChatProvider(
    {
      id: manifest.id,
      models: manifest.models,
      ...openaiClient(settings.parse(values), host),
      ...usualStream,
      shape: (body) => ({ body: withKnownSchema(withMaxTokens(body)) }),
      toUsage: cachedBeside('cached_tokens'),
      echoesReasoning: true,
      classify,
    },
    host,
  );

const withKnownSchema = (body: ChatBody): ChatBody => {
  const { response_format: format } = body;
  return format === undefined ? body : { ...body, response_format: toMoonshotSchema(format) };
};
