import type { ProviderManifest } from '../contract.ts';
import { embeddingSetting, keySettings } from '../http/key-settings.ts';
import { embeddings, models } from './models.ts';

export const settings = keySettings({
  env: 'FIREWORKS',
  keyLabel: 'Fireworks API key, fw_… (app.fireworks.ai, API Keys)',
  baseUrl: 'https://api.fireworks.ai/inference/v1',
  baseUrlLabel: 'Base URL of the Fireworks API, with its /inference/v1',
  defaultModel: models[0].id,
}).extend(embeddingSetting('FIREWORKS', embeddings[0].id));

export const manifest = {
  id: 'fireworks',
  title: 'Fireworks',
  settings,
  models,
  embeddings,
  residency: { region: 'unknown', note: 'Not found stated for the API that AMAS uses.' },
} as const satisfies ProviderManifest;
