import { createHmac } from 'node:crypto';

/** The value of `X-Hub-Signature-256` (or of the old SHA-1 header) over the raw body. */
export function signBody(algorithm: 'sha256' | 'sha1', secret: string, body: string): string {
  return `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`;
}
