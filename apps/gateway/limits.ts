/** What the gateway grants to whoever connects; a key is asked for before a body is read. */
export interface GatewayLimits {
  /** Past these a request is answered 408 and its connection cut. */
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly timeoutCheckMs: number;
  readonly keepAliveMs: number;
  readonly headerBytes: number;
  readonly sockets: number;
  readonly socketsPerAddress: number;
  /** Of one request: a million tokens of text are some 4 MB. */
  readonly bodyBytes: number;
  /** Of all requests together. */
  readonly bodyBytesInFlight: number;
  /** From the end of the request to the end of its answer, unless the client asks for less. */
  readonly deadlineMs: number;
}

export const defaultLimits: GatewayLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 60_000,
  timeoutCheckMs: 1_000,
  keepAliveMs: 65_000,
  headerBytes: 16_384,
  sockets: 4_096,
  socketsPerAddress: 1_024,
  bodyBytes: 16 * 2 ** 20,
  bodyBytesInFlight: 128 * 2 ** 20,
  deadlineMs: 300_000,
};
