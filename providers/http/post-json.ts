import { outboundFetch } from '#monitoring/http/outbound-fetch.ts';
import type { ProviderHost } from '../contract.ts';
import { textOf } from './limited-body.ts';

/** The error inside a refusal, in the words that `errors.ts` reads. */
export interface RefusalWords {
  readonly type?: string | undefined;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

export interface JsonGet {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly readError: (body: unknown) => RefusalWords & { readonly retryAfterMs?: number | undefined };
}

export interface JsonPost extends JsonGet {
  readonly body: unknown;
}

/** Thrown for every status but 2xx. It has the fields of the SDKs' errors, so that all are read by the same code. */
export class HttpRefusal extends Error {
  readonly status: number;
  readonly headers: Headers;
  readonly error: RefusalWords;

  constructor(status: number, headers: Headers, error: RefusalWords) {
    super(`answered with ${status}`);
    this.status = status;
    this.headers = headers;
    this.error = error;
  }
}

export const postJson = ({ body, ...call }: JsonPost, host: ProviderHost): Promise<Response> =>
  send(call, host, {
    method: 'POST',
    headers: { ...call.headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

export const getJson = (call: JsonGet, host: ProviderHost): Promise<Response> =>
  send(call, host, { method: 'GET', headers: call.headers });

/** Sends once: redirects are not followed, because a key must not travel to another host. */
async function send(
  { url, signal, readError }: JsonGet,
  host: ProviderHost,
  init: RequestInit,
): Promise<Response> {
  const response = await (host.fetch ?? outboundFetch)(url, { ...init, redirect: 'manual', signal });
  if (response.ok) return response;
  const text = await textOf(response);
  const { retryAfterMs, ...words } = readError(parsed(text));
  const stated = new Headers(response.headers);
  // A wait that the vendor states in the body counts like one in the header.
  if (retryAfterMs !== undefined) stated.set('retry-after-ms', String(retryAfterMs));
  throw new HttpRefusal(response.status, stated, words);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
