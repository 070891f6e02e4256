/** One HTTP request as the hub read it: bytes, never parsed. Header names are lower case and each appears once. */
export interface InboundRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Milliseconds since the epoch, of the hub's clock. */
  readonly receivedAt: number;
}

export type RejectReason =
  | 'signature_absent'
  | 'signature_wrong'
  | 'timestamp_stale'
  | 'malformed_handshake'
  | 'not_configured';

/**
 * What a platform's request turned out to be. Expected outcomes are values; `apps/hub` holds the one table that
 * maps them to HTTP statuses.
 */
export type Received =
  | {
      readonly kind: 'delivery';
      /** The sender's own id of this delivery, stable across its retries: the dedupe key. */
      readonly externalId: string;
      /** The sender's name of the event, such as `pull_request` or `app_mention`. */
      readonly event: string;
      /** Which of several active secrets signed it (0 = the first): watched during a rotation. */
      readonly keyIndex: number;
      /** What the sender expects as the body of a 200, when that is not the hub's own JSON (a Slack command). */
      readonly acknowledgement?: { readonly contentType: string; readonly body: string };
    }
  | {
      readonly kind: 'handshake';
      readonly status: number;
      readonly contentType: string;
      readonly body: string;
    }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'rejected'; readonly reason: RejectReason };

/** A stored delivery, as the worker reads it back. */
export interface Delivery {
  readonly id: string;
  readonly organizationId: string;
  readonly projectId: string;
  readonly platform: string;
  readonly event: string;
  readonly externalId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
}

/** The inbound half: pure, light, no SDK. Loaded by the hub. */
export interface Receiver {
  /** Verifies the bytes and answers handshakes. `settings` holds one entry per integration that may have sent it. */
  receive(request: InboundRequest, settings: Readonly<Record<string, string>>): Received;
}
