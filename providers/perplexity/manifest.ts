import type { ProviderManifest } from '../contract.ts';
import { keySettings } from '../http/key-settings.ts';
import { endings, models } from './models.ts';

export const settings = keySettings({
  env: 'PERPLEXITY',
  keyLabel: 'Perplexity API key, pplx-… (perplexity.ai, Settings, API)',
  baseUrl: 'https://api.perplexity.ai/v1',
  baseUrlLabel: 'Base URL of the Perplexity API, with its /v1',
  defaultModel: models[0].id,
});

export const manifest = {
  id: 'perplexity',
  title: 'Perplexity',
  settings,
  models,
  endings,
  residency: { region: 'unknown', note: 'Not found stated for the API that AMAS uses.' },
} as const satisfies ProviderManifest;
