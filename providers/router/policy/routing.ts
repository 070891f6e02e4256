import { z } from 'zod';
import { OwnPrices } from './own-prices.ts';

/** `provider` (its configured model) or `provider/model`. */
const ModelName = z
  .string()
  .regex(/^[a-z0-9-]+(\/\S+)?$/, 'must be `provider` or `provider/model`, such as `openai/gpt-6-luna`');

const share = z.number().min(0).max(1);
const positive = z.number().positive();
const count = z.int().positive();

/** Who may be asked at all. Of several layers each one holds. */
export const Filter = z.strictObject({
  /** Only these. */
  allow: z.array(ModelName).min(1).optional(),
  /** None of these. */
  deny: z.array(ModelName).optional(),
  /** Only vendors that state to work there; `own` = the operator's own server. */
  regions: z
    .array(z.enum(['own', 'eu', 'us', 'cn']))
    .min(1)
    .optional(),
  /** False: nothing leaves for any vendor, so only own servers are asked. */
  mayLeave: z.boolean().optional(),
  minContextTokens: count.optional(),
  /** The worst case of one call. */
  maxCallUsd: positive.optional(),
});
export type Filter = z.infer<typeof Filter>;

export const Policy = z.strictObject({
  /** How those that may be asked are ordered. `order`: as in `models`, else as configured. */
  strategy: z.enum(['order', 'weighted', 'latency', 'cost', 'quality']).default('order'),
  /** In this order, and no others. */
  models: z.array(ModelName).min(1).optional(),
  /** For `weighted`; who is not named counts 1. */
  weights: z.record(ModelName, positive).optional(),
  /** For `quality`: by agent, or `default`, how good a model is at it. */
  quality: z.record(z.string(), z.record(ModelName, share)).optional(),
  /** A conversation stays with who answered it last, so that the vendor's prompt cache hits. */
  sticky: z.boolean().default(false),
  where: Filter.default({}),
  /** What follows when a vendor's content filter refuses. */
  onRefusal: z.enum(['next', 'stop']).default('next'),
  /** Goes on with another model when a stream breaks off in the middle of a text. */
  continueStreams: z.boolean().default(false),
  /** False: no answer is kept or shared, even at temperature 0. */
  cache: z.boolean().default(true),
  /** How long a kept answer is good for. */
  cacheMinutes: positive.max(1_440).default(60),
  /** A second attempt when the first is slower than usual, for at most this share of the calls. 0 = never. */
  hedgeShare: share.default(0),
  limits: z
    .strictObject({
      /** Of one attempt until its answer, or until its first part when streamed. */
      attemptMs: count.optional(),
      /** Between two parts of a stream. */
      idleMs: count.default(60_000),
      /** Of a stream, after its first ten seconds. */
      minCharactersPerSecond: positive.optional(),
    })
    .prefault({}),
});
export type Policy = z.infer<typeof Policy>;

const RateLimits = z.strictObject({
  requestsPerMinute: count.optional(),
  tokensPerMinute: count.optional(),
  requestsPerDay: count.optional(),
  concurrency: count.optional(),
});

/** A layer names a policy, filters of its own, or both. */
const Layer = z.union([
  z.string().transform((policy) => ({ policy, where: undefined })),
  z.strictObject({ policy: z.string().optional(), where: Filter.optional() }),
]);
export type Layer = z.infer<typeof Layer>;

/** The file that `AMAS_ROUTING` names. */
export const Routing = z.strictObject({
  policies: z.record(z.string().min(1), Policy).default({}),
  /** Of calls that no other layer speaks about. */
  default: Layer.optional(),
  organizations: z.record(z.string(), Layer).default({}),
  projects: z.record(z.string(), Layer).default({}),
  agents: z.record(z.string(), Layer).default({}),
  /** Names that callers may ask for. */
  aliases: z.record(z.string().regex(/^[^/\s]+$/), z.array(ModelName).min(1).or(ModelName)).default({}),
  /** By provider or `provider/model`, for each key. */
  rates: z.record(ModelName, RateLimits).default({}),
  /** What the operator pays by a contract: by provider or `provider/model`. It goes before every other price. */
  prices: z.record(ModelName, OwnPrices).default({}),
  /** Models to offer beside the default one of each provider. */
  models: z.array(z.string().regex(/^[a-z0-9-]+\/\S+$/, 'must be `provider/model`')).default([]),
  /** Where a provider works, when its base URL leads elsewhere than the vendor's manifest says. */
  regions: z.record(z.string(), z.enum(['own', 'eu', 'us', 'cn'])).default({}),
});
export type Routing = z.infer<typeof Routing>;

/** As before there was any configuration: in order, with nothing left out. */
export const plainRouting: Routing = Routing.parse({});
export const plainPolicy: Policy = Policy.parse({});
