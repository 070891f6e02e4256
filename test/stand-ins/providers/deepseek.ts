import type { Usage } from '#providers/contract.ts';
import { toChatUsage } from './chat-completions.ts';
import type { ChatRequest } from './chat-request.ts';
import { refusal } from './chat-request.ts';
import { commonErrors, openaiError, startChatVendor, type ChatVendor } from './chat-vendor.ts';
import type { StandInOptions } from './vendor-stand-in.ts';

export const deepseekErrors = {
  ...commonErrors(),
  contextTooLong: openaiError(
    400,
    "This model's maximum context length is 131072 tokens. However, you requested 131134 tokens.",
    { type: 'invalid_request_error', code: 'invalid_request_error' },
  ),
} as const;

const deepseek: ChatVendor = {
  id: 'deepseek',
  apiKey: 'sk-standin4c1d9e',
  basePath: '',
  models: new Set(['deepseek-flash', 'deepseek-v4-pro']),
  maxOutputTokens: 384_000,
  usage: 'when-asked',
  toUsage: toDeepseekUsage,
  check,
};

/** DeepSeek's chat on loopback. */
export const startDeepseekStandIn = (options: StandInOptions = {}) => startChatVendor(deepseek, options);

/** What was written to the cache is not told: it counts as missed. */
function toDeepseekUsage(usage: Usage): Record<string, unknown> {
  return {
    ...toChatUsage({ ...usage, inputUncached: usage.inputUncached + usage.cacheWrite, cacheWrite: 0 }),
    prompt_cache_hit_tokens: usage.cacheRead,
    prompt_cache_miss_tokens: usage.inputUncached + usage.cacheWrite,
  };
}

function check({ response_format: format, messages }: ChatRequest): void {
  if (format?.type === 'json_schema') {
    throw refusal('This response_format type is unavailable now', null, 'response_format');
  }
  if (format?.type === 'json_object' && !/json/i.test(JSON.stringify(messages))) {
    throw refusal("Prompt must contain the word 'json'.", null, 'response_format');
  }
}
