import { createParser } from 'eventsource-parser';
import { AnswerTooLongError } from '../errors.ts';
import { createByteLimit } from './limited-body.ts';

/** No vendor sends an event near this; a body without line ends must not fill the memory. */
const maxEventCharacters = 4_000_000;

export interface ServerSentEvent {
  /** The `event` field; `message` where there is none. */
  readonly name: string;
  readonly data: string;
}

/** The `data` of each event, for vendors that say the kind of an event in it; those that came together in one array. */
export function serverSentEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  return read(chunks, ({ data }) => data);
}

/** Each event with its name; those that came together in one array. */
export function namedEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly ServerSentEvent[]> {
  return read(chunks, (event) => event);
}

/**
 * The events of an event stream, by the WHATWG rules: one whose blank line never came is dropped, because it may be cut
 * off. Rejects with `AnswerTooLongError` when an event or a comment does not come to an end. One generator for both
 * forms: each more between wire and reader costs every event.
 */
async function* read<Value>(
  chunks: AsyncIterable<Uint8Array>,
  toValue: (event: ServerSentEvent) => Value,
): AsyncGenerator<readonly Value[]> {
  let ready: Value[] = [];
  let pendingCharacters = 0;
  const parser = createParser({
    onEvent: ({ event, data }) => {
      ready.push(toValue({ name: event ?? 'message', data }));
      pendingCharacters = 0;
    },
    onComment: () => {
      pendingCharacters = 0;
    },
  });
  const decoder = new TextDecoder();
  const count = createByteLimit();
  for await (const chunk of chunks) {
    count(chunk);
    const text = decoder.decode(chunk, { stream: true });
    pendingCharacters += text.length;
    parser.feed(text);
    if (pendingCharacters > maxEventCharacters)
      throw new AnswerTooLongError(`an event of more than ${maxEventCharacters} characters`);
    if (ready.length === 0) continue;
    const values = ready;
    ready = [];
    yield values;
  }
}
