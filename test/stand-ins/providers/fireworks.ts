import { commonErrors, openaiError, startChatVendor, type ChatVendor } from './chat-vendor.ts';
import type { StandInOptions } from './vendor-stand-in.ts';

export const fireworksErrors = {
  ...commonErrors(),
  contextTooLong: openaiError(400, 'The prompt is too long: 264613, model maximum context length: 262141', {
    type: 'invalid_request_error',
    code: 'invalid_request_error',
  }),
} as const;

const fireworks: ChatVendor = {
  id: 'fireworks',
  apiKey: 'fw_standin7Qe2',
  basePath: '/inference/v1',
  models: new Set(['accounts/fireworks/models/gpt-oss-120b']),
  maxOutputTokens: 131_072,
  usage: 'last-chunk',
  embeddings: {
    models: { 'nomic-ai/nomic-embed-text-v1.5': { dimensions: 768, shortens: true } },
    maxInputs: 8,
  },
};

/** Fireworks's chat on loopback. */
export const startFireworksStandIn = (options: StandInOptions = {}) => startChatVendor(fireworks, options);
