import type { Price } from '../contract.ts';

/** The price as it stands at a moment, in milliseconds since the epoch: without promotions that ended, and by the hour. */
export function priceAt(price: Price, now: number): Price {
  const { until, peak, ...usual } = price;
  if (until && now >= Date.parse(until.date)) return until.next;
  return peak && isPeak(peak.hoursUtc, new Date(now)) ? { ...usual, ...ratesOf(peak) } : usual;
}

/** Holidays on which a vendor charges no peak price are not known: the dearer price is taken. */
function isPeak(hoursUtc: NonNullable<Price['peak']>['hoursUtc'], at: Date): boolean {
  const day = at.getUTCDay();
  const hour = at.getUTCHours();
  return day >= 1 && day <= 5 && hoursUtc.some(([from, to]) => hour >= from && hour < to);
}

const ratesOf = ({ hoursUtc: _hours, ...rates }: NonNullable<Price['peak']>) => rates;
