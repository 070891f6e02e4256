import { createHmac, timingSafeEqual } from 'node:crypto';
import type { InboundRequest } from '#bots/contract.ts';

/**
 * How a platform signs its requests, as data: HMAC-SHA256 over `content`, written into `header` as
 * `<prefix><digest>`. Header names are lower case.
 */
export interface SignatureScheme {
  readonly header: string;
  /** What stands before the digest, such as `sha256=`. */
  readonly prefix: string;
  readonly encoding: 'hex' | 'base64';
  /** Separates several signatures in one header (Standard Webhooks); one of them has to be right. */
  readonly separator?: string;
  /** What is signed, in order. */
  readonly content: readonly ContentPart[];
  /** Where the sender says when it signed, in whole seconds since the epoch, and how far that may be from now. */
  readonly timestamp?: { readonly header: string; readonly toleranceMs: number };
  /** `base64` keys may carry the prefix `whsec_`. */
  readonly key: 'text' | 'base64';
}

/** The raw bytes of the body, the value of a header, or a constant between them. */
export type ContentPart = 'body' | { readonly header: string } | { readonly text: string };

export type SignedRequest = Pick<InboundRequest, 'headers' | 'body' | 'receivedAt'>;

export type Verdict =
  /** `keyIndex`: which of the secrets signed it, 0 the first. */
  | { readonly ok: true; readonly keyIndex: number }
  | { readonly ok: false; readonly reason: 'absent' | 'wrong' | 'stale' };

const digestBytes = 32;
/** A header with more signatures than any rotation needs is an attempt to make us compute. */
const maxSignatures = 16;

/**
 * Checks the signature of a request against every secret that is active, in time that tells nothing about where a
 * guess went wrong. The age is judged after the signature, against the hub's `receivedAt`, in both directions.
 */
export function verifySignature(
  scheme: SignatureScheme,
  request: SignedRequest,
  secrets: readonly string[],
): Verdict {
  const presented = request.headers[scheme.header] ?? '';
  const content = contentOf(scheme, request);
  const signedAtMs = signingTime(scheme, request);
  if (presented === '' || content === undefined || signedAtMs === undefined) {
    return { ok: false, reason: 'absent' };
  }
  const digests = presentedDigests(scheme, presented);
  const matches = secrets.map((secret) => {
    const expected = digest(scheme, content, secret);
    // Every pair is compared: no early exit tells which secret or signature matched.
    return digests.map((candidate) => timingSafeEqual(candidate, expected)).includes(true);
  });
  const keyIndex = matches.indexOf(true);
  if (keyIndex < 0) return { ok: false, reason: 'wrong' };
  const isStale = Math.abs(request.receivedAt - signedAtMs) > (scheme.timestamp?.toleranceMs ?? 0);
  return scheme.timestamp && isStale ? { ok: false, reason: 'stale' } : { ok: true, keyIndex };
}

/** The value of the signature header for a request: what a sender of this platform would write. */
export function signatureOf(scheme: SignatureScheme, request: SignedRequest, secret: string): string {
  const content = contentOf(scheme, request);
  if (content === undefined) throw new TypeError('a header that has to be signed is absent');
  return scheme.prefix + digest(scheme, content, secret).toString(scheme.encoding);
}

function digest(scheme: SignatureScheme, content: readonly (string | Uint8Array)[], secret: string): Buffer {
  const key = scheme.key === 'text' ? secret : Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const hmac = createHmac('sha256', key);
  for (const part of content) hmac.update(part);
  return hmac.digest();
}

/** Undefined when a header that is part of the content is absent. */
function contentOf(scheme: SignatureScheme, request: SignedRequest): (string | Uint8Array)[] | undefined {
  const parts: (string | Uint8Array)[] = [];
  for (const part of scheme.content) {
    const value = valueOf(part, request);
    if (value === undefined) return undefined;
    parts.push(value);
  }
  return parts;
}

function valueOf(part: ContentPart, request: SignedRequest): string | Uint8Array | undefined {
  if (part === 'body') return request.body;
  return 'text' in part ? part.text : request.headers[part.header];
}

/** Milliseconds since the epoch; `receivedAt` itself for schemes that sign no time; undefined when unreadable. */
function signingTime(scheme: SignatureScheme, request: SignedRequest): number | undefined {
  if (!scheme.timestamp) return request.receivedAt;
  const value = request.headers[scheme.timestamp.header] ?? '';
  return /^\d{1,12}$/.test(value) ? Number(value) * 1_000 : undefined;
}

/** Only digests of the right length: `timingSafeEqual` throws on any other. */
function presentedDigests(scheme: SignatureScheme, presented: string): Buffer[] {
  const entries = scheme.separator === undefined ? [presented] : presented.split(scheme.separator);
  return entries.slice(0, maxSignatures).flatMap((entry) => {
    if (!entry.startsWith(scheme.prefix)) return [];
    const decoded = decodeDigest(entry.slice(scheme.prefix.length), scheme.encoding);
    return decoded ? [decoded] : [];
  });
}

function decodeDigest(text: string, encoding: SignatureScheme['encoding']): Buffer | undefined {
  const form = encoding === 'hex' ? /^[0-9a-f]{64}$/i : /^[0-9a-z+/]{43}=$/i;
  if (!form.test(text)) return undefined;
  const bytes = Buffer.from(text, encoding);
  return bytes.length === digestBytes ? bytes : undefined;
}
