import type { IncomingMessage } from 'node:http';
import type { ByteBudget } from '#monitoring/http/byte-budget.ts';
import { readBody } from '#monitoring/http/read-body.ts';
import { parseStrictJson, type JsonTrouble } from '#monitoring/http/strict-json.ts';
import { ApiError, invalidRequest } from './api-error.ts';

const troubles: Readonly<Record<JsonTrouble, string>> = {
  'not-utf8': 'The body is not UTF-8.',
  'not-json': 'The body is not valid JSON.',
  'too-deep': 'The body nests deeper than a hundred levels.',
  'repeated-key': 'The body names a field twice in one object.',
};

const tooLarge = (capBytes: number) =>
  new ApiError(413, `The body is larger than ${capBytes / 2 ** 20} MiB.`, {
    type: 'invalid_request_error',
    code: 'request_too_large',
  });

/** The value of a JSON body. Throws an `ApiError`; what is not read any more is left on the wire, and paused. */
export async function readJson(
  request: IncomingMessage,
  { capBytes, budget }: { readonly capBytes: number; readonly budget: ByteBudget },
): Promise<unknown> {
  refuseUnreadable(request);
  if (Number(request.headers['content-length'] ?? 0) > capBytes) throw tooLarge(capBytes);
  const read = await readBody(request, capBytes, budget);
  if (read.kind === 'too_large') throw tooLarge(capBytes);
  if (read.kind === 'over_budget') throw overloaded();
  if (read.kind !== 'read') throw invalidRequest('The body did not arrive in a way that can be read.');
  try {
    const parsed = parseStrictJson(read.body);
    if (parsed.ok) return parsed.value;
    throw invalidRequest(troubles[parsed.trouble], undefined, 'invalid_json');
  } finally {
    budget.release(read.reservedBytes);
  }
}

function refuseUnreadable({ headers }: IncomingMessage): void {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw unsupported('Send the body without compression.');
  if (!/^application\/json\b/i.test(headers['content-type'] ?? ''))
    throw unsupported('Send the body as content-type application/json.');
}

const unsupported = (message: string) =>
  new ApiError(415, message, { type: 'invalid_request_error', code: 'unsupported_media_type' });

const overloaded = () =>
  new ApiError(503, 'Too many large requests are under way. Try again shortly.', {
    type: 'server_error',
    code: 'overloaded',
    retryAfterMs: 1_000,
  });
