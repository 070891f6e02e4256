import type { ProviderManifest } from '../contract.ts';
import { keySettings } from '../http/key-settings.ts';
import { models } from './models.ts';

export const settings = keySettings({
  env: 'HF',
  keyEnv: 'HF_TOKEN',
  keyLabel: 'Hugging Face token, hf_…, with the right to make calls to inference providers',
  baseUrl: 'https://router.huggingface.co/v1',
  baseUrlLabel: 'Base URL of the Hugging Face router, with its /v1',
  defaultModel: models[0].id,
});

export const manifest = {
  id: 'hugging-face',
  title: 'Hugging Face',
  settings,
  models,
  residency: {
    region: 'unknown',
    note: 'A router: the partner that answers works where it works. Name one with the suffix `:<partner>` of the model.',
    source: 'https://huggingface.co/docs/inference-providers',
  },
} as const satisfies ProviderManifest;
