import { createFairLine, type Waiting } from './fair-line.ts';
import { createLearnedRates } from './learned-rates.ts';
import type { StatedRates } from './rate-headers.ts';
import { createRateWindows, type Rates, type WindowName } from './rate-windows.ts';
import type { Time } from './time.ts';

export interface Patience {
  readonly who: Waiting;
  /** Its abort leaves the line, with its reason. */
  readonly signal: AbortSignal;
  readonly limitMs: number;
}

/**
 * The rates of one model and key: configured ones, and those that the vendor states in its headers. Who does not fit
 * waits in a line that is fair between organizations.
 */
export interface Gate {
  /** Milliseconds until a call of that size may pass; 0 = now. */
  waitMs(tokens: number, now: number): number;
  /** Undefined = it passed. Else it waits for its turn, and false says that none came in time. */
  pass(tokens: number, waiting: Patience): Promise<boolean> | undefined;
  /** Ends a call that passed. `usedTokens`: what it came to; undefined when unknown. */
  leave(estimatedTokens: number, usedTokens: number | undefined): void;
  /** The vendor said so: nobody asks before. */
  block(forMs: number): void;
  hear(stated: StatedRates): void;
  /** Another process used the window up, which ends after `resetMs`. */
  fill(window: WindowName, resetMs: number): void;
  readonly inFlight: number;
}

export function createGate(rates: Rates, time: Pick<Time, 'now' | 'after'>): Gate {
  const windows = createRateWindows(rates);
  const learned = createLearnedRates();
  const { concurrency = Infinity } = rates;
  let inFlight = 0;
  let blockedUntil = 0;

  const waitMs = (tokens: number, now: number) => {
    if (inFlight >= concurrency) return Infinity;
    return Math.max(0, blockedUntil - now, windows.waitMs(tokens, now), learned.waitMs(tokens, now));
  };
  const enter = (tokens: number, now: number) => {
    inFlight += 1;
    windows.enter(tokens, now);
    learned.enter(tokens);
  };
  const line = createFairLine<Waiting & { readonly tokens: number }>({
    time,
    waitMsOf: ({ tokens }) => waitMs(tokens, time.now()),
    onTurn: ({ tokens }) => enter(tokens, time.now()),
  });

  return {
    get inFlight() {
      return inFlight;
    },
    waitMs: (tokens, now) => (line.length > 0 ? Math.max(1, waitMs(tokens, now)) : waitMs(tokens, now)),
    pass(tokens, { who, signal, limitMs }) {
      const now = time.now();
      if (line.length > 0 || waitMs(tokens, now) > 0)
        return line.wait({ ...who, tokens }, { signal, limitMs });
      enter(tokens, now);
      return undefined;
    },
    leave(estimatedTokens, usedTokens) {
      inFlight -= 1;
      windows.correct((usedTokens ?? estimatedTokens) - estimatedTokens);
      line.serve();
    },
    block(forMs) {
      blockedUntil = Math.max(blockedUntil, time.now() + forMs);
    },
    hear: (stated) => learned.hear(stated, time.now()),
    fill: (name, resetMs) => windows.fill(name, time.now() + resetMs),
  };
}
