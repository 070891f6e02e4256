import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const randomBytes = 16;
/** Asking the system for each id's randomness costs more than the id. Every byte is used once. */
const pool = new Uint8Array(256 * randomBytes);
let used = pool.length;

/** Of the id before, as RFC 9562, section 6.2, method 1 has it: ids of one millisecond count on. */
let msecs = -Infinity;
let seq = 0;

/** A new id: UUIDv7 (RFC 9562), so that ids sort by time, also within a millisecond, and index pages fill in order. */
export function uuidv7(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, (used += randomBytes));
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    // Thirty-one random bits of thirty-two: there is room to count on.
    seq = new DataView(random.buffer, random.byteOffset).getUint32(6) & 0x7f_ff_ff_ff;
  } else {
    seq = (seq + 1) | 0;
    if (seq === 0) msecs += 1;
  }
  return v7({ msecs, seq, random });
}

/** The same id for the same name, of at least 16 bytes, and the same time in milliseconds since the epoch. */
export const uuidv7Of = (msecs: number, name: Uint8Array): string => v7({ msecs, random: name.slice(0, 16) });
