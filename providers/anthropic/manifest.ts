import { z } from 'zod';
import type { ProviderManifest } from '../contract.ts';
import { models } from './models.ts';

export const settings = z.object({
  apiKey: z.string().min(1).meta({
    env: 'ANTHROPIC_API_KEY',
    secret: true,
    label: 'Anthropic API key, sk-ant-… (platform.claude.com, API keys)',
  }),
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .default('https://api.anthropic.com')
    .meta({ env: 'ANTHROPIC_BASE_URL', label: 'Base URL of the Anthropic API, without /v1' }),
  model: z
    .string()
    .min(1)
    .optional()
    .meta({
      env: 'ANTHROPIC_MODEL',
      label: `Model to use instead of ${models[0].id}`,
    }),
});

/** Nobody can count offline; Claude is taken to make 1.3 tokens of what o200k_base takes for one. */
const bytesPerToken = 2;

export const manifest = {
  id: 'anthropic',
  title: 'Anthropic',
  settings,
  bytesPerToken,
  models,
} as const satisfies ProviderManifest;
