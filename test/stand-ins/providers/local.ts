import { refusal } from './chat-request.ts';
import { commonErrors, openaiError, startChatVendor, type ChatVendor } from './chat-vendor.ts';
import type { StandInOptions } from './vendor-stand-in.ts';

export const localErrors = {
  ...commonErrors(),
  contextTooLong: openaiError(
    400,
    'request (4390 tokens) exceeds the available context size (4096 tokens), try increasing it',
    { type: 'exceed_context_size_error' },
  ),
} as const;

/** The first that the server lists. */
export const servedModel = 'qwen3:8b';

/** The one that embeds. */
export const servedEmbeddings = 'nomic-embed-text';

const local: ChatVendor = {
  id: 'local',
  apiKey: 'standin-own-server',
  basePath: '/v1',
  models: new Set([servedModel, 'llama3.3']),
  maxOutputTokens: 8_192,
  usage: 'when-asked',
  embeddings: { models: { [servedEmbeddings]: { dimensions: 768, shortens: true } }, maxInputs: 32 },
  check: ({ response_format: format }) => {
    if (format?.type === 'json_schema') throw refusal('unknown response_format', null, 'response_format');
  },
};

/** A server of one's own on loopback. */
export const startLocalStandIn = (options: StandInOptions = {}) => startChatVendor(local, options);
