import { z } from 'zod';
import { commonErrors, openaiError, startChatVendor, type ChatVendor } from './chat-vendor.ts';
import { vectorOf } from './embeddings.ts';
import type { VendorError } from './scripted-answer.ts';
import { Refusal, type AcceptedRequest, type SeenRequest, type StandInOptions } from './vendor-stand-in.ts';

export const huggingFaceErrors = {
  ...commonErrors(),
  contextTooLong: openaiError(
    422,
    'Input validation error: `inputs` must have less than 4095 tokens. Given: 5000',
  ),
} as const;

const huggingFace: ChatVendor = {
  id: 'hugging-face',
  apiKey: 'hf_standin_4d7b',
  basePath: '/v1',
  models: new Set(['openai/gpt-oss-120b', 'openai/gpt-oss-20b']),
  maxOutputTokens: 131_072,
  usage: 'when-asked',
  free: { path: '/api/whoami-v2', answer: { type: 'user', name: 'acme' } },
};

const extraction = z.strictObject({
  inputs: z.array(z.string().min(1)).min(1).max(32),
  normalize: z.boolean().optional(),
});

/** Hugging Face's chat on loopback, and the embeddings of its own servers, which stand beside the `/v1`. */
export const startHuggingFaceStandIn = (options: StandInOptions = {}) =>
  startChatVendor(huggingFace, options, {
    matches: (path) => path.startsWith('/hf-inference/'),
    accept(request) {
      const { error } = huggingFaceError(request, options.apiKey ?? huggingFace.apiKey);
      if (error) throw new Refusal(error);
      return request as AcceptedRequest;
    },
    // No usage is told.
    toJson: (_answer, request) =>
      (request.body as z.infer<typeof extraction>).inputs.map((text) => vectorOf(text, 1_024)),
  });

function huggingFaceError(
  { path, method, headers, body }: SeenRequest,
  apiKey: string,
): { error?: VendorError } {
  const address = '/hf-inference/models/intfloat/multilingual-e5-large/pipeline/feature-extraction';
  if (headers['authorization'] !== `Bearer ${apiKey}`)
    return { error: plainError(401, 'Invalid username or password.') };
  if (method !== 'POST' || path !== address) return { error: plainError(404, 'Model not found') };
  return extraction.safeParse(body).success ? {} : { error: plainError(400, 'Invalid input') };
}

/** These servers write their errors as a sentence. */
const plainError = (status: number, error: string): VendorError => ({ status, body: { error } });
