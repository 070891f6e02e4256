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

export const manifest = {
  id: 'openai',
  title: 'OpenAI',
  settings,
  models,
} as const satisfies ProviderManifest;
