import type { ProviderManifest } from '../contract.ts';
import { embeddingSetting, keySettings } from '../http/key-settings.ts';
import { embeddings, endings, models } from './models.ts';

export const settings = keySettings({
  env: 'OPENAI',
  keyLabel: 'OpenAI API key, sk-… (platform.openai.com, API keys)',
  baseUrl: 'https://api.openai.com/v1',
  baseUrlLabel: 'Base URL of the OpenAI API, with its /v1',
  defaultModel: models[0].id,
}).extend(embeddingSetting('OPENAI', embeddings[0].id));

/** Numbered source files, measured with o200k_base over this repository: 3.5 on average, 2.6 for dense tables. */
const bytesPerToken = 2.6;

export const manifest = {
  id: 'openai',
  title: 'OpenAI',
  settings,
  bytesPerToken,
  models,
  endings,
  embeddings,
  residency: {
    region: 'unknown',
    note: 'Global by default. Projects with data residency use a host of their region, such as https://eu.api.openai.com/v1, at 10 % more.',
    hosts: { 'eu.api.openai.com': 'eu', 'us.api.openai.com': 'us' },
    source: 'https://developers.openai.com/api/docs/guides/data-residency',
  },
} as const satisfies ProviderManifest;
