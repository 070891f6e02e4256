import type { ProviderManifest } from '../contract.ts';
import { embeddingSetting, keySettings } from '../http/key-settings.ts';
import { embeddings, models } from './models.ts';

export const settings = keySettings({
  env: 'MISTRAL',
  keyLabel: 'Mistral API key (console.mistral.ai, API Keys)',
  baseUrl: 'https://api.mistral.ai/v1',
  baseUrlLabel: 'Base URL of the Mistral API, with its /v1',
  defaultModel: models[0].id,
}).extend(embeddingSetting('MISTRAL', embeddings[0].id));

export const manifest = {
  id: 'mistral',
  title: 'Mistral',
  settings,
  models,
  embeddings,
  residency: {
    region: 'unknown',
    note: 'Global by default. Regional inference has endpoints of its own for the EU and the US, at 10 % more.',
    source: 'https://docs.mistral.ai/studio/regional-inference',
  },
} as const satisfies ProviderManifest;
