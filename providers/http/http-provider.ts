import { z } from 'zod';
import type {
  CompletionPart,
  CompletionRequest,
  CompletionResult,
  Provider,
  ProviderHost,
} from '../contract.ts';
import { isConnectionLost, malformed } from '../errors.ts';
import { createKeyCheck } from './key-check.ts';
import { httpFailure, type HttpVendor } from './http-failure.ts';
import { postJson, type HttpRefusal, type JsonPost } from './post-json.ts';
import { streamedText } from './streamed-text.ts';
import { jsonOf } from './limited-body.ts';

/** A result without what only the transport knows. */
export type Answer = Omit<CompletionResult, 'warnings' | 'requestId'>;

export interface HttpCall {
  readonly url: string;
  readonly streamUrl: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly streamBody: Readonly<Record<string, unknown>>;
  /** What could not be honoured, in plain words. */
  readonly warnings: readonly string[];
}

/** What one streamed event brought. */
export interface Streamed {
  readonly text?: string;
  /** It ends the stream: the error as `HttpRefusal` has it. */
  readonly error?: HttpRefusal['error'];
  /** It is the vendor's terminator. */
  readonly isLast?: boolean;
}

export interface Assembler {
  /** Takes one event. Throws a `ZodError` when it is malformed. */
  add(event: object): Streamed;
  /** The answer so far; `truncated` unless all came that makes an answer of this vendor whole. */
  end(terminated: boolean): Answer;
}

/** What differs between vendors that have no fitting SDK. */
export interface HttpDialect extends HttpVendor {
  readonly headers: Readonly<Record<string, string>>;
  readonly toCall: (request: CompletionRequest, model: string) => HttpCall;
  /** Throws a `ZodError` when it is malformed. */
  readonly readAnswer: (body: unknown, model: string) => Answer;
  readonly createAssembler: (model: string) => Assembler;
  readonly readError: JsonPost['readError'];
  /** A GET that costs nothing and wants the key; absent where the vendor has none. */
  readonly checkUrl?: string;
}

/** A provider over the vendor's own HTTP contract. */
export function createHttpProvider(dialect: HttpDialect, host: ProviderHost): Provider {
  const { id, headers, readError } = dialect;
  const failureOf = httpFailure(dialect, host);
  const post = (url: string, body: unknown, signal: AbortSignal) =>
    postJson({ url, headers, body, signal, readError }, host);

  const { checkUrl: checked } = dialect;
  return {
    id,
    ...(checked === undefined ? {} : { check: createKeyCheck({ ...dialect, url: checked }, host) }),

    async complete(request, { model, signal }) {
      const { url, body, warnings } = dialect.toCall(request, model);
      try {
        const response = await post(url, body, signal);
        const answer = dialect.readAnswer(await jsonOf(response), model);
        return { ...answer, warnings, ...requestIdOf(response) };
      } catch (error) {
        throw failureOf(error, signal);
      }
    },

    async *stream(request, { model, signal }) {
      const { streamUrl, streamBody, warnings } = dialect.toCall(request, model);
      try {
        const response = await post(streamUrl, streamBody, signal);
        const assembler = dialect.createAssembler(model);
        const answer = yield* partsOf(response, { assembler, signal, id });
        const result: CompletionResult = { ...answer, warnings, ...requestIdOf(response) };
        for (const call of result.toolCalls) yield { type: 'tool-call', call };
        yield { type: 'finish', result };
      } catch (error) {
        throw failureOf(error, signal);
      }
    },
  };
}

interface Stream {
  readonly assembler: Assembler;
  readonly signal: AbortSignal;
  readonly id: string;
}

async function* partsOf(
  response: Response,
  { assembler, signal, id }: Stream,
): AsyncGenerator<CompletionPart, Answer> {
  if (!response.body) throw malformed(id, 'no body');
  let isComplete = false;
  try {
    isComplete = yield* streamedText(response.body, (data) => {
      const { text = '', error, isLast } = assembler.add(z.looseObject({}).parse(JSON.parse(data)));
      // Without a status: the stream began with a 200, and what it wrote may be charged.
      if (error) throw Object.assign(new Error('the stream failed'), { error, headers: response.headers });
      return { text, isLast: isLast === true };
    });
  } catch (error) {
    if (signal.aborted || !isConnectionLost(error)) throw error;
  }
  return assembler.end(isComplete);
}

function requestIdOf(response: Response): { requestId?: string } {
  const requestId = response.headers.get('x-request-id');
  return requestId === null ? {} : { requestId };
}
