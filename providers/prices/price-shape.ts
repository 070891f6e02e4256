import { z } from 'zod';

/** `usd`: US dollars per million tokens. */
export const ratesShape = (usd: z.ZodNumber) => ({
  input: usd,
  output: usd,
  /** Absent: calls that read from, or wrote to, the vendor's prompt cache have an unknown cost. */
  cacheRead: usd.exactOptional(),
  cacheWrite: usd.exactOptional(),
});

/** What reviewed prices and those that an operator states may hold: tiers by length and hours of the day. */
export const priceShape = (usd: z.ZodNumber) => ({
  ...ratesShape(usd),
  above: z.strictObject({ ...ratesShape(usd), inputTokens }).exactOptional(),
  peak: z.strictObject({ ...ratesShape(usd), hoursUtc: z.array(span).min(1) }).exactOptional(),
});

const inputTokens = z.int({ error: 'must be a count of tokens, such as 200000' }).positive({
  error: 'must be a count of tokens, such as 200000',
});

const hour = z
  .int({ error: 'must be an hour from 0 to 24, UTC' })
  .min(0, { error: 'must be an hour from 0 to 24, UTC' })
  .max(24, { error: 'must be an hour from 0 to 24, UTC' });

const span = z.tuple([hour, hour]).refine(([from, to]) => from < to, {
  error: 'must be before its end; across midnight there are two, such as [22, 24] and [0, 6]',
});
