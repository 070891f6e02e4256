import type { Usage } from '#providers/contract.ts';
import type { ChatRequest } from './chat-request.ts';
import { commonErrors, startChatVendor, type ChatVendor } from './chat-vendor.ts';
import type { VendorError } from './scripted-answer.ts';
import { Refusal, type StandInOptions } from './vendor-stand-in.ts';

/** Mistral's own body, without `error` around it. */
const mistralError = (
  status: number,
  message: string,
  { type = 'invalid_request_error', code }: { type?: string; code?: string } = {},
): VendorError => ({
  status,
  body: { object: 'error', message, type, param: null, ...(code === undefined ? {} : { code }) },
});

export const mistralErrors = {
  ...commonErrors(mistralError),
  contextTooLong: mistralError(400, 'Prompt contains 300000 tokens, too large for model with 128000'),
  invalidModel: mistralError(400, 'Invalid model: x', { type: 'invalid_model' }),
  invalidFields: { status: 422, body: { detail: [{ loc: ['body', 'messages'], msg: 'Field required' }] } },
};

const mistral: ChatVendor = {
  id: 'mistral',
  apiKey: 'standinMistral3Kd9',
  basePath: '/v1',
  models: new Set(['mistral-medium-3-5', 'mistral-small-2603']),
  maxOutputTokens: 128_000,
  usage: 'last-chunk',
  toUsage: toMistralUsage,
  error: mistralError,
  check,
  // More are refused: "Too many inputs in request, split into more batches."
  embeddings: {
    models: { 'mistral-embed': { dimensions: 1_024 } },
    maxInputs: 256,
    dimensionsField: 'output_dimension',
  },
  // Thinking models write their content in parts.
  rewrite: inParts,
};

/** Mistral's chat on loopback. */
export const startMistralStandIn = (options: StandInOptions = {}) => startChatVendor(mistral, options);

function toMistralUsage({ inputUncached, cacheRead, cacheWrite, output }: Usage): Record<string, unknown> {
  const prompt = inputUncached + cacheRead + cacheWrite;
  return {
    prompt_tokens: prompt,
    completion_tokens: output,
    total_tokens: prompt + output,
    num_cached_tokens: cacheRead,
  };
}

function check({ messages }: ChatRequest): void {
  for (const turn of messages) {
    const ids = turn.role === 'tool' ? [turn.tool_call_id] : [];
    if (turn.role === 'assistant') ids.push(...(turn.tool_calls ?? []).map(({ id }) => id));
    if (ids.some((id) => !/^[a-zA-Z0-9]{9}$/.test(id))) {
      throw new Refusal(mistralError(400, 'Tool call id has to be 9 of a-z, A-Z, 0-9.'));
    }
  }
}

interface WithContent {
  content?: unknown;
}

function inParts(answer: Record<string, unknown>): Record<string, unknown> {
  const choices = (answer['choices'] as { message?: WithContent; delta?: WithContent }[] | undefined) ?? [];
  for (const { message, delta } of choices) {
    for (const holder of [message, delta]) {
      if (typeof holder?.content !== 'string' || holder.content === '') continue;
      holder.content = [
        { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] },
        { type: 'text', text: holder.content },
      ];
    }
  }
  return answer;
}
