import { outboundFetch } from '#monitoring/http/outbound-fetch.ts';
import { AnswerTooLongError } from '../errors.ts';

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** No vendor answers with so much; whoever does must not fill the memory. */
export const maxAnswerBytes = 64 * 2 ** 20;

/** The body as JSON. Throws `AnswerTooLongError`, or a `SyntaxError` when it is none. */
export async function jsonOf(response: Response): Promise<unknown> {
  // A stated length is held by the transport.
  if (statedBytes(response) <= maxAnswerBytes) return await response.json();
  return JSON.parse(await textOf(response)) as unknown;
}

export async function textOf({ body }: { readonly body: Chunks | null }): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of counted(body ?? [])) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/** Counts the chunks of one body, and throws `AnswerTooLongError` when they are too many together. */
export function createByteLimit(): (chunk: Uint8Array) => void {
  let bytes = 0;
  return (chunk) => {
    bytes += chunk.byteLength;
    if (bytes > maxAnswerBytes) throw new AnswerTooLongError(`more than ${maxAnswerBytes / 2 ** 20} MiB`);
  };
}

/** The chunks, until they are too many together. */
async function* counted(chunks: Chunks): AsyncGenerator<Uint8Array> {
  const count = createByteLimit();
  for await (const chunk of chunks) {
    count(chunk);
    yield chunk;
  }
}

/** A `fetch` whose refusals, or all answers, are limited for an SDK that reads them by itself. */
export function limitedFetch(which: 'all' | 'refusals', send: typeof fetch = outboundFetch): typeof fetch {
  return async (...request) => {
    const response = await send(...request);
    return response.ok && which === 'refusals'
      ? response
      : (new LimitedResponse(response) as unknown as Response);
  };
}

/** As much of a `Response` as the clients of vendors read, without the cost of web streams. */
class LimitedResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly url: string;
  readonly redirected = false;
  readonly statusText: string;
  readonly body: AsyncGenerator<Uint8Array>;
  readonly #whole: Response;

  constructor(whole: Response) {
    ({ status: this.status, ok: this.ok, url: this.url, statusText: this.statusText } = whole);
    this.body = counted(whole.body ?? []);
    this.#whole = whole;
  }

  get headers(): Headers {
    return this.#whole.headers;
  }

  text(): Promise<string> {
    return textOf(this);
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text()) as unknown;
  }
}

function statedBytes({ headers }: Response): number {
  const stated = headers.get('content-length');
  return stated === null ? Infinity : Number(stated);
}
