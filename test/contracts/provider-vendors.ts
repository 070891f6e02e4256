import { createProvider as createAnthropic } from '#providers/anthropic/provider.ts';
import { manifest as anthropic } from '#providers/anthropic/manifest.ts';
import type { CreateProvider, Finish, ProviderManifest, Usage } from '#providers/contract.ts';
import type { ProviderErrorCode } from '#providers/errors.ts';
import { createProvider as createGoogle } from '#providers/google/provider.ts';
import { manifest as google } from '#providers/google/manifest.ts';
import { googleErrors, startGoogleStandIn } from '#test/stand-ins/providers/google.ts';
import { createProvider as createGroq } from '#providers/groq/provider.ts';
import { manifest as groq } from '#providers/groq/manifest.ts';
import { createProvider as createOpenai } from '#providers/openai/provider.ts';
import { manifest as openai } from '#providers/openai/manifest.ts';
import { createProvider as createAi21 } from '#providers/ai21/provider.ts';
import { manifest as ai21 } from '#providers/ai21/manifest.ts';
import { ai21Errors, startAi21StandIn } from '#test/stand-ins/providers/ai21.ts';
import { createProvider as createAlephAlpha } from '#providers/aleph-alpha/provider.ts';
import { manifest as alephAlpha } from '#providers/aleph-alpha/manifest.ts';
import { alephAlphaErrors, startAlephAlphaStandIn } from '#test/stand-ins/providers/aleph-alpha.ts';
import { createProvider as createCohere } from '#providers/cohere/provider.ts';
import { manifest as cohere } from '#providers/cohere/manifest.ts';
import { cohereErrors, startCohereStandIn } from '#test/stand-ins/providers/cohere.ts';
import { createProvider as createDeepseek } from '#providers/deepseek/provider.ts';
import { manifest as deepseek } from '#providers/deepseek/manifest.ts';
import { deepseekErrors, startDeepseekStandIn } from '#test/stand-ins/providers/deepseek.ts';
import { createProvider as createFireworks } from '#providers/fireworks/provider.ts';
import { manifest as fireworks } from '#providers/fireworks/manifest.ts';
import { fireworksErrors, startFireworksStandIn } from '#test/stand-ins/providers/fireworks.ts';
import { createProvider as createHuggingFace } from '#providers/hugging-face/provider.ts';
import { manifest as huggingFace } from '#providers/hugging-face/manifest.ts';
import { huggingFaceErrors, startHuggingFaceStandIn } from '#test/stand-ins/providers/hugging-face.ts';
import { createProvider as createLocal } from '#providers/local/provider.ts';
import { manifest as local } from '#providers/local/manifest.ts';
import { localErrors, servedModel, startLocalStandIn } from '#test/stand-ins/providers/local.ts';
import { createProvider as createMistral } from '#providers/mistral/provider.ts';
import { manifest as mistral } from '#providers/mistral/manifest.ts';
import { mistralErrors, startMistralStandIn } from '#test/stand-ins/providers/mistral.ts';
import { createProvider as createMoonshot } from '#providers/moonshot/provider.ts';
import { manifest as moonshot } from '#providers/moonshot/manifest.ts';
import { moonshotErrors, startMoonshotStandIn } from '#test/stand-ins/providers/moonshot.ts';
import { createProvider as createPerplexity } from '#providers/perplexity/provider.ts';
import { manifest as perplexity } from '#providers/perplexity/manifest.ts';
import { perplexityErrors, startPerplexityStandIn } from '#test/stand-ins/providers/perplexity.ts';
import { createProvider as createReplicate } from '#providers/replicate/provider.ts';
import { manifest as replicate } from '#providers/replicate/manifest.ts';
import { replicateErrors, startReplicateStandIn } from '#test/stand-ins/providers/replicate.ts';
import { createProvider as createTogether } from '#providers/together/provider.ts';
import { manifest as together } from '#providers/together/manifest.ts';
import { togetherErrors, startTogetherStandIn } from '#test/stand-ins/providers/together.ts';
import { createProvider as createWriter } from '#providers/writer/provider.ts';
import { manifest as writer } from '#providers/writer/manifest.ts';
import { writerErrors, startWriterStandIn } from '#test/stand-ins/providers/writer.ts';
import type { AmasError } from '#monitoring/errors.ts';
import {
  anthropicErrors,
  rateLimitedUntil,
  startAnthropicStandIn,
} from '#test/stand-ins/providers/anthropic.ts';
import { groqErrors, startGroqStandIn } from '#test/stand-ins/providers/groq.ts';
import { openaiErrors, startOpenaiStandIn } from '#test/stand-ins/providers/openai.ts';
import { usualUsage, type VendorError } from '#test/stand-ins/providers/scripted-answer.ts';
import type { ProviderStandIn, StandInOptions } from '#test/stand-ins/providers/vendor-stand-in.ts';

