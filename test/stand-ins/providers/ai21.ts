import { refusal, type ChatRequest } from './chat-request.ts';
import { commonErrors, startChatVendor, type ChatVendor } from './chat-vendor.ts';
import type { VendorError } from './scripted-answer.ts';
import type { StandInOptions } from './vendor-stand-in.ts';

const ai21Error = (status: number, message: string): VendorError => ({ status, body: { detail: message } });

export const ai21Errors = {
  ...commonErrors(ai21Error),
  badKey: ai21Error(400, 'Forbidden: Bad or missing API key.'),
  contextTooLong: ai21Error(422, 'The prompt is too long: maximum is 256000 tokens.'),
};

const ai21: ChatVendor = {
  id: 'ai21',
  apiKey: 'standin-ai21-77d0',
  basePath: '/studio/v1',
  models: new Set(['jamba-large', 'jamba-mini']),
  maxOutputTokens: 4_096,
  usage: 'last-chunk',
  free: null,
  error: ai21Error,
  check,
};

/** AI21's chat on loopback. */
export const startAi21StandIn = (options: StandInOptions = {}) => startChatVendor(ai21, options);

function check({ response_format: format, stream, tools }: ChatRequest): void {
  if (stream && tools) throw refusal('stream must be false when tools are given', null, 'stream');
  if (format?.type === 'json_schema') throw refusal('unknown response_format', null, 'response_format');
}
