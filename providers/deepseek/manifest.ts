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
  residency: {
    region: 'cn',
    note: 'Its privacy policy is reported to say that prompts are stored on servers in China.',
    source: 'https://www.wired.com/story/deepseek-ai-china-privacy-data/',
  },
} as const satisfies ProviderManifest;
