/**
 * What the routers of several processes have to agree on: breakers, rate windows, and answers that are kept. Within
 * one process it is memory; a Redis behind it makes it one for all. Losing it costs agreement, never a call.
 */
export interface SharedState {
  get(key: string): Promise<string | undefined>;
  /** Kept for `ttlMs` at the most. */
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /** Adds to a counter that ends `windowMs` after its first addition, unless that takes it over the limit. */
  take(key: string, amount: number, limit: Window): Promise<Taken>;
  publish(topic: string, message: string): Promise<void>;
  /** Hears what others publish, and nothing of its own; returns what ends it. */
  subscribe(topic: string, listener: (message: string) => void): () => void;
}

export interface Window {
  readonly limit: number;
  readonly windowMs: number;
}

export interface Taken {
  readonly ok: boolean;
  /** Milliseconds until the window ends. */
  readonly resetMs: number;
}
