/** A text that somebody wrote, and may have changed since. Times are ISO 8601, as platforms give them. */
export interface WrittenText {
  readonly text: string;
  readonly createdAt: string;
  /** Absent or equal to `createdAt` for a text that was never changed. */
  readonly editedAt?: string | undefined;
}

export type AsOf =
  | { readonly kind: 'use'; readonly text: string }
  /** For a sentence about what was left out. */
  | { readonly kind: 'leave-out'; readonly reason: 'written later' | 'edited later' | 'of unknown age' };

/**
 * Reads a text as of the event that asked for the work: what was written or changed afterwards was not there when
 * somebody with the right to ask decided to, and could be a trap that was sprung on purpose. Platforms give no earlier
 * versions, so a changed text is left out. `eventAt` is the event's time on the same platform's clock, ISO 8601.
 */
export function textAsOf({ text, createdAt, editedAt = createdAt }: WrittenText, eventAt: string): AsOf {
  const [created, edited, asked] = [createdAt, editedAt, eventAt].map((time) => Date.parse(time));
  if (created === undefined || edited === undefined || asked === undefined)
    return { kind: 'leave-out', reason: 'of unknown age' };
  if ([created, edited, asked].some((time) => Number.isNaN(time)))
    return { kind: 'leave-out', reason: 'of unknown age' };
  if (created > asked) return { kind: 'leave-out', reason: 'written later' };
  return edited > asked ? { kind: 'leave-out', reason: 'edited later' } : { kind: 'use', text };
}
