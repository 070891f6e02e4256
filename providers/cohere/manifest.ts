import type { ProviderManifest } from '../contract.ts';
import { embeddingSetting, keySettings } from '../http/key-settings.ts';
import { embeddings, endings, models } from './models.ts';

export const settings = keySettings({
  env: 'COHERE',
  keyEnv: 'CO_API_KEY',
  keyLabel: 'Cohere API key (dashboard.cohere.com, API keys); trial keys allow 20 calls a minute',
  baseUrl: 'https://api.cohere.com',
  baseUrlLabel: 'Base URL of the Cohere API, without /v2',
  defaultModel: models[0].id,
}).extend(embeddingSetting('COHERE', embeddings[0].id));

export const manifest = {
  id: 'cohere',
  title: 'Cohere',
  settings,
  models,
  endings,
  embeddings,
  residency: { region: 'unknown', note: 'Not found stated for the API that AMAS uses.' },
} as const satisfies ProviderManifest;
