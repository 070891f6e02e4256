import { Agent, errors, request, type Dispatcher } from 'undici';

/**
 * Connections to whoever is called stay open for a while, because a new one costs a round trip or three. The caller's
 * signal is the only limit in time: a model may think for minutes before its first byte.
 */
const agent = new Agent({
  headersTimeout: 0,
  bodyTimeout: 0,
  connect: { timeout: 10_000 },
  keepAliveTimeout: 20_000,
});

type Body = Dispatcher.ResponseData['body'];

/** As much of a `Response` as the clients of vendors read. */
class LeanResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly url: string;
  readonly redirected = false;
  readonly statusText = '';
  /** Yields bytes. */
  readonly body: AsyncIterable<Uint8Array>;
  readonly #raw: Dispatcher.ResponseData['headers'];
  readonly #body: Body;
  #headers: Headers | undefined;

  constructor(url: string, { statusCode, headers, body }: Dispatcher.ResponseData) {
    this.url = url;
    this.status = statusCode;
    this.ok = statusCode >= 200 && statusCode < 300;
    this.#raw = headers;
    this.#body = body;
    this.body = telling(body);
  }

  get headers(): Headers {
    this.#headers ??= toHeaders(this.#raw);
    return this.#headers;
  }

  async text(): Promise<string> {
    return await this.#body.text().catch(rethrow);
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text()) as unknown;
  }
}

/**
 * `fetch` for clients of vendors, at a fifth of its cost in processor time (`npm run bench -- router`): no web streams,
 * and headers that are made when somebody looks. Redirects are not followed: a key must not travel to another host.
 * Failures of the connection are the `TypeError`s that `fetch` throws.
 */
export const outboundFetch = (async (input: string | URL | Request, init: RequestInit = {}) => {
  const { body = null, signal = null } = init;
  if (input instanceof Request || !(body === null || typeof body === 'string'))
    return await fetch(input, { ...init, redirect: 'manual' });
  const url = String(input);
  try {
    const answer = await request(url, {
      method: init.method ?? 'GET',
      headers: toPairs(init.headers),
      body,
      signal,
      dispatcher: agent,
    });
    return new LeanResponse(url, answer);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw failed('fetch failed', error);
  }
}) as typeof fetch;

const toPairs = (headers: RequestInit['headers']): string[] =>
  [...(headers instanceof Headers ? headers : new Headers(headers))].flat();

/** What may still come after an answer has said that it is complete: the end of the last chunk, and little else. */
const restBytes = 16_384;
const restMs = 50;

/**
 * The body, with the errors of `fetch`. Whoever stops reading at the end of an answer leaves its connection to the
 * next: closing it would cost a new one. No generator, which would cost every piece.
 */
function telling(body: Body): AsyncIterable<Uint8Array> {
  const pieces = body.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>;
  const iterator: AsyncIterator<Uint8Array> = {
    next: () => pieces.next().catch(rethrow),
    async return() {
      if (!body.readableEnded && !body.destroyed)
        body.dump({ limit: restBytes, signal: AbortSignal.timeout(restMs) }).catch(() => body.destroy());
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

/** Of a body: what `fetch` calls `terminated`. An abort has its own reason. */
function rethrow(error: unknown): never {
  const isTransport =
    error instanceof errors.UndiciError || typeof (error as { code?: unknown }).code === 'string';
  if (isTransport && !(error instanceof errors.RequestAbortedError)) throw failed('terminated', error);
  throw error;
}

const failed = (message: string, cause: unknown) => new TypeError(message, { cause });

function toHeaders(raw: Dispatcher.ResponseData['headers']): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one);
  }
  return headers;
}
