import { vendorNow } from '../errors.ts';

/** What a vendor says of one of its limits. */
export interface StatedRate {
  readonly remaining: number;
  /** Of the whole window; undefined when not stated. */
  readonly limit: number | undefined;
  /** Milliseconds until it is whole again. */
  readonly resetMs: number;
}

export interface StatedRates {
  readonly requests?: StatedRate;
  readonly tokens?: StatedRate;
}

const families: readonly ((what: string, field: string) => string)[] = [
  // OpenAI, Groq, DeepSeek's kin: x-ratelimit-remaining-requests.
  (what, field) => `x-ratelimit-${field}-${what}`,
  // Anthropic: anthropic-ratelimit-requests-remaining.
  (what, field) => `anthropic-ratelimit-${what}-${field}`,
];

/** Reads the usual headers of a response. What is missing or malformed is not known, never zero. */
export function statedRates(headers: Headers, ownNow: number): StatedRates {
  const wallNow = vendorNow(headers, ownNow);
  const requests = stated(headers, 'requests', wallNow) ?? plain(headers, wallNow);
  const tokens = stated(headers, 'tokens', wallNow);
  return { ...(requests ? { requests } : {}), ...(tokens ? { tokens } : {}) };
}

function stated(headers: Headers, what: string, wallNow: number): StatedRate | undefined {
  for (const name of families) {
    const rate = rateOf((field) => headers.get(name(what, field)), wallNow);
    if (rate) return rate;
  }
  return undefined;
}

/** Moonshot and Mistral count requests only: x-ratelimit-remaining. */
const plain = (headers: Headers, wallNow: number) =>
  rateOf((field) => headers.get(`x-ratelimit-${field}`), wallNow);

const count = /^\d{1,12}$/;

function rateOf(read: (field: string) => string | null, wallNow: number): StatedRate | undefined {
  const remaining = read('remaining');
  const reset = read('reset');
  if (remaining === null || reset === null || !count.test(remaining)) return undefined;
  const resetMs = durationMs(reset, wallNow);
  const limit = read('limit');
  return resetMs === undefined
    ? undefined
    : {
        remaining: Number(remaining),
        limit: limit !== null && count.test(limit) ? Number(limit) : undefined,
        resetMs,
      };
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const longestMs = 86_400_000;
/** Seconds since the epoch are above this, and durations below. */
const leastEpochSeconds = 1_000_000_000;

/** `12ms`, `6m0s`, plain seconds, seconds since the epoch, or a date as RFC 3339. */
function durationMs(text: string, wallNow: number): number | undefined {
  const ms = rawDurationMs(text, wallNow);
  return ms === undefined || Number.isNaN(ms) ? undefined : Math.min(longestMs, Math.max(0, ms));
}

function rawDurationMs(text: string, wallNow: number): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) {
    const seconds = Number(text);
    return seconds >= leastEpochSeconds ? seconds * 1_000 - wallNow : seconds * 1_000;
  }
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return Date.parse(text) - wallNow;
  if (!/^(\d+(\.\d+)?(ms|[smhd]))+$/.test(text)) return undefined;
  const pieces = text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g);
  return [...pieces].reduce((sum, [, amount, unit = 's']) => sum + Number(amount) * (unitMs[unit] ?? 0), 0);
}
