import type { Decimal } from 'decimal.js';

/** One who waits for money. */
export interface Waiter<Answer> {
  readonly usd: Decimal;
  readonly done: (answer: Answer) => void;
  readonly failed: (error: unknown) => void;
}

/** Those who wait for money, in the order in which they came. Who leaves is forgotten. */
export interface WaitingLine<Answer> {
  join(usd: Decimal, signal: AbortSignal): Promise<Answer>;
  all(): readonly Waiter<Answer>[];
  /** Everybody, who then is no longer in line. */
  clear(): readonly Waiter<Answer>[];
  /** Back in line. */
  keep(waiter: Waiter<Answer>): void;
}

export function createWaitingLine<Answer>(): WaitingLine<Answer> {
  let line: Waiter<Answer>[] = [];
  return {
    join: (usd, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const leave = () => {
          line = line.filter((other) => other !== waiter);
          reject(signal.reason as Error);
        };
        const end = () => signal.removeEventListener('abort', leave);
        const waiter: Waiter<Answer> = {
          usd,
          done: (answer) => {
            end();
            resolve(answer);
          },
          failed: (error) => {
            end();
            reject(error);
          },
        };
        signal.addEventListener('abort', leave, { once: true });
        line.push(waiter);
      }),
    all: () => line,
    clear() {
      const everybody = line;
      line = [];
      return everybody;
    },
    keep: (waiter) => line.push(waiter),
  };
}
