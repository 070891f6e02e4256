/**
 * One question under way for all who ask it: parts go to everybody who joined, from the first one on. It ends early
 * only when nobody listens any more.
 */
export interface Flight<Part> {
  /** All parts, as they come; throws what the source throws. Whoever stops reading leaves. */
  follow(signal: AbortSignal): AsyncGenerator<Part, void>;
}

export interface Flights<Part> {
  find(key: string): Flight<Part> | undefined;
  /** `source` gets a signal that aborts when nobody listens any more. */
  start(key: string, source: (signal: AbortSignal) => AsyncIterable<Part>): Flight<Part>;
}

export function createFlights<Part>(): Flights<Part> {
  const flights = new Map<string, Flight<Part>>();
  return {
    find: (key) => flights.get(key),
    start(key, source) {
      const flight = createFlight(source, () => {
        if (flights.get(key) === flight) flights.delete(key);
      });
      flights.set(key, flight);
      return flight;
    },
  };
}

function createFlight<Part>(
  source: (signal: AbortSignal) => AsyncIterable<Part>,
  onEnd: () => void,
): Flight<Part> {
  const parts: Part[] = [];
  const leaving = new AbortController();
  let end: { readonly error?: Error } | undefined;
  let listeners = 0;
  let news = Promise.withResolvers<void>();

  const tell = () => {
    news.resolve();
    news = Promise.withResolvers<void>();
  };
  const run = async () => {
    try {
      for await (const part of source(leaving.signal)) {
        parts.push(part);
        tell();
      }
      end = {};
    } catch (error) {
      end = { error: error as Error };
    }
    onEnd();
    tell();
  };
  const leave = () => {
    listeners -= 1;
    if (listeners > 0 || end) return;
    onEnd();
    leaving.abort(new Error('nobody listens any more'));
  };

  let isRunning = false;
  return {
    async *follow(signal) {
      listeners += 1;
      if (!isRunning) void run();
      isRunning = true;
      const left = Promise.withResolvers<never>();
      left.promise.catch(() => undefined);
      const onAbort = () => left.reject(signal.reason as Error);
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        signal.throwIfAborted();
        for (let at = 0; ;) {
          if (at < parts.length) yield parts[at++]!;
          else if (end) break;
          else await Promise.race([news.promise, left.promise]);
        }
        if (end.error) throw end.error;
      } finally {
        signal.removeEventListener('abort', onAbort);
        leave();
      }
    },
  };
}
