import type { ProviderManifest } from '../contract.ts';
import { keySettings } from '../http/key-settings.ts';
import { endings, models } from './models.ts';

export const settings = keySettings({
  env: 'WRITER',
  keyLabel: 'Writer API key (app.writer.com/aistudio, API Keys)',
  baseUrl: 'https://api.writer.com/v1',
  baseUrlLabel: 'Base URL of the Writer API, with its /v1',
  defaultModel: models[0].id,
});

export const manifest = {
  id: 'writer',
  title: 'Writer',
  settings,
  models,
  endings,
  residency: { region: 'unknown', note: 'Not found stated for the API that AMAS uses.' },
} as const satisfies ProviderManifest;
