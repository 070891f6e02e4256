import { expect, test } from 'vitest';
import { settingsFromEnv, settingsOf } from '#monitoring/settings.ts';
import { manifest } from './manifest.ts';

test('every setting has a variable and a label, and the two secrets are marked', () => {
  const settings = settingsOf(manifest.settings);
  expect(settings.filter(({ env, label }) => !env || !label)).toEqual([]);
  expect(settings.filter(({ secret }) => secret).map(({ name }) => name)).toEqual([
    'privateKey',
    'webhookSecret',
  ]);
});

test('three variables are enough for github.com', () => {
  const env = { GITHUB_APP_ID: '1', GITHUB_PRIVATE_KEY: 'pem', GITHUB_WEBHOOK_SECRET: 'a,b' };
  expect(manifest.settings.parse(settingsFromEnv(manifest.settings, env))).toEqual({
    appId: '1',
    privateKey: 'pem',
    webhookSecret: 'a,b',
    apiUrl: 'https://api.github.com',
    appSlug: 'amas',
  });
});

test('no stored header holds a secret, and what is verified may come only once', () => {
  expect(manifest.keptHeaders).not.toContain('authorization');
  expect(manifest.singularHeaders).toContain('x-hub-signature-256');
});
