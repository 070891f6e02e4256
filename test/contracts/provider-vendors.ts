import { createProvider as createAnthropic } from '#providers/anthropic/provider.ts';
import { manifest as anthropic } from '#providers/anthropic/manifest.ts';
import type { CreateProvider, ProviderManifest } from '#providers/contract.ts';
import type { ProviderErrorCode } from '#providers/errors.ts';
import { createProvider as createGroq } from '#providers/groq/provider.ts';
import { manifest as groq } from '#providers/groq/manifest.ts';
import { createProvider as createOpenai } from '#providers/openai/provider.ts';
import { manifest as openai } from '#providers/openai/manifest.ts';
import type { AmasError } from '#monitoring/errors.ts';
import {
  anthropicErrors,
  rateLimitedUntil,
  startAnthropicStandIn,
} from '#test/stand-ins/providers/anthropic.ts';
import { groqErrors, startGroqStandIn } from '#test/stand-ins/providers/groq.ts';
import { openaiErrors, startOpenaiStandIn } from '#test/stand-ins/providers/openai.ts';
import type { VendorError } from '#test/stand-ins/providers/scripted-answer.ts';
import type { ProviderStandIn, StandInOptions } from '#test/stand-ins/providers/vendor-stand-in.ts';

export interface ExpectedFailure {
  readonly error: VendorError;
  readonly code: ProviderErrorCode;
  readonly retry: AmasError['retry'];
}

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
  headers: { 'retry-after': new Date(suiteNow + 30_000).toUTCString() },
});

export const vendors: readonly Vendor[] = [
  {
    manifest: anthropic,
    createProvider: createAnthropic,
    start: startAnthropicStandIn,
    takesTemperature: false,
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
];
