import { commonErrors, openaiError, startChatVendor, type ChatVendor } from './chat-vendor.ts';
import type { StandInOptions } from './vendor-stand-in.ts';

export const alephAlphaErrors = {
  ...commonErrors(),
  contextTooLong: openaiError(
    400,
    "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
  ),
} as const;

const alephAlpha: ChatVendor = {
  id: 'aleph-alpha',
  apiKey: 'standin-pharia-2a8e',
  basePath: '',
  models: new Set(['pharia-1-llm-7b-control']),
  maxOutputTokens: 8_192,
  usage: 'when-asked',
  free: { path: '/models_available', answer: [{ name: 'pharia-1-llm-7b-control' }] },
};

/** Aleph Alpha's chat on loopback. */
export const startAlephAlphaStandIn = (options: StandInOptions = {}) => startChatVendor(alephAlpha, options);
