import { z } from 'zod';
import type { ProviderManifest } from '../contract.ts';
import { models } from './models.ts';

export const settings = z.object({
  apiKey: z.string().min(1).meta({
    env: 'GROQ_API_KEY',
    secret: true,
    label: 'Groq API key, gsk_… (console.groq.com, API Keys)',
  }),
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .default('https://api.groq.com/openai/v1')
    .meta({ env: 'GROQ_BASE_URL', label: 'Base URL of the Groq API, with or without its /openai/v1' }),
  model: z
    .string()
    .min(1)
    .optional()
    .meta({
      env: 'GROQ_MODEL',
      label: `Model to use instead of ${models[0].id}`,
    }),
});

/** gpt-oss models use o200k_harmony, which is o200k_base with more control tokens. */
const bytesPerToken = 2.6;

export const manifest = {
  id: 'groq',
  title: 'Groq',
  settings,
  bytesPerToken,
  models,
} as const satisfies ProviderManifest;
