import { expect, it } from 'vitest';
import { parseEnvFile, withEnvFile } from './env-file.ts';

it('reads names and values, quoted ones over several lines, and leaves out what is empty', () => {
  const text = [
    '# keys',
    'A=one',
    ' export B = "two # no remark" # remark',
    "C='line 1",
    "line 2'",
    'D=',
    '',
    'E=x=y\r',
  ].join('\n');
  expect(parseEnvFile(text, 'f')).toEqual({ A: 'one', B: 'two # no remark', C: 'line 1\nline 2', E: 'x=y' });
});

it.each([
  ['A=1\nsecret-value', 'line 2 of f is no NAME=value'],
  ['A="secret-value\nB=2', 'line 1 of f opens a "'],
  ['A-B=secret-value', 'line 1 of f is no NAME=value'],
  ['A=1\nB=secret-value\0', 'line 2 of f is no NAME=value'],
])('refuses %j, says where, and repeats no value', (text, words) => {
  const read = () => parseEnvFile(text, 'f');
  expect(read).toThrow(
    expect.objectContaining({ code: 'apps.config_invalid', publicMessage: expect.stringContaining(words) }),
  );
  expect(read).not.toThrow(expect.objectContaining({ publicMessage: expect.stringContaining('secret') }));
});

it('a file that is not there is told, and without one the environment stays as it is', () => {
  expect(() => withEnvFile({ AMAS_ENV_FILE: '/nowhere/keys.env' })).toThrow(
    expect.objectContaining({ publicMessage: "AMAS_ENV_FILE: /nowhere/keys.env can't be read (ENOENT)." }),
  );
  const env = { A: '1' };
  expect(withEnvFile(env)).toBe(env);
});
