import { matchesGlob } from 'node:path/posix';
import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { Environment } from '#monitoring/server-config.ts';
import { coreVariables } from '#test/registries/core-variables.ts';
import { envExample } from '#test/registries/env-example.ts';
import { readRepositoryFile, repositoryFiles } from '#test/support/repository.ts';

const names = (text: string): string[] =>
  [...text.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1]!);
const example = readRepositoryFile('deploy/env.example');

test('every variable appears once, under a comment', () => {
  expect(names(example)).toEqual([...new Set(names(example))]);
  const lines = example.split('\n');
  const bare = lines.filter((line, index) => /^[A-Z]/.test(line) && !lines[index - 1]?.startsWith('# '));
  expect(bare).toEqual([]);
});

/** Conventions of terminals, not settings of AMAS. */
const terminalVariables = ['FORCE_COLOR', 'NO_COLOR', 'TERM'];

test('the variables of AMAS itself are exactly those that the apps read', () => {
  const configs = repositoryFiles().filter((path) => matchesGlob(path, 'apps/*/config.ts'));
  const named = configs.flatMap(
    (path) => readRepositoryFile(path).match(/\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\b/g) ?? [],
  );
  const read = [...Object.keys(Environment.shape), ...named].filter(
    (name) => !terminalVariables.includes(name),
  );
  expect(new Set(coreVariables.map(({ env }) => env))).toEqual(new Set(read));
});

describe('the example made from a settings schema', () => {
  const settings = z.object({
    url: z.url().default('https://api.example.com').meta({ env: 'EXAMPLE_URL', label: 'API base URL' }),
    key: z.string().default('never shown').meta({ env: 'EXAMPLE_KEY', label: 'API key', secret: true }),
    team: z.string().meta({ env: 'EXAMPLE_TEAM', label: 'Team id' }),
    internal: z.string().optional(),
  });
  const text = envExample([{ title: 'Example', settings }], []);

  it('fills in defaults, but never a secret', () => {
    expect(text).toContain('# API base URL (optional)\nEXAMPLE_URL=https://api.example.com\n');
    expect(text).toContain('# API key (optional, secret)\nEXAMPLE_KEY=\n');
  });

  it('says what is required, and leaves out what no variable sets', () => {
    expect(text).toContain('# Team id (required)\nEXAMPLE_TEAM=\n');
    expect(text).not.toContain('internal');
  });
});
