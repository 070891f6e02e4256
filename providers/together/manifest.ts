import type { ProviderManifest } from '../contract.ts';
import { embeddingSetting, keySettings } from '../http/key-settings.ts';
import { embeddings, models } from './models.ts';

export const settings = keySettings({
  env: 'TOGETHER',
  keyLabel: 'Together API key (api.together.ai, Settings, API Keys)',
  baseUrl: 'https://api.together.ai/v1',
  baseUrlLabel: 'Base URL of the Together API, with its /v1',
  defaultModel: models[0].id,
}).extend(embeddingSetting('TOGETHER', embeddings[0].id));

export const manifest = {
  id: 'together',
  title: 'Together',
  settings,
  models,
  embeddings,
  residency: { region: 'unknown', note: 'Not found stated for the API that AMAS uses.' },
} as const satisfies ProviderManifest;
