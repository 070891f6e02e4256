import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { CompletionRecord, CompletionResult, RoutedPart } from '#providers/contract.ts';
import { toApiError } from '../api-error.ts';
import { errorBody } from '../send.ts';
import { amasPart, finishReason, toToolCall, toUsage, type AnswerFrame } from './chat-answer.ts';

export interface StreamOptions extends AnswerFrame {
  /** What was asked for: told as the model until it is known who answers. */
  readonly want: string;
  readonly includeUsage: boolean;
  readonly warnings: readonly string[];
}

/** A proxy that hears nothing for a minute hangs up: by then the answer has begun, with a status and comments. */
const quietMs = 10_000;

/**
 * Sends the parts as server-sent events of `chat.completion.chunk` objects (OpenAI API reference, Streaming). Status
 * and headers leave with the first part, so that what fails before it has an honest status: such errors are thrown.
 * What fails afterwards is an event of its own, without the `[DONE]` that ends a complete answer.
 */
export async function sendChatStream(
  response: ServerResponse,
  parts: AsyncIterable<RoutedPart>,
  options: StreamOptions,
): Promise<void> {
  const events = createEvents(response);
  const chunks = createChunks(options);
  try {
    for await (const part of parts) {
      if (part.type === 'start' && !response.headersSent)
        response.setHeader('x-amas-model', `${part.provider}/${part.model}`);
      const texts = chunks.of(part);
      if (texts.length > 0) await events.send(texts);
    }
    await events.end('[DONE]');
  } catch (error) {
    if (!response.headersSent) throw error;
    await events.end(JSON.stringify(errorBody(toApiError(error))));
  } finally {
    events.stop();
  }
}

function createEvents(response: ServerResponse) {
  const begin = () => {
    if (response.headersSent) return;
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
  };
  const sayWaiting = () => {
    begin();
    response.write(': waiting\n\n');
  };
  const quiet = setInterval(sayWaiting, quietMs);
  const write = async (text: string) => {
    const isFirst = !response.headersSent;
    begin();
    quiet.refresh();
    const isTaken = response.write(text);
    // Node holds back what is written until all that came in is worked through; the first part is waited for.
    if (isFirst) response.socket?.uncork();
    if (!isTaken && !response.destroyed) await drained(response);
  };
  return {
    send: (data: readonly string[]) => write(data.map((text) => `data: ${text}\n\n`).join('')),
    end: async (data: string) => {
      begin();
      response.end(`data: ${data}\n\n`);
    },
    stop: () => clearInterval(quiet),
  };
}

/** Until the client took what was written, or left. */
async function drained(response: ServerResponse): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  try {
    await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  } finally {
    // Who lost the race would listen for as long as the stream lasts.
    over.abort();
  }
}

function createChunks({ id, created, want, includeUsage, warnings }: StreamOptions) {
  let model = want;
  let hasBegun = false;
  let toolCalls = 0;
  const chunk = (choices: readonly unknown[], more: object = {}) =>
    JSON.stringify({ id, object: 'chat.completion.chunk', created, model, choices, ...more });
  const choice = (delta: object, reason: string | null = null) => ({
    index: 0,
    delta,
    logprobs: null,
    finish_reason: reason,
  });
  const opening = () => {
    if (hasBegun) return [];
    hasBegun = true;
    return [chunk([choice({ role: 'assistant', content: '', refusal: null })])];
  };
  const ending = ({ finish, usage }: CompletionResult, record: CompletionRecord) => {
    const last = chunk([choice({}, finishReason(finish))], { amas: amasPart(record, warnings) });
    if (!includeUsage) return [last];
    return [last, chunk([], { usage: usage === undefined ? null : toUsage(usage) })];
  };
  const textsOf = (part: RoutedPart): readonly string[] => {
    if (part.type === 'text') return [chunk([choice({ content: part.text })])];
    if (part.type === 'finish') return ending(part.result, part.record);
    if (part.type !== 'tool-call') return [];
    const index = toolCalls;
    toolCalls += 1;
    return [chunk([choice({ tool_calls: [{ index, ...toToolCall(part.call) }] })])];
  };
  return {
    of(part: RoutedPart): readonly string[] {
      if (part.type === 'start' || part.type === 'seam') model = `${part.provider}/${part.model}`;
      const texts = textsOf(part);
      return part.type === 'seam' ? [] : [...opening(), ...texts];
    },
  };
}
