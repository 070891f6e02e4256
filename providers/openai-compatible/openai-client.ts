import { rotatingSecret } from '#monitoring/settings.ts';
import type { ProviderHost } from '../contract.ts';
import type { ChatBody, ChatDialect } from './dialect.ts';
import { limitedFetch } from '../http/limited-body.ts';
import { errorIn, withErrorBodies } from './error-body.ts';
import { PlainOpenAI } from './plain-openai.ts';
import { sdkOptions } from './sdk-options.ts';

export interface ClientSettings {
  /** One key, or several separated by commas while one is replaced: the first is used. */
  readonly apiKey: string;
  readonly baseUrl: string;
}

interface OtherCalls {
  /** The same for another path. */
  readonly post: (path: string, body: object, signal: AbortSignal) => Promise<Response>;
  /** The response unread; rejects unless it is a 2xx. */
  readonly get: (path: string, signal: AbortSignal) => Promise<Response>;
}

/**
 * What a dialect needs of OpenAI's client, for every vendor that takes its requests. `path` is where the vendor has its
 * chat, below the base URL.
 */
export function openaiClient(
  { apiKey: keys, baseUrl }: ClientSettings,
  host: ProviderHost,
  path = '/chat/completions',
): Pick<ChatDialect, 'apiKey' | 'send' | 'checkUrl'> & OtherCalls {
  const apiKey = rotatingSecret(keys)[0] ?? keys;
  const client = new PlainOpenAI({
    apiKey,
    // Explicit, because the SDK reads the environment for what is left out.
    adminAPIKey: null,
    organization: null,
    project: null,
    baseURL: baseUrl,
    ...sdkOptions({ ...host, fetch: withErrorBodies(limitedFetch('refusals', host.fetch)) }),
  });
  const send = (body: ChatBody, signal: AbortSignal) =>
    client.post(path, { body, signal, stream: body['stream'] === true }).asResponse();
  const get = (otherPath: string, signal: AbortSignal) => client.get(otherPath, { signal }).asResponse();
  const post = (otherPath: string, body: object, signal: AbortSignal) =>
    client.post(otherPath, { body, signal }).asResponse();
  return { apiKey, send, get, post, checkUrl: `${baseUrl.replace(/\/$/, '')}/models` };
}

/** What most vendors of this shape do at the end of a stream. */
export const usualStream: Pick<ChatDialect, 'streamFields' | 'readChunk'> = {
  streamFields: { stream_options: { include_usage: true } },
  readChunk: (chunk: { usage?: unknown; error?: unknown; choices?: unknown }) => ({
    usage: chunk.usage,
    // What is neither a chunk nor a wrapped error is an error as the vendor writes it in a body.
    error: chunk.error ?? (chunk.choices === undefined ? errorIn(chunk) : undefined),
  }),
};
