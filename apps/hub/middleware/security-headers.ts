import type { RequestHandler } from 'express';

/** For everything a browser may open. Nothing here is to be framed, sniffed, cached or fed from elsewhere. */
const headers: ReadonlyMap<string, string> = new Map([
  [
    'content-security-policy',
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  ],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['referrer-policy', 'no-referrer'],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['cache-control', 'no-store'],
]);

export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.setHeaders(headers as Map<string, string>);
  next();
};
