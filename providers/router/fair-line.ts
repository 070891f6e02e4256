import type { Time } from './time.ts';

export interface Waiting {
  readonly organizationId: string;
  readonly priority: 'interactive' | 'background';
}

export interface FairLine<Who extends Waiting> {
  readonly length: number;
  /** True when it is its turn, after `onTurn`; false when none came in time. Rejects with the signal's reason. */
  wait(who: Who, limits: { readonly signal: AbortSignal; readonly limitMs: number }): Promise<boolean>;
  /** Something became free. */
  serve(): void;
}

export interface FairLineOptions<Who> {
  readonly time: Pick<Time, 'after'>;
  /** Milliseconds until there is room for it; 0 = now, infinite = only when somebody leaves. */
  readonly waitMsOf: (who: Who) => number;
  readonly onTurn: (who: Who) => void;
}

interface Place<Who> {
  readonly who: Who;
  readonly take: () => void;
}

/**
 * Interactive calls before background ones; among equals each organization in turn, so that one with a thousand calls
 * does not hold up one with a single call; within an organization in the order of arrival.
 */
export function createFairLine<Who extends Waiting>(options: FairLineOptions<Who>): FairLine<Who> {
  const { time, waitMsOf, onTurn } = options;
  let places: Place<Who>[] = [];
  /** When each waiting organization was served last, as a number that grows. */
  const served = new Map<string, number>();
  let turns = 0;
  let cancelTimer: (() => void) | undefined;

  const remove = (place: Place<Who>) => {
    places = places.filter((other) => other !== place);
    if (places.length === 0) served.clear();
  };
  const first = (): Place<Who> | undefined => {
    let best: Place<Who> | undefined;
    for (const place of places) if (!best || comesBefore(place.who, best.who, served)) best = place;
    return best;
  };
  const serve = () => {
    cancelTimer?.();
    cancelTimer = undefined;
    for (let place = first(); place; place = first()) {
      const waitMs = waitMsOf(place.who);
      if (waitMs > 0) {
        if (waitMs !== Infinity) wakeAfter(waitMs);
        return;
      }
      turns += 1;
      served.set(place.who.organizationId, turns);
      remove(place);
      onTurn(place.who);
      place.take();
    }
  };
  const wakeAfter = (ms: number) => {
    cancelTimer = time.after(ms, serve);
  };

  return {
    get length() {
      return places.length;
    },
    wait: (who, limits) =>
      new Promise((resolve, reject) => {
        const place = takePlace(who, {
          ...limits,
          time,
          resolve,
          reject,
          giveUp: (left) => {
            remove(left);
            serve();
          },
        });
        if (!place) return;
        places.push(place);
        serve();
      }),
    serve,
  };
}

function comesBefore(one: Waiting, other: Waiting, served: ReadonlyMap<string, number>): boolean {
  if (one.priority !== other.priority) return one.priority === 'interactive';
  return (served.get(one.organizationId) ?? 0) < (served.get(other.organizationId) ?? 0);
}

interface PlaceOptions<Who> {
  readonly signal: AbortSignal;
  readonly limitMs: number;
  readonly time: Pick<Time, 'after'>;
  readonly resolve: (hasTurn: boolean) => void;
  readonly reject: (reason: unknown) => void;
  /** It left without its turn. */
  readonly giveUp: (place: Place<Who>) => void;
}

/** Undefined when its caller had left before. */
function takePlace<Who>(who: Who, options: PlaceOptions<Who>): Place<Who> | undefined {
  const { signal, limitMs, time, resolve, reject, giveUp } = options;
  if (signal.aborted) {
    reject(signal.reason);
    return undefined;
  }
  const release = () => {
    cancelLimit();
    signal.removeEventListener('abort', onAbort);
  };
  const place: Place<Who> = {
    who,
    take() {
      release();
      resolve(true);
    },
  };
  const onAbort = () => {
    release();
    reject(signal.reason);
    giveUp(place);
  };
  const cancelLimit = time.after(limitMs, () => {
    release();
    resolve(false);
    giveUp(place);
  });
  signal.addEventListener('abort', onAbort, { once: true });
  return place;
}