export interface ExpectedFailure {
  readonly error: VendorError;
  readonly code: ProviderErrorCode;
  readonly retry: AmasError['retry'];
}

export const brokenEnds = ['no-terminator', 'no-finish', 'cut'] as const;
type BrokenEnd = (typeof brokenEnds)[number];

/** Everything in which the contract suite treats vendors differently. */
export interface Vendor {
  readonly manifest: ProviderManifest;
  readonly createProvider: CreateProvider;
  readonly start: (options?: StandInOptions) => Promise<ProviderStandIn>;
  readonly failures: Readonly<Record<string, ExpectedFailure>>;
  /** An error that ends a stream. */
  readonly streamFailure: { readonly error: VendorError; readonly code: ProviderErrorCode };
  /** Whether the default model takes a temperature. */
  readonly takesTemperature: boolean;
  /** The usual usage as this vendor tells it, where it does not tell all of it. */
  readonly usage?: Usage;
  /** How an end shows for which the vendor has no word of its own. */
  readonly finishesAs?: Partial<Record<Finish, Finish>>;
  /** A stream is text, and not JSON: any event can be read, and no carriage return survives. */
  readonly streamsPlainText?: boolean;
  /** Arguments of a call can't be anything but JSON. */
  readonly sendsArgumentsAsObjects?: boolean;
  /** The ends of a stream that show as `truncated`; all unless given. */
  readonly brokenEnds?: readonly BrokenEnd[];
  /** Where the request has the choice of a tool; null where it can't have one. */
  readonly toolChoiceField?: string | null;
  /** What the vendor says that the usual usage costs. */
  readonly costUsd?: number;
  /** Any JSON schema is taken as it is. */
  readonly takesAnySchema?: boolean;
  /** What the default model is called by who answers, where that is another name. */
  readonly answersAs?: string;
  /** Kinds of failures that it has not, each with the reason. */
  readonly lacks?: Readonly<Record<string, string>>;
  /** The vendor can't stream an answer to a request with tools. */
  readonly toolsInOnePiece?: boolean;
}

/** The clock of the suite: dates in headers are relative to it. */
export const suiteNow = Date.parse('2026-11-21T12:00:00Z');

const never = (error: VendorError, code: ProviderErrorCode): ExpectedFailure => ({
  error,
  code,
  retry: 'never',
});
const backoff = (error: VendorError, code: ProviderErrorCode): ExpectedFailure => ({
  error,
  code,
  retry: 'backoff',
});
const after = (error: VendorError, afterMs: number): ExpectedFailure => ({
  error,
  code: 'providers.rate_limited',
  retry: { afterMs },
});
const atDate = (error: VendorError): VendorError => ({
  ...error,
  headers: {
    // The wait is read by the vendor's own clock, which stands where the suite's stands.
    date: new Date(suiteNow).toUTCString(),
    'retry-after': new Date(suiteNow + 30_000).toUTCString(),
  },
});

interface CommonErrors {
  readonly badRequest: VendorError;
  readonly forbidden: VendorError;
  readonly noBalance: VendorError;
  readonly rateLimited: VendorError;
  readonly rateLimitedSeconds: VendorError;
  /** Absent where the vendor states no other wait than `retry-after`. */
  readonly rateLimitedReset?: VendorError;
  readonly tooLarge: VendorError;
  readonly serverError: VendorError;
  readonly overloaded: VendorError;
  readonly badGateway: VendorError;
  readonly unprocessable: VendorError;
}

/** The failures of issue 5 that a vendor has, or says why it has not; 401 and 404 have tests of their own. */
export const failureKinds: Readonly<Record<string, (name: string, failure: ExpectedFailure) => boolean>> = {
  '400': (name, { code }) => name.startsWith('400') && code === 'providers.bad_request',
  'no balance': (_name, { code }) => code === 'providers.quota',
  'prompt too long': (name, { code }) => code === 'providers.context_too_long' && !name.startsWith('413'),
  '413': (name) => name.startsWith('413'),
  '429 without a wait': (name) => name === '429 without a wait',
  '429 in seconds': (name) => name === '429 retry-after in seconds',
  '429 with a date': (name) => name === '429 retry-after as a date',
  '429 with a reset': (name) => name === '429 reset of what is used up',
  '500': (name) => name === '500',
  '503': (name) => name === '503',
  '529': (name) => name === '529',
};

