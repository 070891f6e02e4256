import type { ProviderManifest } from '../contract.ts';
import { embeddingSetting, keySettings } from '../http/key-settings.ts';
import { embeddings, models } from './models.ts';

export const settings = keySettings({
  env: 'HF',
  keyEnv: 'HF_TOKEN',
  keyLabel: 'Hugging Face token, hf_…, with the right to make calls to inference providers',
  baseUrl: 'https://router.huggingface.co/v1',
  baseUrlLabel: 'Base URL of the Hugging Face router, with its /v1',
  defaultModel: models[0].id,
}).extend(embeddingSetting('HF', embeddings[0].id));

export const manifest = {
  id: 'hugging-face',
  title: 'Hugging Face',
  settings,
  models,
  embeddings,
  residency: {
    region: 'unknown',
    note: 'A router: the partner that answers works where it works. Name one with the suffix `:<partner>` of the model.',
    source: 'https://huggingface.co/docs/inference-providers',
  },
} as const satisfies ProviderManifest;
