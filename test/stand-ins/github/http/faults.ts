/** A failure ordered in advance, for the next requests that match. */
export type Fault = FaultMatch & FaultKind;

export interface FaultMatch {
  readonly method?: string;
  /** Tested against the path without the query. */
  readonly path?: RegExp;
  /** How many requests fail; 1 by default. */
  readonly times?: number;
  /** How many matching requests pass before the first fails. */
  readonly skip?: number;
  /** The effect takes place although the answer tells of a failure. */
  readonly isApplied?: boolean;
}

export type FaultKind =
  | { readonly kind: 'primary-limit'; readonly status?: 403 | 429 }
  | { readonly kind: 'secondary-limit'; readonly status?: 403 | 429; readonly retryAfterSeconds?: number }
  /** 422 with code `abuse`: the secondary limit as some writes tell it. */
  | { readonly kind: 'abuse' }
  /** A right that was taken away a moment ago. `needed` is what GitHub names: `pull_requests=write`. */
  | { readonly kind: 'forbidden'; readonly needed: string }
  /** An HTML page from a proxy in front. */
  | { readonly kind: 'server-error'; readonly status: 500 | 502 | 503 | 504 }
  /** The connection ends without an answer. */
  | { readonly kind: 'cut' }
  /** A true answer, late. */
  | { readonly kind: 'slow'; readonly delayMs: number };

interface Order {
  readonly fault: Fault;
  toSkip: number;
  left: number;
}

export class Faults {
  #orders: Order[] = [];

  add(fault: Fault): void {
    this.#orders.push({ fault, toSkip: fault.skip ?? 0, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#orders = [];
  }

  /** The fault this request meets, if one was ordered for it; ordered first, met first. */
  take(method: string, path: string): Fault | undefined {
    const order = this.#orders.find(
      ({ fault }) => (fault.method ?? method) === method && (fault.path?.test(path) ?? true),
    );
    if (!order) return undefined;
    if (order.toSkip > 0) {
      order.toSkip--;
      return undefined;
    }
    order.left--;
    if (order.left <= 0) this.#orders.splice(this.#orders.indexOf(order), 1);
    return order.fault;
  }
}
