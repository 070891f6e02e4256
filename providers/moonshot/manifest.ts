import type { ProviderManifest } from '../contract.ts';
import { keySettings } from '../http/key-settings.ts';
import { models } from './models.ts';

export const settings = keySettings({
  env: 'MOONSHOT',
  keyLabel: 'Moonshot API key, sk-… (platform.kimi.ai, API keys); keys of the Chinese site need its base URL',
  baseUrl: 'https://api.moonshot.ai/v1',
  baseUrlLabel: 'Base URL of the Moonshot API, with its /v1; https://api.moonshot.cn/v1 in China',
  defaultModel: models[0].id,
});

export const manifest = {
  id: 'moonshot',
  title: 'Moonshot',
  settings,
  models,
  residency: {
    region: 'unknown',
    note: 'The vendor has a separate site for China, api.moonshot.cn, whose keys are others. Where api.moonshot.ai works was not found.',
    hosts: { 'api.moonshot.cn': 'cn' },
    source: 'https://platform.kimi.ai/docs',
  },
} as const satisfies ProviderManifest;
