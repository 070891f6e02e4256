import type { ProviderManifest } from '../contract.ts';
import { keySettings } from '../http/key-settings.ts';
import { models } from './models.ts';

export const settings = keySettings({
  env: 'GEMINI',
  keyLabel: 'Gemini API key (aistudio.google.com, API keys)',
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
  baseUrlLabel: 'Base URL of the Gemini API, with its /v1beta',
  defaultModel: models[0].id,
});

export const manifest = {
  id: 'google',
  title: 'Google',
  settings,
  models,
  residency: { region: 'unknown', note: 'Not found stated for the API that AMAS uses.' },
} as const satisfies ProviderManifest;
