import { commonErrors, openaiError, startChatVendor, type ChatVendor } from './chat-vendor.ts';
import type { StandInOptions } from './vendor-stand-in.ts';

export const togetherErrors = {
  ...commonErrors(),
  contextTooLong: openaiError(
    422,
    'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4097. Given: 80125 `inputs` tokens and 4096 `max_new_tokens`',
    { type: 'invalid_request_error' },
  ),
} as const;

const together: ChatVendor = {
  id: 'together',
  apiKey: 'standin-together-9f2c',
  basePath: '/v1',
  models: new Set(['openai/gpt-oss-120b', 'openai/gpt-oss-20b']),
  maxOutputTokens: 131_072,
  usage: 'when-asked',
  embeddings: { models: { 'intfloat/multilingual-e5-large-instruct': { dimensions: 1_024 } }, maxInputs: 32 },
};

/** Together's chat on loopback. */
export const startTogetherStandIn = (options: StandInOptions = {}) => startChatVendor(together, options);
