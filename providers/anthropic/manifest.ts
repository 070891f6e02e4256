import type { ProviderManifest } from '../contract.ts';
import { keySettings } from '../http/key-settings.ts';
import { endings, models } from './models.ts';

export const settings = keySettings({
  env: 'ANTHROPIC',
  keyLabel: 'Anthropic API key, sk-ant-… (platform.claude.com, API keys)',
  baseUrl: 'https://api.anthropic.com',
  baseUrlLabel: 'Base URL of the Anthropic API, without /v1',
  defaultModel: models[0].id,
});

/** Nobody can count offline; Claude is taken to make 1.3 tokens of what o200k_base takes for one. */
const bytesPerToken = 2;

export const manifest = {
  id: 'anthropic',
  title: 'Anthropic',
  settings,
  bytesPerToken,
  models,
  endings,
  residency: { region: 'unknown', note: 'Not found stated for the API that AMAS uses.' },
} as const satisfies ProviderManifest;
