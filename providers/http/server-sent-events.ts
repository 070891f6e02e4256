import { createParser } from 'eventsource-parser';
import { AnswerTooLongError } from '../errors.ts';
import { counted } from './limited-body.ts';

/** No vendor sends an event near this; a body without line ends must not fill the memory. */
const maxEventCharacters = 4_000_000;

export interface ServerSentEvent {
  /** The `event` field; `message` where there is none. */
  readonly name: string;
  readonly data: string;
}

/** The `data` of each event, for vendors that say the kind of an event in it. */
export async function* serverSentEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  for await (const { data } of namedEvents(chunks)) yield data;
}

/**
 * Each event of an event stream, by the WHATWG rules: an event whose blank line never came is dropped, because it may
 * be cut off. Rejects with `AnswerTooLongError` when an event or a comment does not come to an end.
 */
export async function* namedEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  let ready: ServerSentEvent[] = [];
  let pendingCharacters = 0;
  const parser = createParser({
    onEvent: ({ event, data }) => {
      ready.push({ name: event ?? 'message', data });
      pendingCharacters = 0;
    },
    onComment: () => {
      pendingCharacters = 0;
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of counted(chunks)) {
    const text = decoder.decode(chunk, { stream: true });
    pendingCharacters += text.length;
    parser.feed(text);
    if (pendingCharacters > maxEventCharacters) throw new AnswerTooLongError('an event is too long');
    if (ready.length === 0) continue;
    const events = ready;
    ready = [];
    yield* events;
  }
}
