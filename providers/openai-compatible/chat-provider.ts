import { z } from 'zod';
import type {
  AttemptContext,
  CompletionPart,
  CompletionRequest,
  CompletionResult,
  Provider,
  ProviderHost,
} from '../contract.ts';
import { isConnectionLost, malformed } from '../errors.ts';
import { refusalWords } from './error-body.ts';
import { createKeyCheck } from '../http/key-check.ts';
import { chatFailure, type FailureOf } from './chat-failure.ts';
import { toChatRequest, type ChatRequest } from './chat-request.ts';
import { chatCompletion, toResult } from './chat-response.ts';
import { createChatAssembler } from './chat-stream.ts';
import type { ChatDialect } from './dialect.ts';
import { streamedText } from '../http/streamed-text.ts';
import { jsonOf } from '../http/limited-body.ts';

/** A provider that speaks OpenAI's chat completions. */
export function createChatProvider(dialect: ChatDialect, host: ProviderHost): Provider {
  const failureOf = chatFailure(dialect, host);

  const bodyFor = (request: CompletionRequest, model: string) => {
    const { body, warnings } = toChatRequest(request, model, dialect);
    const shaped = dialect.shape?.(body) ?? { body };
    return { ...shaped, warnings: [...warnings, ...(shaped.warnings ?? [])] };
  };
  const ask = async ({ body, warnings }: ChatRequest, signal: AbortSignal): Promise<CompletionResult> => {
    try {
      const response = await dialect.send(body, signal);
      const completion = chatCompletion.parse(await jsonOf(response));
      return { ...toResult(completion, dialect.toUsage), warnings, ...requestIdOf(response) };
    } catch (error) {
      throw failureOf(error, signal);
    }
  };

  const { checkUrl: url, ...vendor } = dialect;
  const headers = { authorization: `Bearer ${dialect.apiKey}` };
  return {
    id: dialect.id,
    ...(url === undefined
      ? {}
      : { check: createKeyCheck({ ...vendor, url, headers, readError: refusalWords }, host) }),

    complete: (request, { model, signal }) => ask(bodyFor(request, model), signal),

    async *stream(request, context) {
      const asked = bodyFor(request, context.model);
      if (asked.inOnePiece) {
        yield* partsOf(await ask(asked, context.signal));
        return;
      }
      const { body, warnings } = asked;
      try {
        const response = await dialect.send(
          { ...body, stream: true, ...dialect.streamFields },
          context.signal,
        );
        const answer = yield* textParts(response, { dialect, context, failureOf });
        const result: CompletionResult = { ...answer, warnings, ...requestIdOf(response) };
        yield* partsOf(result, result.text.length);
      } catch (error) {
        throw failureOf(error, context.signal);
      }
    },
  };
}

/** An answer as the end of a stream, without the text that was handed on already. */
function* partsOf(result: CompletionResult, handedOn = 0): Generator<CompletionPart> {
  const text = result.text.slice(handedOn);
  if (text !== '') yield { type: 'text', text };
  for (const call of result.toolCalls) yield { type: 'tool-call', call };
  yield { type: 'finish', result };
}

/** Made once: a schema costs more than what it checks. */
const anyChunk = z.looseObject({});

interface StreamHost {
  readonly dialect: ChatDialect;
  readonly context: AttemptContext;
  readonly failureOf: FailureOf;
}

/**
 * The text as it comes, and then the whole answer. The events are read here and not by the SDK, which hides whether
 * `[DONE]` came: a connection that ends without it, whether closed or cut, makes the answer `truncated`.
 */
async function* textParts(
  response: Response,
  { dialect, context, failureOf }: StreamHost,
): AsyncGenerator<CompletionPart, Omit<CompletionResult, 'warnings' | 'requestId'>> {
  if (!response.body) throw malformed(dialect.id, 'no body');
  const assembler = createChatAssembler(context.model, dialect.toUsage);
  let isComplete = false;
  try {
    isComplete = yield* streamedText(response.body, (data) => {
      const chunk = anyChunk.parse(JSON.parse(data));
      const { usage, error } = dialect.readChunk(chunk);
      if (error) throw failureOf({ error, headers: response.headers }, context.signal);
      return { text: assembler.add(chunk, usage) };
    });
  } catch (error) {
    if (context.signal.aborted || !isConnectionLost(error)) throw error;
  }
  return assembler.end(isComplete);
}

function requestIdOf(response: Response): { requestId?: string } {
  const requestId = response.headers.get('x-request-id');
  return requestId === null ? {} : { requestId };
}
