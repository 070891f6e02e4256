import type { ProviderManifest } from '../contract.ts';
import { keySettings } from '../http/key-settings.ts';
import { endings, models } from './models.ts';

export const settings = keySettings({
  env: 'GROQ',
  keyLabel: 'Groq API key, gsk_… (console.groq.com, API Keys)',
  baseUrl: 'https://api.groq.com/openai/v1',
  baseUrlLabel: 'Base URL of the Groq API, with or without its /openai/v1',
  defaultModel: models[0].id,
});

/** gpt-oss models use o200k_harmony, which is o200k_base with more control tokens. */
const bytesPerToken = 2.6;

export const manifest = {
  id: 'groq',
  title: 'Groq',
  settings,
  bytesPerToken,
  models,
  endings,
  residency: { region: 'unknown', note: 'Not found stated for the API that AMAS uses.' },
} as const satisfies ProviderManifest;
