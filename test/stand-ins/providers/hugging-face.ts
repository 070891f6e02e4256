import { commonErrors, startChatVendor, type ChatVendor } from './chat-vendor.ts';
import type { StandInOptions } from './vendor-stand-in.ts';

export const huggingFaceErrors = commonErrors();

const huggingFace: ChatVendor = {
  id: 'hugging-face',
  apiKey: 'hf_standin_4d7b',
  basePath: '/v1',
  models: new Set(['openai/gpt-oss-120b', 'openai/gpt-oss-20b']),
  maxOutputTokens: 131_072,
  usage: 'when-asked',
};

/** Hugging Face's chat on loopback. */
export const startHuggingFaceStandIn = (options: StandInOptions = {}) =>
  startChatVendor(huggingFace, options);
