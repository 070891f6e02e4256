import type { ProviderManifest } from '../contract.ts';
import { keySettings } from '../http/key-settings.ts';
import { models } from './models.ts';

export const settings = keySettings({
  env: 'ALEPH_ALPHA',
  keyLabel: 'Token of the Pharia inference API',
  baseUrl: 'https://api.aleph-alpha.com',
  baseUrlLabel: 'Base URL of the inference API; mostly of one that you run yourselves',
  defaultModel: models[0].id,
});

export const manifest = {
  id: 'aleph-alpha',
  title: 'Aleph Alpha',
  settings,
  models,
  residency: {
    region: 'unknown',
    note: "Mostly run on a host of one's own: set its address. Where api.aleph-alpha.com works was not found.",
    source: 'https://github.com/Aleph-Alpha/aleph-alpha-client',
  },
} as const satisfies ProviderManifest;
