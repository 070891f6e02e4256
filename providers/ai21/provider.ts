import type { CreateProvider } from '../contract.ts';
import { createChatProvider } from '../openai-compatible/chat-provider.ts';
import type { ChatBody, ShapedBody } from '../openai-compatible/dialect.ts';
import { openaiClient, usualStream } from '../openai-compatible/openai-client.ts';
import { withMaxTokens } from '../openai-compatible/shape-body.ts';
import { classify } from './errors.ts';
import { manifest, settings } from './manifest.ts';

export const createProvider: CreateProvider = (values, host) =>
  createChatProvider(
    {
      id: manifest.id,
      models: manifest.models,
      ...openaiClient(settings.parse(values), host),
      ...usualStream,
      streamFields: {},
      // The vendor has no free call that wants a key.
      checkUrl: undefined,
      shape,
      classify,
    },
    host,
  );

/** `stream` must be false where there are tools. */
function shape(body: ChatBody): ShapedBody {
  return { body: withMaxTokens(body), inOnePiece: 'tools' in body };
}