/** Where each vendor says nothing else. */
export const lacksByDefault: Readonly<Record<string, string>> = {
  '529': 'a status of Anthropic alone; like every other from 500 on it counts as no capacity',
};

/** How the statuses are read that vendors of OpenAI's shape have in common. */
const commonFailures = (errors: CommonErrors): Record<string, ExpectedFailure> => ({
  '400': never(errors.badRequest, 'providers.bad_request'),
  '402': never(errors.noBalance, 'providers.quota'),
  '403': never(errors.forbidden, 'providers.unauthorised'),
  '422': never(errors.unprocessable, 'providers.bad_request'),
  '413': never(errors.tooLarge, 'providers.context_too_long'),
  '429 without a wait': backoff(errors.rateLimited, 'providers.rate_limited'),
  '429 retry-after in seconds': after(errors.rateLimitedSeconds, 7_000),
  '429 retry-after as a date': after(atDate(errors.rateLimited), 30_000),
  ...(errors.rateLimitedReset
    ? { '429 reset of what is used up': after(errors.rateLimitedReset, 9_000) }
    : {}),
  '500': backoff(errors.serverError, 'providers.overloaded'),
  '502 with a page': backoff(errors.badGateway, 'providers.overloaded'),
  '503': backoff(errors.overloaded, 'providers.overloaded'),
});

const likeOpenai = (errors: CommonErrors & { readonly contextTooLong: VendorError }) =>
  ({
    takesTemperature: true,
    streamFailure: { error: errors.serverError, code: 'providers.overloaded' },
    failures: {
      ...commonFailures(errors),
      'prompt too long': never(errors.contextTooLong, 'providers.context_too_long'),
    },
  }) as const;

/** What is written to a cache counts as input where it is not told. */
const withoutCacheWrite = { ...usualUsage, inputUncached: 120, cacheWrite: 0 };

