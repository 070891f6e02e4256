import type { ProviderManifest } from '../contract.ts';
import { keySettings } from '../http/key-settings.ts';
import { models } from './models.ts';

export const settings = keySettings({
  env: 'REPLICATE',
  keyEnv: 'REPLICATE_API_TOKEN',
  keyLabel: 'Replicate API token, r8_… (replicate.com, Account, API tokens)',
  baseUrl: 'https://api.replicate.com/v1',
  baseUrlLabel: 'Base URL of the Replicate API, with its /v1',
  defaultModel: models[0].id,
});

export const manifest = {
  id: 'replicate',
  title: 'Replicate',
  settings,
  models,
  residency: { region: 'unknown', note: 'Not found stated for the API that AMAS uses.' },
} as const satisfies ProviderManifest;
