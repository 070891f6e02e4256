import { LRUCache } from 'lru-cache';
import type { Clock } from '#monitoring/clock.ts';
import type { Logger } from '#monitoring/logger.ts';
import type { CompletionRecord, EmbeddingRequest, EmbeddingResult, Model } from '../contract.ts';
import { createFlights } from './answers/flights.ts';
import { createKeptAnswers } from './answers/kept-answers.ts';
import type { Binding, OnRecord } from './binding.ts';
import type { Budget } from './budget.ts';
import type { Candidate } from './candidate.ts';
import { embed, offeredEmbeddings, type OfferedEmbedding } from './embed.ts';
import { explain, type Explained, type Explanation } from './explain.ts';
import { healthOf, type MemberHealth } from './health.ts';
import { createHedges } from './hedges.ts';
import { scopeOf, type RouterHost } from './host.ts';
import { createModel } from './model.ts';
import { createOutOfUse, type Alert } from './out-of-use.ts';
import { checkRouting } from './policy/check-routing.ts';
import { endedPrices } from './policy/own-prices.ts';
import { createPolicies, isMeant } from './policy/policies.ts';
import type { Places } from './policy/places.ts';
import { plainRouting, type Routing } from './policy/routing.ts';
import { createPool, type Said } from './pool.ts';
import type { RoutedCandidates } from './routed-candidates.ts';
import { priceless } from './select.ts';
import { createSharedRates } from './shared-rates.ts';
import type { SharedState } from './shared-state.ts';
import { shareBreakers } from './share-breakers.ts';
import { shareLimits } from './share-limits.ts';
import { steadyTime } from './time.ts';

export type { Binding, OnRecord } from './binding.ts';
export type { MemberHealth as RoutedModel } from './health.ts';

export interface RouterOptions {
  /** In the order in which they are asked where no policy says otherwise. */
  readonly candidates: readonly Candidate[];
  readonly clock: Clock;
  readonly log: Logger;
  /** The file that `AMAS_ROUTING` names; absent = in order, with nothing left out. */
  readonly routing?: Routing;
  /** Organizations and projects with what is stored for them, as it stands now; without it only the file counts. */
  readonly places?: () => Places;
  /** Limits that reach over bindings and processes. */
  readonly budget?: Budget;
  /** What several processes agree on; without it each knows its own. */
  readonly shared?: SharedState;
  /** Called exactly once for each call, whatever became of it, before the call ends. */
  readonly onRecord?: OnRecord;
  /** Something that a person has to put right, once. */
  readonly onAlert?: (alert: Alert) => void;
  /** From 0 to 1, for weighted policies. */
  readonly random?: () => number;
}

export interface Router {
  bind(binding: Binding): Model;
  /** Vectors of one model only, which the result names: `binding.want` asks for more of the same (`provider/model`). */
  embed(
    binding: Binding,
    request: EmbeddingRequest,
    signal: AbortSignal,
  ): Promise<EmbeddingResult & { readonly record: CompletionRecord }>;
  /** Who would be asked, in which order, and why the others not. Asks nobody. */
  explain(asked: Explained): Explanation;
  health(): readonly MemberHealth[];
  /** All that may be asked, in the order of the configuration. */
  models(): readonly MemberHealth[];
  /** All that may be asked for vectors. */
  embeddings(): readonly OfferedEmbedding[];
  /**
   * Others are asked from now on, by other policies; calls under way end with whom they have. A candidate that was there
   * before, the very same object, keeps what is known of it.
   * @throws `providers.routing_invalid`, and then nothing has changed.
   */
  replace(configuration: RoutedCandidates): void;
  /** Stops hearing what other processes tell. */
  close(): void;
}

const maxConversations = 10_000;

/**
 * Asks models by policy, inside one deadline and one cost limit for each binding.
 * @throws `providers.routing_invalid`
 */
