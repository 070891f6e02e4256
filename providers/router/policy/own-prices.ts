import { z } from 'zod';
import type { Price } from '../../contract.ts';
import { priceShape } from '../../prices/price-shape.ts';
import { priceAt } from '../price-at.ts';

/** No model costs a hundredth of it: what is above was meant for other units. */
const dearestUsd = 10_000;

const usd = z
  .number({ error: 'must be a number of US dollars per million tokens' })
  .min(0, { error: 'must be 0 or more: US dollars per million tokens' })
  .max(dearestUsd, {
    error: `is above $${dearestUsd} for a million tokens: state US dollars per million tokens`,
  });
const day = z.iso.date({ error: 'must be a date such as 2027-01-31' });

/** What an operator pays by a contract of their own. */
const OwnPrice = z
  .strictObject({
    ...priceShape(usd),
    currency: z
      .literal('USD', {
        error: 'must be USD: limits and records are in US dollars, so state the price in them',
      })
      .default('USD'),
    /** For people, such as the number of the contract. */
    source: z
      .string({ error: 'must say where the price stands, such as a contract' })
      .trim()
      .min(1, { error: 'must say where the price stands, such as a contract' })
      .max(200),
    /** From the start of this day on, UTC. */
    since: day.optional(),
    /** Until the start of this day, UTC. */
    until: day.optional(),
  })
  .refine(({ since, until }) => since === undefined || until === undefined || since < until, {
    path: ['until'],
    error: 'must be after since',
  });
type OwnPrice = z.infer<typeof OwnPrice>;

/** One price, or several that hold one after the other. */
export const OwnPrices = z.preprocess(
  (value) => (Array.isArray(value) ? value : [value]),
  z.array(OwnPrice).min(1).max(100).refine(holdsOneADay, { error: 'holds two prices for the same day' }),
);

/** By `provider/model`, or by provider for all of its models. */
export type OwnPriceTable = Readonly<Record<string, readonly OwnPrice[]>>;

/** What the operator pays for a model at `now` (milliseconds since the epoch); undefined = nothing is stated for then. */
export function ownPriceAt(
  table: OwnPriceTable,
  { provider, model }: { readonly provider: string; readonly model: string },
  now: number,
): Price | undefined {
  const stated = tableEntry(table, `${provider}/${model}`) ?? tableEntry(table, provider);
  const holding = stated?.find(({ since, until }) => !isBefore(now, since) && isBefore(now, until, true));
  if (!holding) return undefined;
  const { currency: _currency, since, until: _until, ...price } = holding;
  return priceAt({ ...price, ...(since === undefined ? {} : { checkedAt: since }) }, now);
}

/** What was stated and does not hold any more, as sentences without their last stop: the usual price counts then. */
export function endedPrices(table: OwnPriceTable, now: number): string[] {
  return Object.entries(table).flatMap(([name, prices]) => {
    const last = prices.toSorted(bySince).at(-1)?.until;
    if (last === undefined || isBefore(now, last, true)) return [];
    return [
      `the price that the routing file states for ${name} ended on ${last}: state the new one, until then the usual price counts`,
    ];
  });
}

const tableEntry = (table: OwnPriceTable, name: string) =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** Whether the day has not begun; `otherwise` where there is none. */
const isBefore = (now: number, date: string | undefined, otherwise = false): boolean =>
  date === undefined ? otherwise : now < Date.parse(date);

const bySince = (one: OwnPrice, other: OwnPrice): number =>
  (one.since ?? '').localeCompare(other.since ?? '');

function holdsOneADay(prices: readonly OwnPrice[]): boolean {
  const sorted = prices.toSorted(bySince);
  return sorted.every(({ until }, at) => {
    const next = sorted[at + 1];
    return next === undefined || (until !== undefined && until <= (next.since ?? ''));
  });
}
