import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { WrongUse } from './errors.ts';

describe('readConfig', () => {
  it.each<[Readonly<Record<string, string>>, string]>([
    [{}, 'auto'],
    [{ NO_COLOR: '1' }, 'never'],
    [{ NO_COLOR: '' }, 'auto'],
    [{ TERM: 'dumb' }, 'never'],
    [{ FORCE_COLOR: '1' }, 'always'],
    [{ FORCE_COLOR: '0' }, 'never'],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, 'never'],
  ])('colours after %j: %s', (environment, color) => {
    expect(readConfig(environment).color).toBe(color);
  });

  it('takes an empty variable for an absent one', () => {
    expect(readConfig({ LOG_LEVEL: '', AMAS_PROVIDERS: '' })).not.toHaveProperty('logLevel');
    expect(readConfig({ AMAS_PROVIDERS: ' groq, openai,' }).providerOrder).toEqual(['groq', 'openai']);
  });

  it('refuses a wrong value with the name of its variable', () => {
    expect(() => readConfig({ LOG_LEVEL: 'loud' })).toThrow(WrongUse);
    expect(() => readConfig({ LOG_LEVEL: 'loud' })).toThrow(
      expect.objectContaining({
        publicMessage: expect.stringContaining('LOG_LEVEL must be one of fatal, error'),
      }),
    );
  });
});
