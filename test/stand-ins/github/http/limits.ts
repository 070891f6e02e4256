import type { Identity, Route } from './route.ts';
import { Refusal } from './refusal.ts';

export interface LimitSettings {
  /** Requests per installation, app or user and hour. */
  readonly requestsPerHour: number;
  /** Points per minute: a read costs 1, a write 5. */
  readonly pointsPerMinute: number;
  /** Writes below a repository. */
  readonly contentPerMinute: number;
  readonly contentPerHour: number;
  readonly concurrent: number;
  /** GitHub answers either; clients must know both. */
  readonly refusalStatus: 403 | 429;
}

export const githubLimits: LimitSettings = {
  requestsPerHour: 5_000,
  pointsPerMinute: 900,
  contentPerMinute: 80,
  contentPerHour: 500,
  concurrent: 100,
  refusalStatus: 403,
};

const hourMs = 3_600_000;
const minuteMs = 60_000;
const secondaryWaitSeconds = 60;

interface Usage {
  windowStart: number;
  used: number;
  running: number;
  /** Recent costs and content writes, oldest first. */
  points: { readonly at: number; readonly cost: number }[];
  contentAt: number[];
}

/** Primary and secondary rate limits, one account per caller. */
export class Limits {
  settings: LimitSettings;
  readonly #now: () => number;
  readonly #usages = new Map<string, Usage>();

  constructor(settings: LimitSettings, now: () => number) {
    this.settings = settings;
    this.#now = now;
  }

  /** Throws when the caller has spent a limit. */
  admit(identity: Identity, method: string, route: Route | undefined): void {
    const usage = this.#usageOf(identity);
    if (usage.used >= this.settings.requestsPerHour) throw this.primaryRefusal(identity);
    const now = this.#now();
    usage.points = usage.points.filter(({ at }) => at > now - minuteMs);
    usage.contentAt = usage.contentAt.filter((at) => at > now - hourMs);
    const points = usage.points.reduce((sum, { cost }) => sum + cost, 0);
    const isContent = method !== 'GET' && route?.path.startsWith('/repos/') === true;
    const recent = usage.contentAt.filter((at) => at > now - minuteMs).length;
    const { pointsPerMinute, contentPerMinute, contentPerHour } = this.settings;
    if (points >= pointsPerMinute) throw this.secondaryRefusal();
    if (isContent && (recent >= contentPerMinute || usage.contentAt.length >= contentPerHour)) {
      throw this.secondaryRefusal();
    }
    usage.points.push({ at: now, cost: method === 'GET' ? 1 : 5 });
    if (isContent) usage.contentAt.push(now);
  }

  /** Counts a request while it runs, and throws when too many do. Answers what ends it. */
  enter(identity: Identity): () => void {
    const usage = this.#usageOf(identity);
    if (usage.running >= this.settings.concurrent) throw this.secondaryRefusal();
    usage.running++;
    return () => {
      usage.running--;
    };
  }

  charge(identity: Identity): void {
    this.#usageOf(identity).used++;
  }

  /** As `GET /rate_limit` tells it; `reset` in epoch seconds. */
  snapshot(identity: Identity) {
    const { used, windowStart } = this.#usageOf(identity);
    const limit = this.settings.requestsPerHour;
    const remaining = Math.max(0, limit - used);
    return { limit, used, remaining, reset: Math.ceil((windowStart + hourMs) / 1000) };
  }

  headers(identity: Identity): Record<string, string> {
    const { limit, used, remaining, reset } = this.snapshot(identity);
    return {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-used': String(used),
      'x-ratelimit-reset': String(reset),
      'x-ratelimit-resource': 'core',
    };
  }

  primaryRefusal(identity: Identity, status: 403 | 429 = this.settings.refusalStatus): Refusal {
    return new Refusal(status, `API rate limit exceeded for ${describe(identity)}.`, {
      docs: 'overview/rate-limits-for-the-rest-api',
      headers: { 'x-ratelimit-remaining': '0' },
    });
  }

  secondaryRefusal(
    status: 403 | 429 = this.settings.refusalStatus,
    retryAfterSeconds: number = secondaryWaitSeconds,
  ): Refusal {
    const message =
      'You have exceeded a secondary rate limit and have been temporarily blocked from content creation. ' +
      'Please retry your request again later.';
    return new Refusal(status, message, {
      docs: 'overview/rate-limits-for-the-rest-api#about-secondary-rate-limits',
      headers: { 'retry-after': String(retryAfterSeconds) },
    });
  }

  #usageOf(identity: Identity): Usage {
    const key = describe(identity);
    const known = this.#usages.get(key) ?? {
      windowStart: this.#now(),
      used: 0,
      running: 0,
      points: [],
      contentAt: [],
    };
    if (this.#now() >= known.windowStart + hourMs) {
      known.windowStart = this.#now();
      known.used = 0;
    }
    this.#usages.set(key, known);
    return known;
  }
}

function describe(identity: Identity): string {
  if (identity.kind === 'app') return `app ID ${identity.app.id}`;
  if (identity.kind === 'user') return `user ID ${identity.actor.user.id}`;
  return `installation ID ${identity.token.installation.id}`;
}
