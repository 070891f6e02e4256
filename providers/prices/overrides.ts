import type { Price } from '../contract.ts';
import { basePrices } from './base-release.ts';

/** Nothing is written here from memory: each figure says where it was read, and when. */
type SourcedPrice = Price & Required<Pick<Price, 'source' | 'checkedAt'>>;

/** Vectors have no output. */
const bundled = { output: 0, source: basePrices.source, checkedAt: basePrices.publishedAt };
const openai = { source: 'https://github.com/BerriAI/litellm/discussions/39633', checkedAt: '2026-11-20' };
/** Past this input the whole request of OpenAI costs twice the input and one and a half times the output price. */
const longInputTokens = 272_000;
const anthropic = {
  source: 'https://platform.claude.com/docs/en/about-claude/models/overview',
  checkedAt: '2026-11-20',
};
const google = { source: 'https://ai.google.dev/gemini-api/docs/pricing', checkedAt: '2026-10-07' };
const groq = { source: 'https://console.groq.com/docs/models', checkedAt: '2026-11-20' };
const deepseek = { source: 'https://api-docs.deepseek.com/quick_start/pricing', checkedAt: '2026-11-15' };
/** 09:00 to 12:00 and 14:00 to 18:00 in Beijing. */
const deepseekPeakUtc = [
  [1, 4],
  [6, 10],
] as const;
const cohere = { source: 'https://docs.cohere.com/docs/models', checkedAt: '2026-08-20' };
const mistral = {
  source: 'https://docs.mistral.ai/getting-started/models/models_overview',
  checkedAt: '2026-08-21',
};
const together = { source: 'https://models.dev (Together AI)', checkedAt: '2026-07-02' };
const fireworks = { source: 'https://github.com/Portkey-AI/models (fireworks-ai)', checkedAt: '2026-08-21' };
const ai21 = { source: 'https://docs.ai21.com/docs/jamba-foundation-models', checkedAt: '2026-09-29' };
const writer = { source: 'https://dev.writer.com/home/models', checkedAt: '2026-08-20' };
const moonshot = { source: 'https://platform.kimi.ai/docs/pricing/chat', checkedAt: '2026-11-20' };

/**
 * Prices that were read at the vendor, or at a dated source, by provider and model: they win over the base
 * (`base-prices.ts`), and this is the one place where they are corrected. `cacheWrite` of Anthropic is the price of a
 * cache that lives five minutes. Whoever changes a figure changes its `checkedAt`; `price-problems.ts` reads the rest.
 */
