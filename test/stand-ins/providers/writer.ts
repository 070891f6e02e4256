import type { Usage } from '#providers/contract.ts';
import { commonErrors, startChatVendor, type ChatVendor } from './chat-vendor.ts';
import { refusal } from './chat-request.ts';
import type { VendorError } from './scripted-answer.ts';
import type { StandInOptions } from './vendor-stand-in.ts';

const writerError = (status: number, message: string): VendorError => ({
  status,
  body: { tpe: 'Fail', errors: [{ description: message, key: 'fail.error', extras: {} }], extras: {} },
});

export const writerErrors = {
  ...commonErrors(writerError),
  contextTooLong: writerError(400, 'The prompt is too long for the context window.'),
};

const writer: ChatVendor = {
  id: 'writer',
  apiKey: 'standin-writer-5e1b',
  basePath: '/v1',
  chatPath: '/chat',
  models: new Set(['palmyra-x5', 'palmyra-x4']),
  maxOutputTokens: 8_192,
  usage: 'when-asked',
  toUsage: toWriterUsage,
  error: writerError,
  read: withPlainToolChoice,
  rewrite: withMessage,
};

/** Writer's chat on loopback. */
export const startWriterStandIn = (options: StandInOptions = {}) => startChatVendor(writer, options);

function toWriterUsage({ inputUncached, cacheRead, cacheWrite, output, reasoning }: Usage) {
  const prompt = inputUncached + cacheRead + cacheWrite;
  return {
    prompt_tokens: prompt,
    completion_tokens: output,
    total_tokens: prompt + output,
    prompt_token_details: { cached_tokens: cacheRead },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
}

/** `{ value }` around what OpenAI takes bare, and nothing else. */
function withPlainToolChoice({
  tool_choice: choice,
  ...body
}: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (choice === undefined) return body;
  const isObject = typeof choice === 'object' && choice !== null && 'value' in choice;
  if (!isObject) throw refusal('tool_choice must be an object', null, 'tool_choice');
  return { ...body, tool_choice: choice.value };
}

/** Each chunk repeats its delta as `message`: reading both doubles the text. */
function withMessage(answer: Record<string, unknown>): Record<string, unknown> {
  const choices = (answer['choices'] as Record<string, unknown>[] | undefined) ?? [];
  return {
    ...answer,
    choices: choices.map((choice) => ({ ...choice, message: choice['delta'] ?? choice['message'] })),
  };
}
