import type { ProviderManifest } from '../contract.ts';
import { embeddingSetting, keySettings } from '../http/key-settings.ts';
import { embeddings, models } from './models.ts';

export const settings = keySettings({
  env: 'GEMINI',
  keyLabel: 'Gemini API key (aistudio.google.com, API keys)',
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
  baseUrlLabel: 'Base URL of the Gemini API, with its /v1beta',
  defaultModel: models[0].id,
}).extend(embeddingSetting('GEMINI', embeddings[0].id));

export const manifest = {
  id: 'google',
  title: 'Google',
  settings,
  models,
  embeddings,
  residency: { region: 'unknown', note: 'Not found stated for the API that AMAS uses.' },
} as const satisfies ProviderManifest;
