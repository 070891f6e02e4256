import type { Failed } from './round.ts';
import type { Time } from './time.ts';
import { endStream, LostRace, type Begun, type Try } from './try.ts';

/** An attempt until it begins to answer. */
export interface Running {
  readonly opened: Try;
  /** Rejects with what ends the whole call. */
  readonly ended: Promise<Begun | { readonly failed: readonly Failed[] }>;
}

export interface RaceOptions {
  readonly time: Time;
  /** When the second one starts, if the first has not ended by then. */
  readonly afterMs: number;
  /** Undefined when there is nobody, or no time, money or allowance for it. */
  readonly second: (isOver: () => boolean) => Promise<Running | undefined>;
}

/** The first to begin wins, and the other one is cancelled. A failure waits for the other. */
export async function race(
  first: Running,
  { time, afterMs, second }: RaceOptions,
): Promise<Awaited<Running['ended']>> {
  let isOver = false;
  const late = Promise.withResolvers<Running | undefined>();
  const cancel = time.after(afterMs, () => {
    if (!isOver) second(() => isOver).then(late.resolve, late.reject);
  });
  try {
    const early = await Promise.race([first.ended, late.promise.then((running) => ({ running }))]);
    if (!('running' in early)) return early;
    if (!early.running) return await first.ended;
    return await firstOf(first, early.running);
  } finally {
    isOver = true;
    cancel();
    // What is still being prepared ends as soon as it sees that it is late.
    late.promise.catch(() => undefined);
  }
}

async function firstOf(one: Running, other: Running): Promise<Awaited<Running['ended']>> {
  const tagged = [one, other].map(async (running) => ({ running, ended: await running.ended }));
  try {
    const { running, ended } = await Promise.race(tagged);
    if (!('failed' in ended)) return ended;
    const rest = running === one ? other : one;
    const last = await rest.ended;
    return 'failed' in last ? { failed: [...ended.failed, ...last.failed] } : last;
  } finally {
    for (const each of [one, other]) each.ended.catch(() => undefined);
    for (const each of tagged) each.catch(() => undefined);
  }
}

/** Ends the ones that did not win. */
export function endLosers(winner: Begun, running: readonly Running[]): void {
  for (const { opened, ended } of running) {
    if (opened.attempt === winner.attempt) continue;
    opened.close({ error: new LostRace('another attempt was faster') });
    ended.then(
      (late) => 'rest' in late && endStream(late),
      () => undefined,
    );
  }
}
