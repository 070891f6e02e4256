import { createHash } from 'node:crypto';
import type { NewDelivery, WrittenDelivery } from '#prisma/repositories/deliveries.ts';

/** One verified delivery on its way into the database. */
export interface IngestRow extends NewDelivery {
  readonly contentType: string;
}

/** `id` is the stored delivery's: for a duplicate the id of the one stored first. */
export type IngestOutcome = WrittenDelivery;

/** PostgreSQL refuses an index entry above 2,704 bytes; senders' ids are far shorter. */
const storableLength = 200;
const printable = /^[\u0020-\u007e]+$/;

/**
 * Ids and event names may come out of a signed body, so they can hold anything: NUL and lone surrogates, which
 * PostgreSQL refuses, or a megabyte. What is not short printable ASCII is replaced by its hash, which keeps the
 * dedupe exact and lets no row fail for its key.
 */
export function toStorableKey(key: string): string {
  if (key.length <= storableLength && printable.test(key)) return key;
  return `sha256:${createHash('sha256').update(key, 'utf16le').digest('hex')}`;
}
