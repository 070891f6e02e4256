import type { BotHost } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Api, Call } from './api.ts';
import type { z } from 'zod';

/** Longer waits go back to the queue: a worker has better things to do. */
const patienceMs = 20_000;

export interface PaceOptions {
  readonly accountId: string;
  readonly host: BotHost;
  /** GitHub's secondary limit of content writes. */
  readonly writesPerMinute: number;
}

/** What comes first when there is not room for everything, as a share of the limits. */
const priorities: readonly { readonly routes: RegExp; readonly share: number }[] = [
  { routes: /\/check-runs/, share: 1 },
  { routes: /\/issues\/(?:comments\/)?\{|\/graphql/, share: 0.9 },
  { routes: /\/pulls\//, share: 0.8 },
  { routes: /\/reactions/, share: 0.5 },
];

/**
 * Keeps an installation's writes within GitHub's secondary limits, together with all other processes: 80 a minute, 500
 * an hour, and about one a second after a burst of ten (docs.github.com/rest/using-the-rest-api, best practices). When
 * GitHub limits all the same, everybody waits as long as it says.
 */
export function createPacedApi(api: Api, options: PaceOptions): Api {
  const { host, accountId } = options;
  const { pace } = host;
  if (!pace) return api;
  return {
    call: async (call) => {
      if (!call.route.startsWith('GET ')) await untilTurn(call, options);
      return await noting(() => api.call(call));
    },
    graphql: async (request) => {
      const { query, signal } = request;
      if (query.startsWith('mutation')) await untilTurn({ route: 'POST /graphql', signal }, options);
      return await noting(() => api.graphql(request));
    },
    list: (call) => noting(() => api.list(call)),
  };

  async function noting<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      const isLimit = error instanceof AmasError && error.code === 'bots.rate_limited';
      if (isLimit && typeof error.retry === 'object') await pace?.hold(accountId, error.retry.afterMs);
      throw error;
    }
  }
}

async function untilTurn(
  { route, signal }: Pick<Call<z.ZodType>, 'route' | 'signal'>,
  options: PaceOptions,
): Promise<void> {
  const { host, accountId, writesPerMinute } = options;
  const limits = limitsOf(route, writesPerMinute);
  for (let waitedMs = 0; ;) {
    const waitMs = (await host.pace?.take(accountId, limits)) ?? 0;
    if (waitMs <= 0) return;
    if (waitedMs + waitMs > patienceMs) throw busy(waitMs);
    // The others wait for the same moment.
    const paddedMs = waitMs + Math.round(Math.random() * 50);
    await host.clock.sleep(paddedMs, signal);
    waitedMs += paddedMs;
  }
}

/** With 80 a minute: ten within ten seconds, 80 a minute, 500 an hour, and less for what can wait. */
export function limitsOf(route: string, writesPerMinute: number) {
  // A reaction's route holds that of the comment it is for.
  const share = priorities.findLast(({ routes }) => routes.test(route))?.share ?? 0.9;
  const limit = (windowMs: number, max: number) => ({ windowMs, max: Math.max(1, Math.floor(max * share)) });
  return [
    limit(10_000, writesPerMinute / 8),
    limit(60_000, writesPerMinute),
    limit(3_600_000, (writesPerMinute * 500) / 80),
  ];
}

const busy = (waitMs: number): AmasError =>
  new AmasError('bots.rate_limited', 'the writes to this account have used up its limits', {
    retry: { afterMs: waitMs },
    publicMessage: 'GitHub limits how much AMAS may write. The answer follows by itself.',
    details: { platform: 'github' },
  });
