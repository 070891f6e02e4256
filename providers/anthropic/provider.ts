import Anthropic from '@anthropic-ai/sdk';
import { z } from 'zod';
import { rotatingSecret } from '#monitoring/settings.ts';
import type { AttemptContext, CompletionPart, CompletionResult, CreateProvider } from '../contract.ts';
import { isConnectionLost, malformed, toFailure } from '../errors.ts';
import { createKeyCheck } from '../http/key-check.ts';
import { limitedFetch } from '../http/limited-body.ts';
import { sdkOptions } from '../openai-compatible/sdk-options.ts';
import { classify } from './errors.ts';
import { manifest, settings } from './manifest.ts';
import { createMessageAssembler } from './message-stream.ts';
import { rateLimitResetMs } from './rate-limit-reset.ts';
import { toMessagesRequest } from './request.ts';
import { messageAnswer, toResult } from './response.ts';

export const createProvider: CreateProvider = (values, host) => {
  const { apiKey: keys, baseUrl } = settings.parse(values);
  const apiKey = rotatingSecret(keys)[0] ?? keys;
  const client = new Anthropic({
    apiKey,
    baseURL: baseUrl,
    ...sdkOptions({ ...host, fetch: limitedFetch('all', host.fetch) }),
    openTelemetry: false,
  });
  const failureOf = (thrown: unknown, signal: AbortSignal): Error =>
    thrown instanceof z.ZodError
      ? malformed(manifest.id, thrown.issues[0]?.path.join('.') ?? '')
      : toFailure(thrown, {
          provider: manifest.id,
          apiKey,
          signal,
          now: host.clock.now(),
          classify,
          statedWaitMs: rateLimitResetMs,
        });

  // The SDK's own call for it sends the key as a bearer's.
  const url = `${baseUrl.replace(/\/$/, '')}/v1/models?limit=1000`;
  const headers = { 'x-api-key': apiKey, 'anthropic-version': '2026-10-21' };
  return {
    id: manifest.id,

    check: createKeyCheck({ id: manifest.id, apiKey, classify, url, headers, readError }, host),

    async complete(request, { model, signal }) {
      const { body, warnings } = toMessagesRequest(request, model, manifest.models);
      try {
        const { data, request_id: requestId } = await client.messages.create(body, { signal }).withResponse();
        return { ...toResult(messageAnswer.parse(data)), warnings, ...(requestId ? { requestId } : {}) };
      } catch (error) {
        throw failureOf(error, signal);
      }
    },

    async *stream(request, context) {
      const { body, warnings } = toMessagesRequest(request, context.model, manifest.models);
      try {
        const { data: events, request_id: requestId } = await client.messages
          .create({ ...body, stream: true }, { signal: context.signal })
          .withResponse();
        const answer = yield* textParts(events, context);
        const result: CompletionResult = { ...answer, warnings, ...(requestId ? { requestId } : {}) };
        for (const call of result.toolCalls) yield { type: 'tool-call', call };
        yield { type: 'finish', result };
      } catch (error) {
        throw failureOf(error, context.signal);
      }
    },
  };
};

/**
 * The text as it comes, and then the whole answer. The SDK ends without an error when the signal aborts and when the
 * connection is closed early, so the terminator decides: without it the answer is `truncated`.
 */
async function* textParts(
  events: AsyncIterable<{ readonly type: string }>,
  { model, signal }: AttemptContext,
): AsyncGenerator<CompletionPart, Omit<CompletionResult, 'warnings' | 'requestId'>> {
  const assembler = createMessageAssembler(model);
  try {
    for await (const event of events) {
      if (event.type === 'message_stop') return assembler.end(true);
      const text = assembler.add(event);
      if (text !== '') yield { type: 'text', text };
    }
  } catch (error) {
    if (signal.aborted || !isConnectionLost(error)) throw error;
  }
  signal.throwIfAborted();
  return assembler.end(false);
}

const refusal = z.object({ error: z.object({ type: z.string(), message: z.string() }) });

const readError = (body: unknown) => refusal.safeParse(body).data?.error ?? {};