export const overrides: Readonly<Record<string, Readonly<Record<string, SourcedPrice>>>> = {
  openai: {
    'text-embedding-3-small': { input: 0.02, ...bundled },
    'text-embedding-3-large': { input: 0.13, ...bundled },
    'gpt-6.1-terra': {
      input: 1,
      output: 5,
      cacheRead: 0.05,
      cacheWrite: 1.25,
      above: { inputTokens: longInputTokens, input: 2, output: 7.5, cacheRead: 0.1, cacheWrite: 2.5 },
      source: 'https://docs.litellm.ai/blog/gpt-6-1-terra',
      checkedAt: '2026-11-20',
    },
    'gpt-6.1-sol': {
      input: 2,
      output: 10,
      cacheRead: 0.1,
      above: { inputTokens: longInputTokens, input: 4, output: 15, cacheRead: 0.2 },
      ...openai,
    },
    'gpt-6.2-astra': {
      input: 8,
      output: 40,
      above: { inputTokens: longInputTokens, input: 16, output: 60 },
      source: 'https://apidog.com/es/blog/gpt-6-2-astra-api',
      checkedAt: '2026-11-20',
    },
    'gpt-6-luna': {
      input: 0.1,
      output: 0.5,
      cacheRead: 0.01,
      cacheWrite: 0.125,
      above: { inputTokens: longInputTokens, input: 0.2, output: 0.75, cacheRead: 0.02, cacheWrite: 0.25 },
      ...openai,
    },
  },
  anthropic: {
    'claude-sonnet-5-5': { input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5, ...anthropic },
    'claude-opus-5-5': { input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5, ...anthropic },
    'claude-fable-5-2': {
      input: 8,
      output: 40,
      cacheRead: 0.2,
      cacheWrite: 10,
      source: 'https://docs.laozhang.ai/en/announcements/claude-fable-5-2-2026-11.md',
      checkedAt: '2026-11-20',
    },
    'claude-haiku-5-5': {
      input: 0.1,
      output: 0.5,
      cacheRead: 0.01,
      cacheWrite: 0.125,
      above: { inputTokens: 100_000, input: 0.5, output: 2.5 },
      ...anthropic,
    },
  },
  google: {
    'gemini-embedding-001': { input: 0.15, ...bundled },
    'gemini-3.8-flash': {
      input: 0.75,
      output: 3.75,
      until: { date: '2027-01-01', next: { input: 1.5, output: 7.5 } },
      ...google,
    },
    'gemini-3.5-flash': { input: 1.5, output: 9, ...google },
    'gemini-3.5-flash-lite': { input: 0.3, output: 2.5, ...google },
    'gemini-3.1-flash-lite': { input: 0.25, output: 1.5, ...google },
    'gemini-3.1-pro-preview': {
      input: 2,
      output: 12,
      above: { inputTokens: 200_000, input: 4, output: 18 },
      ...google,
    },
    'gemini-2.5-pro': { input: 1.25, output: 10, ...google },
    'gemini-2.5-flash': { input: 0.3, output: 2.5, ...google },
    'gemini-2.5-flash-lite': { input: 0.1, output: 0.4, ...google },
  },
  groq: {
    'openai/gpt-oss-120b': { input: 0.15, output: 0.6, cacheRead: 0.075, ...groq },
    'openai/gpt-oss-20b': { input: 0.075, output: 0.3, ...groq },
  },
  deepseek: {
    'deepseek-flash': {
      input: 0.15,
      output: 0.6,
      cacheRead: 0.003,
      peak: { hoursUtc: deepseekPeakUtc, input: 0.3, output: 1.2, cacheRead: 0.006 },
      ...deepseek,
    },
    'deepseek-v4-pro': {
      input: 0.66,
      output: 1.98,
      cacheRead: 0.022,
      peak: { hoursUtc: deepseekPeakUtc, input: 1.32, output: 3.96, cacheRead: 0.044 },
      ...deepseek,
    },
  },
  cohere: {
    'embed-v4.0': { input: 0.12, ...bundled },
    'command-a-plus-05-2026': { input: 2.5, output: 10, ...cohere },
    'command-a-03-2025': { input: 2.5, output: 10, ...cohere },
    'command-r7b-12-2024': { input: 0.0375, output: 0.15, ...cohere },
  },
  mistral: {
    'mistral-embed': { input: 0.1, ...bundled },
    'mistral-medium-3-5': { input: 1.5, output: 7.5, ...mistral },
    'mistral-large-2512': { input: 0.5, output: 1.5, ...mistral },
    'mistral-small-2603': { input: 0.15, output: 0.6, ...mistral },
    'codestral-2508': { input: 0.3, output: 0.9, ...mistral },
    'ministral-14b-2512': { input: 0.2, output: 0.2, ...mistral },
    'ministral-8b-2512': { input: 0.15, output: 0.15, ...mistral },
    'ministral-3b-2512': { input: 0.1, output: 0.1, ...mistral },
  },
  together: {
    'openai/gpt-oss-120b': { input: 0.15, output: 0.6, ...together },
    'openai/gpt-oss-20b': { input: 0.05, output: 0.2, ...together },
    'meta-llama/Llama-3.3-70B-Instruct-Turbo': { input: 0.88, output: 0.88, ...together },
  },
  fireworks: {
    'accounts/fireworks/models/gpt-oss-120b': { input: 0.15, output: 0.6, ...fireworks },
    'accounts/fireworks/models/gpt-oss-20b': { input: 0.07, output: 0.3, ...fireworks },
    'accounts/fireworks/models/deepseek-v4-flash': { input: 0.14, output: 0.28, ...fireworks },
    'accounts/fireworks/models/deepseek-v4-pro': { input: 1.74, output: 3.48, ...fireworks },
    'accounts/fireworks/models/kimi-k2p6': { input: 0.95, output: 4, ...fireworks },
    'accounts/fireworks/models/glm-5p2': { input: 1.4, output: 4.4, ...fireworks },
  },
  perplexity: {
    'perplexity/sonar': {
      input: 0.25,
      output: 2.5,
      cacheRead: 0.0625,
      source: 'https://models.dev (Perplexity)',
      checkedAt: '2026-10-07',
    },
  },
  ai21: {
    'jamba-large': { input: 2, output: 8, ...ai21 },
    'jamba-mini': { input: 0.2, output: 0.4, ...ai21 },
  },
  writer: {
    'palmyra-x5': { input: 0.6, output: 6, ...writer },
    'palmyra-x4': { input: 2.5, output: 10, ...writer },
  },
  moonshot: {
    'kimi-k2.6': { input: 0.95, output: 4, ...moonshot },
    'kimi-k3': { input: 3, output: 15, cacheRead: 0.3, ...moonshot },
    'kimi-k2.5': { input: 0.6, output: 3, ...moonshot },
    'moonshot-v1-8k': { input: 0.2, output: 2, ...moonshot },
  },
};
