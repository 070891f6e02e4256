import type { ProviderManifest } from '../contract.ts';
import { keySettings } from '../http/key-settings.ts';
import { models } from './models.ts';

export const settings = keySettings({
  env: 'AI21',
  keyLabel: 'AI21 API key (studio.ai21.com, API Keys)',
  baseUrl: 'https://api.ai21.com/studio/v1',
  baseUrlLabel: 'Base URL of the AI21 API, with its /studio/v1',
  defaultModel: models[0].id,
});

export const manifest = {
  id: 'ai21',
  title: 'AI21',
  settings,
  models,
  residency: { region: 'unknown', note: 'Not found stated for the API that AMAS uses.' },
} as const satisfies ProviderManifest;
