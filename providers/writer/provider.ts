import { z } from 'zod';
import type { CreateProvider, Usage } from '../contract.ts';
import { createChatProvider } from '../openai-compatible/chat-provider.ts';
import { toUsage } from '../openai-compatible/chat-usage.ts';
import type { ChatBody } from '../openai-compatible/dialect.ts';
import { openaiClient, usualStream } from '../openai-compatible/openai-client.ts';
import { withMaxTokens } from '../openai-compatible/shape-body.ts';
import { classify } from './errors.ts';
import { manifest, settings } from './manifest.ts';

export const createProvider: CreateProvider = (values, host) =>
  createChatProvider(
    {
      id: manifest.id,
      models: manifest.models,
      ...openaiClient(settings.parse(values), host, '/chat'),
      ...usualStream,
      shape: (body) => ({ body: withToolChoice(withMaxTokens(body)) }),
      toUsage: toWriterUsage,
      classify,
    },
    host,
  );

/** The choice of a tool is an object around OpenAI's value. */
function withToolChoice(body: ChatBody): ChatBody {
  const { tool_choice: value } = body;
  return value === undefined ? body : { ...body, tool_choice: { value } };
}

const details = z.looseObject({ prompt_token_details: z.unknown().optional() });

/** Writer's own spelling: `prompt_token_details`, where OpenAI has `prompt_tokens_details`. */
function toWriterUsage(reported: unknown): Usage | undefined {
  const usage = details.safeParse(reported).data;
  return toUsage(usage && { ...usage, prompt_tokens_details: usage.prompt_token_details });
}
