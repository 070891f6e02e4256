import { setTimeout as wait } from 'node:timers/promises';
import type { FaultScene } from './scene.ts';

/** A pseudo-random sequence that a seed repeats exactly (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Fault = (faults: FaultScene) => Promise<void>;

const faultsByName: Readonly<Record<string, Fault>> = {
  'kill the worker': async ({ amas }) => {
    await amas.worker().kill('SIGKILL');
    await amas.startWorker();
  },
  'kill the hub': async ({ amas }) => {
    await amas.hub().kill('SIGKILL');
    await amas.startHub();
  },
  'restart PostgreSQL': async (faults) => {
    await faults.stopPostgres('fast');
    await wait(200);
    await faults.startPostgres();
  },
  'crash PostgreSQL': async (faults) => {
    await faults.stopPostgres('immediate');
    await faults.startPostgres();
  },
  'freeze the worker': async ({ amas }) => {
    const { pid } = amas.worker();
    process.kill(pid, 'SIGSTOP');
    await wait(3_000);
    process.kill(pid, 'SIGCONT');
  },
  'lose Redis': async ({ redis }) => {
    await redis?.restart();
  },
};

export interface PlannedFault {
  readonly name: string;
  /** Milliseconds after the fault before. */
  readonly afterMs: number;
}

/** The same seed plans the same faults. Every kind comes at least once. */
export function planFaults(seed: number, hasRedis: boolean): PlannedFault[] {
  const random = createRandom(seed);
  const names = Object.keys(faultsByName).filter((name) => hasRedis || name !== 'lose Redis');
  const shuffled = names
    .map((name) => ({ name, rank: random() }))
    .toSorted((one, other) => one.rank - other.rank);
  return shuffled.map(({ name }) => ({ name, afterMs: Math.round(random() * 800) }));
}

export async function inflict(faults: FaultScene, { name, afterMs }: PlannedFault): Promise<void> {
  await wait(afterMs);
  await faultsByName[name]?.(faults);
}
