import type { IncomingMessage } from 'node:http';
import type { BotManifest, InboundRequest, Received, Receiver } from '#bots/contract.ts';
import type { Problem } from '../problem.ts';
import { methodNotAllowed, refusals, rejections } from '../refusals.ts';

/** The inbound half of one platform, as `bots/<platform>` ships it. */
export interface PlatformReceiver extends Receiver {
  readonly manifest: BotManifest;
}

/** One integration that may have sent a request to an address. */
export interface IntegrationEntry {
  readonly organizationId: string;
  readonly projectId: string;
  readonly settings: Readonly<Record<string, string>>;
}

export type Verified =
  | { readonly received: Exclude<Received, { kind: 'rejected' }>; readonly integration: IntegrationEntry }
  | { readonly refusal: Problem };

/** One platform's address. */
export interface Endpoint {
  readonly manifest: BotManifest;
  /** What is wrong with a request before a byte of its body is read, if anything. */
  screen(request: IncomingMessage): Problem | undefined;
  /** The headers to store beside the body. */
  keep(request: IncomingMessage): Record<string, string>;
  /** Asks the receiver for each integration in turn: the first that verifies the bytes is the sender. */
  verify(request: InboundRequest, integrations: readonly IntegrationEntry[]): Verified;
}

/** A second copy of these changes what a request means, whatever the platform. */
const alwaysSingular = ['host', 'content-type', 'content-encoding'];

export function createEndpoint(platform: PlatformReceiver, maxHeaders: number): Endpoint {
  const { manifest } = platform;
  const contentTypes = new Set(manifest.contentTypes);
  const singular = toBits([...alwaysSingular, ...manifest.singularHeaders]);
  return {
    manifest,
    screen(request) {
      if (request.method !== 'POST') return methodNotAllowed('POST');
      const { headers, rawHeaders } = request;
      if (rawHeaders.length > maxHeaders * 2) return refusals.headersTooLarge;
      // Only servers set cookies; and it is the one header that Node gives as a list.
      if (headers['set-cookie'] !== undefined) return refusals.malformedRequest;
      if (hasRepeated(rawHeaders, singular)) return refusals.duplicateHeader;
      if (!contentTypes.has(mediaTypeOf(headers['content-type']))) return refusals.contentType;
      if (!isPlain(headers['content-encoding'], headers['transfer-encoding']))
        return refusals.contentEncoding;
      if (Number(headers['content-length'] ?? 0) > manifest.maxBodyBytes) return refusals.bodyTooLarge;
      return undefined;
    },
    keep({ headers }) {
      const kept: Record<string, string> = {};
      for (const name of manifest.keptHeaders) {
        const value = headers[name];
        if (typeof value === 'string') kept[name] = value;
      }
      return kept;
    },
    verify: (request, integrations) => verifyWith(platform, request, integrations),
  };
}

function verifyWith(
  receiver: Receiver,
  request: InboundRequest,
  integrations: readonly IntegrationEntry[],
): Verified {
  let refusal = rejections.not_configured;
  for (const integration of integrations) {
    const received = receiver.receive(request, integration.settings);
    if (received.kind !== 'rejected') return { received, integration };
    if (refusal === rejections.not_configured) refusal = rejections[received.reason];
  }
  return { refusal };
}

/** Lower case and without parameters: `application/json; charset=utf-8` is `application/json`. Empty when absent. */
export function mediaTypeOf(contentType: string | undefined): string {
  if (contentType === undefined) return '';
  const end = contentType.indexOf(';');
  return (end === -1 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
}

/** Neither compressed as content nor, which would hide it from a look at the content's headers, in transfer. */
function isPlain(contentEncoding: string | undefined, transferEncoding: string | undefined): boolean {
  return (
    (contentEncoding === undefined || contentEncoding.toLowerCase() === 'identity') &&
    (transferEncoding === undefined || transferEncoding.toLowerCase() === 'chunked')
  );
}

function toBits(names: readonly string[]): ReadonlyMap<string, number> {
  const unique = [...new Set(names.map((name) => name.toLowerCase()))];
  if (unique.length > 31) throw new Error('A manifest may name 28 singular headers at most.');
  return new Map(unique.map((name, index) => [name, 1 << index]));
}

/**
 * Raw headers, because Node joins or drops copies before anyone sees them. A bit per name instead of a set, because
 * this runs for every request.
 */
function hasRepeated(rawHeaders: readonly string[], singular: ReadonlyMap<string, number>): boolean {
  let seen = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const bit = singular.get((rawHeaders[index] as string).toLowerCase());
    if (bit === undefined) continue;
    if ((seen & bit) !== 0) return true;
    seen |= bit;
  }
  return false;
}
