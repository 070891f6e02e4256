import type { Usage } from '#providers/contract.ts';
import { chatError, refusal, type ChatRequest } from './chat-request.ts';
import { commonErrors, startChatVendor, type ChatVendor } from './chat-vendor.ts';
import type { StandInOptions } from './vendor-stand-in.ts';

/** One status for three things: the type tells which. */
const tooMany = (type: string) => chatError(429, { message: 'Too many requests.', type });

export const moonshotErrors = {
  ...commonErrors(),
  engineOverloaded: tooMany('engine_overloaded_error'),
  quota: tooMany('exceeded_current_quota_error'),
  noBalanceForbidden: chatError(403, { message: 'Your account balance is not enough.', type: 'forbidden' }),
  contextTooLong: chatError(400, { message: 'Your request exceeded model token limit: 262144' }),
};

const moonshot: ChatVendor = {
  id: 'moonshot',
  apiKey: 'sk-standin-moon-81fa',
  basePath: '/v1',
  models: new Set(['kimi-k2.6', 'kimi-k3', 'kimi-k2.5']),
  maxOutputTokens: 262_144,
  usage: 'when-asked',
  toUsage: toMoonshotUsage,
  check: ({ response_format: format }: ChatRequest) => {
    if (format?.type === 'json_schema') checkSchema(format.json_schema.schema);
  },
};

/** Moonshot's chat on loopback. */
export const startMoonshotStandIn = (options: StandInOptions = {}) => startChatVendor(moonshot, options);

function toMoonshotUsage({ inputUncached, cacheRead, cacheWrite, output }: Usage): Record<string, unknown> {
  const prompt = inputUncached + cacheRead + cacheWrite;
  return {
    prompt_tokens: prompt,
    completion_tokens: output,
    total_tokens: prompt + output,
    cached_tokens: cacheRead,
  };
}

/** An object at the root, and no `type` beside `anyOf` anywhere. */
function checkSchema(schema: Readonly<Record<string, unknown>>): void {
  const text = JSON.stringify(schema, (_key, value: unknown) => {
    const isMixed = typeof value === 'object' && value !== null && 'anyOf' in value && 'type' in value;
    if (isMixed) throw refusal('type is not allowed beside anyOf', null, 'response_format');
    return value;
  });
  if (schema['type'] !== 'object') throw refusal(`no object: ${text}`, null, 'response_format');
}
