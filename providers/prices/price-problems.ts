import { z } from 'zod';
import { basePrices } from './base-release.ts';
import { overrides } from './overrides.ts';
import { priceShape, ratesShape } from './price-shape.ts';

/** A price that was read longer ago than this is told to people: vendors change theirs several times a year. */
export const stalePriceDays = 120;
const dayMs = 86_400_000;

const usd = z.number().min(0).max(100_000);
const price = z.strictObject({
  ...priceShape(usd),
  until: z.strictObject({ date: z.iso.date(), next: z.strictObject(ratesShape(usd)) }).optional(),
  source: z.string().min(1),
  checkedAt: z.iso.date(),
});

/** Whether a price can be counted with; one that can't is treated as unknown. */
export const isWellFormed = (found: unknown): boolean => price.safeParse(found).success;

/** Something about the price data that a person should know, as a sentence without its last stop. */
export interface PriceProblem {
  readonly provider: string;
  readonly model: string;
  readonly problem: string;
}

type PriceTable = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What is malformed, too old or dated in the future, at `now` in milliseconds since the epoch. */
export function priceProblems(now: number, table: PriceTable = overrides): PriceProblem[] {
  const entries = Object.entries(table).flatMap(([provider, models]) =>
    Object.entries(models).map(([model, found]) => ({ provider, model, problem: problemOf(found, now) })),
  );
  return entries.filter((entry): entry is PriceProblem => entry.problem !== undefined);
}

/** The same of the base that answers for models nobody reviewed; undefined while it is fresh. */
export const baseProblem = (now: number): string | undefined => {
  const age = ageProblem(basePrices.publishedAt, now);
  return age && `the price list of ${basePrices.source} ${age}`;
};

function problemOf(found: unknown, now: number): string | undefined {
  const parsed = price.safeParse(found);
  if (parsed.success) {
    const age = ageProblem(parsed.data.checkedAt, now);
    return age && `its price ${age}`;
  }
  const { path, message } = parsed.error.issues[0]!;
  return `its price is malformed and counts as unknown: ${path.join('.') || 'the entry'}: ${message}`;
}

function ageProblem(date: string, now: number): string | undefined {
  const days = Math.floor((now - Date.parse(date)) / dayMs);
  // A clock without a sensible time makes every price old or not yet read: that is said, not counted with.
  if (!Number.isFinite(days)) return 'has an age that is not known, because the clock tells no time';
  if (days < -1) return `is dated ${date}, in the future: correct the date, or the clock of this machine`;
  return days > stalePriceDays
    ? `was read on ${date}, ${days} days ago: compare it with the vendor's page`
    : undefined;
}