export function createRouter(options: RouterOptions): Router {
  const { candidates, clock, log, shared, routing = plainRouting } = options;
  const time = steadyTime(clock);
  const onLost = (error: unknown) => log.warn({ err: error }, 'shared state of the router does not answer');
  const outOfUse = createOutOfUse({ log, time, onAlert: options.onAlert });
  const breakers = shared && shareBreakers(shared, onLost);
  const limits = shared && shareLimits(shared, onLost);
  const pool = createPool(candidates, saidBy(routing), {
    time,
    log,
    ...(limits ? { onLimit: (member, news) => limits.tell(member, news) } : {}),
    ...(breakers ? { onBreaker: (member, news) => breakers.tell(member, news) } : {}),
  });
  checkRouting(routing, pool.members);
  warnOfPrices(routing, { pool, time, log });
  breakers?.hear(pool, time);
  limits?.hear(pool);
  // A record holds names, numbers and sentences of ours; looking for secrets in each costs twice the call itself.
  const lines = log.child({}, { redact: [] });
  const conversations = new LRUCache<string, string>({ max: maxConversations });

  let policies = createPolicies(routing, options.places);
  const host: RouterHost = {
    pool,
    time,
    log,
    get policies() {
      return policies;
    },
    budget: options.budget,
    outOfUse,
    hedges: createHedges(),
    sharedRates: shared && createSharedRates(shared, onLost),
    kept: createKeptAnswers(shared, onLost),
    flights: createFlights(),
    order: {
      random: options.random ?? Math.random,
      lastOf: (conversationId) => conversations.get(conversationId),
      answered: (conversationId, memberId) => void conversations.set(conversationId, memberId),
    },
    keepRecord: (record, binding) => keepRecord(record, { binding, lines, log, onRecord: options.onRecord }),
  };

  return {
    ...facesOf(host),
    replace({ candidates: others, routing: next }) {
      const said = saidBy(next);
      const drafted = pool.draft(others, said);
      checkRouting(next, drafted);
      outOfUse.forget(others);
      pool.adopt(drafted, said);
      policies = createPolicies(next, options.places);
      warnOfPrices(next, host);
    },
    close() {
      breakers?.close();
      limits?.close();
    },
  };
}

/** Contracts that ended, and models that are not asked because nobody knows what they cost. */
function warnOfPrices(
  { prices }: Routing,
  { pool, time, log }: Pick<RouterHost, 'pool' | 'time' | 'log'>,
): void {
  for (const problem of endedPrices(prices, time.wallNow())) log.warn({}, problem);
  const names = pool.members.filter(priceless).map(({ name }) => name);
  for (const candidate of new Set(names))
    log.warn(
      { candidate },
      'a model is not asked: its price is unknown, and `prices` in the routing file states none',
    );
}

const facesOf = (host: RouterHost): Omit<Router, 'replace' | 'close'> => ({
  bind: (binding) => createModel(host, binding),
  embed: (binding, request, signal) => embed(host, { binding, request, signal }),
  explain: (asked) => explain(host, asked),
  health: () => healthOf(host),
  models: () => healthOf(host),
  embeddings: () => offeredEmbeddings(host),
});

const saidBy = (routing: Routing): Said => ({
  ratesOf: (candidate) => ratesOf(candidate, routing),
  ownPrices: routing.prices,
  regionOf: ({ provider, manifest, region }) =>
    routing.regions[provider.id] ?? region ?? manifest.residency.region,
});

function ratesOf(candidate: Candidate, { rates }: Routing) {
  const provider = candidate.provider.id;
  const name = `${provider}/${candidate.model}`;
  const entries = Object.entries(rates).filter(([meant]) => isMeant(meant, { name, provider }));
  // What is said of the model goes before what is said of all models of the provider.
  entries.sort(([one], [other]) => Number(one.includes('/')) - Number(other.includes('/')));
  return Object.assign({}, ...entries.map(([, each]) => each)) as (typeof entries)[number][1];
}

interface Keeping {
  readonly binding: Binding;
  /** Without a search for secrets. */
  readonly lines: Logger;
  readonly log: Logger;
  readonly onRecord: OnRecord | undefined;
}

/** An answer that was paid for is not lost because its record could not be kept; the log holds all of it. */
async function keepRecord(
  record: CompletionRecord,
  { binding, lines, log, onRecord }: Keeping,
): Promise<void> {
  const scope = scopeOf(binding);
  lines.info({ ...scope, ...record }, 'model called');
  try {
    if (onRecord) await onRecord(record, scope);
    if (binding.onRecord) await binding.onRecord(record, scope);
  } catch (error) {
    log.error({ ...scope, ...record, err: error }, 'completion record not kept');
  }
}
