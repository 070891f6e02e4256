import { z } from 'zod';
import type { ProviderManifest } from '../contract.ts';
import { models } from './models.ts';

export const settings = z.object({
  apiKey: z.string().min(1).meta({
    env: 'OPENAI_API_KEY',
    secret: true,
    label: 'OpenAI API key, sk-… (platform.openai.com, API keys)',
  }),
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .default('https://api.openai.com/v1')
    .meta({ env: 'OPENAI_BASE_URL', label: 'Base URL of the OpenAI API, with its /v1' }),
  model: z
    .string()
    .min(1)
    .optional()
    .meta({
      env: 'OPENAI_MODEL',
      label: `Model to use instead of ${models[0].id}`,
    }),
});

/** Numbered source files, measured with o200k_base over this repository: 3.5 on average, 2.6 for dense tables. */
const bytesPerToken = 2.6;

export const manifest = {
  id: 'openai',
  title: 'OpenAI',
  settings,
  bytesPerToken,
  models,
} as const satisfies ProviderManifest;
