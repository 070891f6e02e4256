import { v7 } from 'uuid';

/** A new id: UUIDv7 (RFC 9562), so that ids sort by time and index pages fill in order. */
export const uuidv7 = (): string => v7();
