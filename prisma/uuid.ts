import { v7 } from 'uuid';

/** A new id: UUIDv7 (RFC 9562), so that ids sort by time and index pages fill in order. */
export const uuidv7 = (): string => v7();

/** The same id for the same name, of at least 16 bytes, and the same time in milliseconds since the epoch. */
export const uuidv7Of = (msecs: number, name: Uint8Array): string => v7({ msecs, random: name.slice(0, 16) });
