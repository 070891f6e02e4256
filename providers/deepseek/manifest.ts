import type { ProviderManifest } from '../contract.ts';
import { keySettings } from '../http/key-settings.ts';
import { endings, models } from './models.ts';

export const settings = keySettings({
  env: 'DEEPSEEK',
  keyLabel: 'DeepSeek API key, sk-… (platform.deepseek.com, API keys)',
  baseUrl: 'https://api.deepseek.com',
  baseUrlLabel: 'Base URL of the DeepSeek API, without /v1',
  defaultModel: models[0].id,
});

export const manifest = {
  id: 'deepseek',
  title: 'DeepSeek',
  settings,
  models,
  endings,
  residency: { region: 'unknown', note: 'Not found stated for the API that AMAS uses.' },
} as const satisfies ProviderManifest;
