import type { ProviderManifest } from '../contract.ts';
import { keySettings } from '../http/key-settings.ts';
import { models } from './models.ts';

export const settings = keySettings({
  env: 'MISTRAL',
  keyLabel: 'Mistral API key (console.mistral.ai, API Keys)',
  baseUrl: 'https://api.mistral.ai/v1',
  baseUrlLabel: 'Base URL of the Mistral API, with its /v1',
  defaultModel: models[0].id,
});

export const manifest = {
  id: 'mistral',
  title: 'Mistral',
  settings,
  models,
} as const satisfies ProviderManifest;
