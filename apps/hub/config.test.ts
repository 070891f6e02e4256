import { z } from 'zod';
import { expect, test } from 'vitest';
import { AmasError } from '#monitoring/errors.ts';
import { readConfig } from './config.ts';
import { signedPlatform } from './test-hub.ts';

test('an empty environment gives the embedded defaults, bound to this machine only', () => {
  expect(readConfig([], {})).toMatchObject({
    databaseUrl: undefined,
    redisUrl: undefined,
    dataDirectory: './.amas-data',
    encryptionKey: undefined,
    port: 8_000,
    host: '127.0.0.1',
    publicUrl: undefined,
    logLevel: 'info',
    platforms: {},
  });
});

test('empty values count as absent', () => {
  expect(readConfig([], { DATABASE_URL: '', PORT: '' })).toMatchObject({
    databaseUrl: undefined,
    port: 8_000,
  });
});

test('valid values are taken as they are, a public URL without its last slash', () => {
  const key = 'a'.repeat(64);
  const env = {
    DATABASE_URL: 'postgres://user:password@db/amas',
    REDIS_URL: 'rediss://cache:6379',
    AMAS_ENCRYPTION_KEY: `${key},${Buffer.alloc(32).toString('base64')}`,
    PORT: '0',
    HOST: '::',
    PUBLIC_URL: 'https://hub.example.com/',
    LOG_LEVEL: 'debug',
  };
  expect(readConfig([], env)).toMatchObject({
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    encryptionKey: env.AMAS_ENCRYPTION_KEY,
    port: 0,
    host: '::',
    publicUrl: 'https://hub.example.com',
    logLevel: 'debug',
  });
});

test('every problem is named at once, with what to do and without a value', () => {
  const env = {
    DATABASE_URL: 'mysql://user:hunter2@db',
    REDIS_URL: 'hunter2',
    AMAS_ENCRYPTION_KEY: 'hunter2',
    PORT: '70000',
    PUBLIC_URL: 'hub.example.com',
    LOG_LEVEL: 'loud',
  };
  let error: unknown;
  try {
    readConfig([], env);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(AmasError);
  const { code, publicMessage = '', details } = error as AmasError;
  expect(code).toBe('apps.config_invalid');
  for (const name of Object.keys(env)) expect(publicMessage).toContain(`${name} must be`);
  expect(publicMessage + JSON.stringify(details)).not.toContain('hunter2');
});

test('settings of platforms are read by the names their manifests give', () => {
  const settings = z.object({ secret: z.string().meta({ env: 'SIGNED_SECRET', secret: true }) });
  const manifest = { ...signedPlatform.manifest, settings };
  expect(readConfig([manifest], { SIGNED_SECRET: 's', OTHER: 'o' }).platforms).toEqual({
    signed: { secret: 's' },
  });
  expect(readConfig([manifest], {}).platforms).toEqual({ signed: {} });
});
