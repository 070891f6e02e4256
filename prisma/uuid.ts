import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const idBytes = 16;
/** Randomness for many ids at once: asking for it costs more than all the rest of an id. */
const pool = new Uint8Array(idBytes * 256);
let used = pool.length;

function rng(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += idBytes;
  return pool.slice(used - idBytes, used);
}

/** A new id: UUIDv7 (RFC 9562), so that ids sort by time and index pages fill in order. */
export const uuidv7 = (): string => v7({ rng });

/** The same id for the same name, of at least 16 bytes, and the same time in milliseconds since the epoch. */
export const uuidv7Of = (msecs: number, name: Uint8Array): string => v7({ msecs, random: name.slice(0, 16) });
