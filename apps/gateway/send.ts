import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiError } from './api-error.ts';

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

export const errorBody = ({ message, type, param, code }: ApiError) => ({
  error: { message, type, param: param ?? null, code },
});

/** What is left of a refused body is not worth reading beyond this. */
const shortBodyBytes = 65_536;

export function sendError(request: IncomingMessage, response: ServerResponse, error: ApiError): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  // Its clients try again by themselves on 408, 409, 429 and 5xx: told not to where that cannot help.
  response.setHeader('x-should-retry', String(error.retryAfterMs !== undefined));
  if (error.retryAfterMs !== undefined) {
    response.setHeader('retry-after', Math.ceil(error.retryAfterMs / 1_000));
    response.setHeader('retry-after-ms', Math.ceil(error.retryAfterMs));
  }
  if (error.status === 401) response.setHeader('www-authenticate', 'Bearer');
  const isShort = request.complete || Number(request.headers['content-length'] ?? Infinity) <= shortBodyBytes;
  if (!isShort) response.setHeader('connection', 'close');
  sendJson(response, error.status, errorBody(error));
  if (isShort) request.resume();
}
