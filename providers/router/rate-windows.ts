/** What an operator allows AMAS to ask of one model and key. Absent = as much as the vendor takes. */
export interface Rates {
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
  readonly requestsPerDay?: number | undefined;
  /** At the same time. */
  readonly concurrency?: number | undefined;
}

export type WindowName = Exclude<keyof Rates, 'concurrency'>;

const windowsMs: Readonly<Record<WindowName, number>> = {
  requestsPerMinute: 60_000,
  tokensPerMinute: 60_000,
  requestsPerDay: 86_400_000,
};

export const windowNames = Object.keys(windowsMs) as readonly WindowName[];
export const windowMsOf = (name: WindowName): number => windowsMs[name];

/** What is larger than a whole window can only begin one. */
export const amountIn = (name: WindowName, tokens: number, limit: number): number =>
  name === 'tokensPerMinute' ? Math.min(tokens, limit) : 1;

/** The configured windows, as this process counts them. A window begins with its first call. */
export interface RateWindows {
  waitMs(tokens: number, now: number): number;
  enter(tokens: number, now: number): void;
  /** A call used so many tokens more or less than was thought. */
  correct(tokens: number): void;
  /** Another process used it up. */
  fill(name: WindowName, endsAt: number): void;
}

interface Window {
  readonly name: WindowName;
  readonly limit: number;
  used: number;
  endsAt: number;
}

export function createRateWindows(rates: Rates): RateWindows {
  const windows = windowNames.flatMap((name): Window[] => {
    const limit = rates[name];
    return limit === undefined ? [] : [{ name, limit, used: 0, endsAt: 0 }];
  });
  const waitMsOf = ({ name, limit, used, endsAt }: Window, tokens: number, now: number) =>
    now >= endsAt || used + amountIn(name, tokens, limit) <= limit ? 0 : endsAt - now;
  return {
    waitMs: (tokens, now) =>
      windows.length === 0 ? 0 : Math.max(...windows.map((window) => waitMsOf(window, tokens, now))),
    enter(tokens, now) {
      for (const window of windows) {
        if (now >= window.endsAt) {
          window.used = 0;
          window.endsAt = now + windowsMs[window.name];
        }
        window.used += amountIn(window.name, tokens, window.limit);
      }
    },
    correct(tokens) {
      for (const window of windows) {
        if (window.name === 'tokensPerMinute') window.used = Math.max(0, window.used + tokens);
      }
    },
    fill(name, endsAt) {
      for (const window of windows) {
        if (window.name === name) Object.assign(window, { used: window.limit, endsAt });
      }
    },
  };
}
