import { z } from 'zod';
import type { ApiKeyRow } from '#prisma/repositories/api-keys.ts';
import { invalidRequest } from './api-error.ts';
import { requireModel } from './authenticate.ts';
import { bindingOf } from './binding.ts';
import type { Call, RouteHost } from './route.ts';
import { sendJson } from './send.ts';
import { tellRecord } from './tell-record.ts';

const maxInputs = 2_048;

const body = z.object({
  model: z.string().min(1).max(200),
  input: z.union(
    [
      z
        .string()
        .min(1)
        .transform((text) => [text]),
      z.array(z.string().min(1)).min(1).max(maxInputs),
    ],
    {
      error: `takes a text or 1 to ${maxInputs} texts, none empty: tokens are not taken, because each model has its own`,
    },
  ),
  dimensions: z.int().min(1).max(100_000).nullish(),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  user: z.string().max(200).nullish(),
});

/** `POST /v1/embeddings` (OpenAI API reference, Embeddings). */
export async function answerEmbeddings(
  host: RouteHost,
  call: Call,
  value: unknown,
  key: ApiKeyRow,
): Promise<void> {
  const parsed = body.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path.join('.') ?? '';
    throw invalidRequest(
      path === '' ? 'The body must be a JSON object.' : `${path}: ${issue?.message}.`,
      path || undefined,
    );
  }
  const { model, input, dimensions, encoding_format: format, user } = parsed.data;
  requireModel(key, model);
  const binding = { ...bindingOf(host, call, key), want: model, ...(user ? { userId: user } : {}) };
  const result = await host.router.embed(
    binding,
    { inputs: input, ...(dimensions ? { dimensions } : {}) },
    call.signal,
  );
  tellRecord(call.response, result.record);
  host.words.said({
    request: { messages: input.map((content) => ({ role: 'user', content })) },
    record: result.record,
    text: '',
    organizationId: key.organizationId,
  });
  const tokens = result.usage?.inputTokens;
  sendJson(call.response, 200, {
    object: 'list',
    data: result.vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      // The official clients ask for base64 of little-endian 32-bit floats, and read both.
      embedding:
        format === 'base64' ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector,
    })),
    model: result.model,
    ...(tokens === undefined ? {} : { usage: { prompt_tokens: tokens, total_tokens: tokens } }),
    amas: { warnings: result.warnings },
  });
}