export const vendors: readonly Vendor[] = [
  {
    manifest: anthropic,
    createProvider: createAnthropic,
    start: startAnthropicStandIn,
    takesTemperature: false,
    finishesAs: { 'content-filter': 'refusal' },
    streamFailure: { error: anthropicErrors.overloaded, code: 'providers.overloaded' },
    failures: {
      '400': never(anthropicErrors.badRequest, 'providers.bad_request'),
      '400 prompt too long': never(anthropicErrors.contextTooLong, 'providers.context_too_long'),
      '400 no credit': never(anthropicErrors.creditTooLow, 'providers.quota'),
      '402': never(anthropicErrors.quota, 'providers.quota'),
      '403': never(anthropicErrors.forbidden, 'providers.unauthorised'),
      '413': never(anthropicErrors.tooLarge, 'providers.context_too_long'),
      '429 spend limit': never(anthropicErrors.spendLimit, 'providers.quota'),
      '429 without a wait': backoff(anthropicErrors.rateLimited, 'providers.rate_limited'),
      '429 retry-after in seconds': after(anthropicErrors.rateLimitedSeconds, 7_000),
      '429 retry-after as a date': after(atDate(anthropicErrors.rateLimited), 30_000),
      '429 reset of what is used up': after(rateLimitedUntil(new Date(suiteNow + 12_345)), 12_345),
      '500': backoff(anthropicErrors.serverError, 'providers.overloaded'),
      '502 with a page': backoff(anthropicErrors.badGateway, 'providers.overloaded'),
      '503': backoff(anthropicErrors.unavailable, 'providers.overloaded'),
      '529': backoff(anthropicErrors.overloaded, 'providers.overloaded'),
    },
  },
  {
    manifest: openai,
    createProvider: createOpenai,
    start: startOpenaiStandIn,
    takesTemperature: false,
    streamFailure: { error: openaiErrors.serverError, code: 'providers.overloaded' },
    failures: {
      '400': never(openaiErrors.badRequest, 'providers.bad_request'),
      '400 content policy': never(openaiErrors.contentFilter, 'providers.refused'),
      '400 prompt too long': never(openaiErrors.contextTooLong, 'providers.context_too_long'),
      '403': never(openaiErrors.forbidden, 'providers.unauthorised'),
      '413': never(openaiErrors.tooLarge, 'providers.context_too_long'),
      '429 no credit': never(openaiErrors.quota, 'providers.quota'),
      '429 spend limit': never(openaiErrors.spendLimit, 'providers.quota'),
      '429 without a wait': backoff(openaiErrors.rateLimited, 'providers.rate_limited'),
      '429 retry-after-ms': after(openaiErrors.rateLimitedMs, 1_500),
      '429 retry-after in seconds': after(openaiErrors.rateLimitedSeconds, 7_000),
      '429 retry-after as a date': after(atDate(openaiErrors.rateLimited), 30_000),
      '429 reset of what is used up': after(openaiErrors.rateLimitedReset, 60_012),
      '500': backoff(openaiErrors.serverError, 'providers.overloaded'),
      '502 with a page': backoff(openaiErrors.badGateway, 'providers.overloaded'),
      '503': backoff(openaiErrors.overloaded, 'providers.overloaded'),
    },
  },
  {
    manifest: groq,
    createProvider: createGroq,
    start: startGroqStandIn,
    takesTemperature: true,
    streamFailure: { error: groqErrors.serverError, code: 'providers.overloaded' },
    failures: {
      '400': never(groqErrors.badRequest, 'providers.bad_request'),
      '400 prompt too long': never(groqErrors.contextTooLong, 'providers.context_too_long'),
      '402': never(groqErrors.quota, 'providers.quota'),
      '403': never(groqErrors.forbidden, 'providers.unauthorised'),
      '413 larger than the limits': never(groqErrors.tooLargeForLimits, 'providers.context_too_long'),
      '429 without a wait': backoff(groqErrors.rateLimited, 'providers.rate_limited'),
      '429 retry-after in seconds': after(groqErrors.rateLimitedSeconds, 7_000),
      '429 retry-after as a date': after(atDate(groqErrors.rateLimited), 30_000),
      '429 reset of what is used up': after(groqErrors.rateLimitedReset, 7_660),
      '498': backoff(groqErrors.flexCapacity, 'providers.overloaded'),
      '500': backoff(groqErrors.serverError, 'providers.overloaded'),
      '502 with a page': backoff(groqErrors.badGateway, 'providers.overloaded'),
      '503': backoff(groqErrors.overloaded, 'providers.overloaded'),
    },
  },
  {
    manifest: together,
    createProvider: createTogether,
    start: startTogetherStandIn,
    ...likeOpenai(togetherErrors),
  },
  {
    manifest: fireworks,
    createProvider: createFireworks,
    start: startFireworksStandIn,
    ...likeOpenai(fireworksErrors),
  },
  {
    manifest: huggingFace,
    createProvider: createHuggingFace,
    start: startHuggingFaceStandIn,
    ...likeOpenai(huggingFaceErrors),
  },
  {
    manifest: alephAlpha,
    createProvider: createAlephAlpha,
    start: startAlephAlphaStandIn,
    ...likeOpenai(alephAlphaErrors),
  },
  {
    manifest: deepseek,
    createProvider: createDeepseek,
    start: startDeepseekStandIn,
    ...likeOpenai(deepseekErrors),
    usage: withoutCacheWrite,
  },
  {
    manifest: mistral,
    createProvider: createMistral,
    start: startMistralStandIn,
    ...likeOpenai(mistralErrors),
    failures: {
      ...commonFailures(mistralErrors),
      '400 prompt too long': never(mistralErrors.contextTooLong, 'providers.context_too_long'),
      '400 no such model': never(mistralErrors.invalidModel, 'providers.model_not_found'),
      '422 with details': never(mistralErrors.invalidFields, 'providers.bad_request'),
    },
    usage: { ...withoutCacheWrite, reasoning: 0 },
  },
  {
    manifest: moonshot,
    createProvider: createMoonshot,
    start: startMoonshotStandIn,
    ...likeOpenai(moonshotErrors),
    failures: {
      ...commonFailures(moonshotErrors),
      '400 prompt too long': never(moonshotErrors.contextTooLong, 'providers.context_too_long'),
      '403 no balance': never(moonshotErrors.noBalanceForbidden, 'providers.quota'),
      '429 no quota': never(moonshotErrors.quota, 'providers.quota'),
      '429 no capacity': backoff(moonshotErrors.engineOverloaded, 'providers.overloaded'),
    },
    usage: { ...withoutCacheWrite, reasoning: 0 },
  },
  {
    manifest: ai21,
    createProvider: createAi21,
    start: startAi21StandIn,
    ...likeOpenai(ai21Errors),
    failures: {
      ...commonFailures(ai21Errors),
      '400 wrong key': never(ai21Errors.badKey, 'providers.unauthorised'),
      '422 prompt too long': never(ai21Errors.contextTooLong, 'providers.context_too_long'),
    },
    toolsInOnePiece: true,
  },
  {
    manifest: writer,
    createProvider: createWriter,
    start: startWriterStandIn,
    ...likeOpenai(writerErrors),
    failures: {
      ...commonFailures(writerErrors),
      '400 prompt too long': never(writerErrors.contextTooLong, 'providers.context_too_long'),
    },
    usage: withoutCacheWrite,
  },
  {
    manifest: local,
    createProvider: createLocal,
    start: startLocalStandIn,
    ...likeOpenai(localErrors),
    answersAs: servedModel,
  },
  {
    manifest: google,
    createProvider: createGoogle,
    start: startGoogleStandIn,
    lacks: {
      '413': 'what is too large is 400, with words of its own',
      '429 in seconds': 'it states its wait in the body',
      '429 with a date': 'it states its wait in the body',
      '429 with a reset': 'it states its wait in the body',
    },
    takesTemperature: true,
    streamFailure: { error: googleErrors.overloaded, code: 'providers.overloaded' },
    usage: withoutCacheWrite,
    finishesAs: { refusal: 'content-filter' },
    sendsArgumentsAsObjects: true,
    brokenEnds: ['no-finish', 'cut'],
    toolChoiceField: 'toolConfig',
    takesAnySchema: true,
    failures: {
      '400': never(googleErrors.badRequest, 'providers.bad_request'),
      '400 wrong key': never(googleErrors.badKey, 'providers.unauthorised'),
      '400 prompt too long': never(googleErrors.contextTooLong, 'providers.context_too_long'),
      '400 too large': never(googleErrors.tooLarge, 'providers.context_too_long'),
      '403': never(googleErrors.forbidden, 'providers.unauthorised'),
      '403 billing is off': never(googleErrors.noBilling, 'providers.quota'),
      '429 without a wait': backoff(googleErrors.rateLimited, 'providers.rate_limited'),
      '429 wait inside the body': after(googleErrors.rateLimitedFor, 7_500),
      '500': backoff(googleErrors.serverError, 'providers.overloaded'),
      '502 with a page': backoff(googleErrors.badGateway, 'providers.overloaded'),
      '503': backoff(googleErrors.overloaded, 'providers.overloaded'),
    },
  },
  {
    manifest: cohere,
    createProvider: createCohere,
    start: startCohereStandIn,
    ...likeOpenai(cohereErrors),
    failures: {
      ...commonFailures(cohereErrors),
      '400 prompt too long': never(cohereErrors.contextTooLong, 'providers.context_too_long'),
      '429 trial is over': never(cohereErrors.trialOver, 'providers.quota'),
    },
    // What is billed: a cache is not told.
    usage: { inputUncached: 160, cacheRead: 0, cacheWrite: 0, output: 30, reasoning: 0 },
    finishesAs: { refusal: 'stop', 'content-filter': 'other' },
    brokenEnds: ['no-terminator', 'cut'],
    toolChoiceField: 'tools',
    takesAnySchema: true,
  },
  {
    manifest: perplexity,
    createProvider: createPerplexity,
    start: startPerplexityStandIn,
    ...likeOpenai(perplexityErrors),
    takesTemperature: false,
    failures: {
      ...commonFailures(perplexityErrors),
      '400 prompt too long': never(perplexityErrors.contextTooLong, 'providers.context_too_long'),
      '429 no credit': never(perplexityErrors.quota, 'providers.quota'),
    },
    usage: withoutCacheWrite,
    costUsd: 0.0003,
    brokenEnds: ['no-terminator', 'cut'],
    toolChoiceField: null,
    takesAnySchema: true,
  },
  {
    manifest: replicate,
    createProvider: createReplicate,
    start: startReplicateStandIn,
    ...likeOpenai(replicateErrors),
    failures: {
      ...commonFailures(replicateErrors),
      '422 prompt too long': never(replicateErrors.contextTooLong, 'providers.context_too_long'),
    },
    lacks: { '429 with a reset': 'it states retry-after in seconds, and nothing else' },
    usage: { inputUncached: 160, cacheRead: 0, cacheWrite: 0, output: 30, reasoning: 0 },
    finishesAs: { refusal: 'stop', 'content-filter': 'stop', length: 'stop', other: 'stop' },
    streamsPlainText: true,
    brokenEnds: ['no-terminator', 'cut'],
  },
];
