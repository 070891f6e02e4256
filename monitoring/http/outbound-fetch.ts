import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { LRUCache } from 'lru-cache';
import { Agent, errors, type Dispatcher } from 'undici';
import { LeanHeaders } from './lean-headers.ts';
import { isPrivate, isPrivateUrl, PrivateAddressError } from './private-address.ts';

/**
 * Connections to whoever is called stay open for a while, because a new one costs a round trip or three. The caller's
 * signal is the only limit in time: a model may think for minutes before its first byte.
 */
const agentWith = (lookup?: LookupFunction) =>
  new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: 10_000, ...(lookup ? { lookup } : {}) },
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
  readonly headers: LeanHeaders;
  readonly #body: Body;

  constructor(url: string, { statusCode, headers, body }: Dispatcher.ResponseData) {
    this.url = url;
    this.status = statusCode;
    this.ok = statusCode >= 200 && statusCode < 300;
    this.headers = new LeanHeaders(headers);
    this.#body = body;
    this.body = telling(body);
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
 * and headers that are only read. Redirects are not followed: a key must not travel to another host.
 * Failures of the connection are the `TypeError`s that `fetch` throws.
 */
export const outboundFetch = fetchThrough(agentWith());

/** The same, of the public network only: a name is looked at when it is connected to, whatever it meant before. */
export const publicFetch = fetchThrough(agentWith(lookupPublic), async (url) => {
  const { hostname = '' } = URL.parse(url) ?? {};
  const address = hostname.replace(/^\[|\]$/g, '');
  if (isIP(address) > 0 && isPrivate(address)) throw failed('fetch failed', new PrivateAddressError());
});

function fetchThrough(agent: Agent, check?: (url: string) => Promise<void>): typeof fetch {
  return (async (input: string | URL | Request, init: RequestInit = {}) => {
    const { body = null } = init;
    const isPlain = !(input instanceof Request) && (body === null || typeof body === 'string');
    const url = input instanceof Request ? input.url : String(input);
    await check?.(url);
    if (isPlain) return await send(agent, url, { ...init, body });
    if (check && (await isPrivateUrl(url))) throw failed('fetch failed', new PrivateAddressError());
    return await fetch(input, { ...init, redirect: 'manual' });
  }) as typeof fetch;
}

function lookupPublic(...[host, options, callback]: Parameters<LookupFunction>): void {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || !first) callback(error ?? new Error('no address'), []);
    else if (addresses.some(({ address }) => isPrivate(address))) callback(new PrivateAddressError(), []);
    else if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
}

async function send(
  agent: Agent,
  url: string,
  init: Omit<RequestInit, 'body'> & { readonly body: string | null },
): Promise<LeanResponse> {
  const { body, signal = null } = init;
  try {
    const answer = await agent.request({
      ...targetOf(url),
      method: init.method ?? 'GET',
      headers: toPairs(init.headers),
      body,
      signal,
    });
    return new LeanResponse(url, answer);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw failed('fetch failed', error);
  }
}

type Target = Pick<Dispatcher.RequestOptions, 'origin' | 'path'>;

/** Models are asked at few addresses, thousands of times each. */
const targets = new LRUCache<string, Target>({ max: 100 });

function targetOf(url: string): Target {
  const known = targets.get(url);
  if (known) return known;
  const { protocol, origin, pathname, search } = new URL(url);
  if (!/^https?:$/.test(protocol)) throw new TypeError(`${protocol} is no protocol of HTTP`);
  const target = { origin, path: `${pathname}${search}` };
  targets.set(url, target);
  return target;
}

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
      if (!body.readableEnded && !body.destroyed) readRest(body);
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

/** Its timer is cleared: one that fires for each answer makes an error each time. */
function readRest(body: Body): void {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), restMs);
  body
    .dump({ limit: restBytes, signal: late.signal })
    .catch(() => body.destroy())
    .finally(() => clearTimeout(timer));
}

/** Of a body: what `fetch` calls `terminated`. An abort has its own reason. */
function rethrow(error: unknown): never {
  const isTransport =
    error instanceof errors.UndiciError || typeof (error as { code?: unknown }).code === 'string';
  if (isTransport && !(error instanceof errors.RequestAbortedError)) throw failed('terminated', error);
  throw error;
}

function failed(message: string, cause: unknown): TypeError {
  return new TypeError(message, { cause });
}
