/** What the hub grants to senders, who are strangers until their signature is verified. */
export interface HubLimits {
  /** Past these a request is answered 408 and its connection cut. The whole request counts from its first byte. */
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  /** How often the two are checked: the most by which a cut may be late. */
  readonly timeoutCheckMs: number;
  /** Longer than the minute for which proxies keep idle connections, so that they close first. */
  readonly keepAliveMs: number;
  readonly headerBytes: number;
  readonly headerCount: number;
  readonly sockets: number;
  /** Behind a reverse proxy all connections come from its address: keep this above what it opens. */
  readonly socketsPerAddress: number;
  /** Memory for bodies of all requests together. Must exceed the largest cap of a platform. */
  readonly bodyBytesInFlight: number;
  /** Deliveries per second over all platforms, and of one platform; as many again may come at once. */
  readonly deliveriesPerSecond: number;
  readonly deliveriesPerSecondPerPlatform: number;
  /** An answer leaves this long before the sender stops waiting. */
  readonly acknowledgeMarginMs: number;
  readonly readinessTimeoutMs: number;
}

export const defaultLimits: HubLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 20_000,
  timeoutCheckMs: 1_000,
  keepAliveMs: 65_000,
  headerBytes: 16_384,
  headerCount: 100,
  sockets: 4_096,
  socketsPerAddress: 1_024,
  bodyBytesInFlight: 128 * 2 ** 20,
  deliveriesPerSecond: 20_000,
  deliveriesPerSecondPerPlatform: 15_000,
  acknowledgeMarginMs: 500,
  readinessTimeoutMs: 2_000,
};
