/** No vendor sends an event near this; a body without line ends must not fill the memory. */
const maxLineCharacters = 4_000_000;

export class LineTooLongError extends Error {}

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
 * Each event of an event stream, by the WHATWG rules: any line ending, comments skipped, `data` lines
 * joined, and an event whose blank line never came dropped, because it may be cut off.
 */
export async function* namedEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  let data: string[] = [];
  let name = 'message';
  for await (const line of linesOf(chunks)) {
    if (line === '') {
      if (data.length > 0) yield { name, data: data.join('\n') };
      data = [];
      name = 'message';
      continue;
    }
    const [, field, value = ''] = line.match(/^(data|event)(?:: ?|$)(.*)$/s) ?? [];
    if (field === 'data') data.push(value);
    if (field === 'event') name = value;
  }
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let pending = '';
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    const mayEndLine = /[\r\n]/.test(text) || pending.endsWith('\r');
    pending += text;
    if (pending.length > maxLineCharacters) throw new LineTooLongError('a line is too long');
    if (!mayEndLine) continue;
    // A carriage return at the very end may be the first half of a line ending.
    const lines = pending.split(/\r\n|\n|\r(?!$)/);
    pending = lines.pop() ?? '';
    yield* lines;
  }
}
