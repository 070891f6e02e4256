import { expect, test } from 'vitest';
import { settingsFromEnv, settingsOf } from '#monitoring/settings.ts';
import { manifest } from './manifest.ts';

test('every setting has a variable and a label, and the secrets are marked', () => {
  const settings = settingsOf(manifest.settings);
  expect(settings.filter(({ env, label }) => !env || !label)).toEqual([]);
  expect(settings.filter(({ secret }) => secret).map(({ name }) => name)).toEqual([
    'privateKey',
    'webhookSecret',
    'clientSecret',
  ]);
});

const pem = '-----BEGIN RSA PRIVATE KEY-----\\nMII=\\n-----END RSA PRIVATE KEY-----';

test('the path of a key is not taken for the key', () => {
  const { privateKey } = manifest.settings.shape;
  expect(privateKey.safeParse('/etc/amas/private-key.pem').success).toBe(false);
  expect(privateKey.safeParse(pem).success).toBe(true);
  expect(privateKey.safeParse('-----BEGIN PRIVATE KEY-----\nMII=').success).toBe(true);
});

test('three variables are enough for github.com', () => {
  const env = { GITHUB_APP_ID: '1', GITHUB_PRIVATE_KEY: pem, GITHUB_WEBHOOK_SECRET: 'a,b' };
  expect(manifest.settings.parse(settingsFromEnv(manifest.settings, env))).toEqual({
    appId: '1',
    privateKey: pem,
    webhookSecret: 'a,b',
    apiUrl: 'https://api.github.com',
    appSlug: 'amas',
    writesPerMinute: '80',
    resolveThreads: 'no',
  });
});

test('no stored header holds a secret, and what is verified may come only once', () => {
  expect(manifest.keptHeaders).not.toContain('authorization');
  expect(manifest.singularHeaders).toContain('x-hub-signature-256');
});
