import { describe, expect, it, test } from 'vitest';
import { importTable, isAllowed, rowOf } from './import-table.ts';
import { importsOf } from './imports.ts';
import { readRepositoryFile, sourceFiles } from '#test/support/repository.ts';

const table = 'test/architecture/import-table.ts';

function violationsOf(path: string, text: string): string[] {
  const row = rowOf(path);
  if (!row) return [`${path}: no row of the import table covers it. Move it, or add a row to ${table}.`];
  return importsOf(path, text)
    .filter((found) => found.path !== undefined && !isAllowed(path, found.path))
    .map(
      (found) =>
        `${path}:${found.line} imports '${found.specifier}' (${found.path}), which the row "${row.files}" does not allow.\n` +
        `  ${row.instead} If the table itself is wrong, edit ${table} and say why in docs/decisions/.`,
    );
}

test('every import of every source file is one that the table allows', () => {
  const violations = sourceFiles().flatMap((path) => violationsOf(path, readRepositoryFile(path)));
  expect(violations.join('\n')).toBe('');
});

test('every row covers a path that no earlier row takes from it', () => {
  const examples = importTable.map((row) =>
    row.files
      .replace(/\{(\w+)[^}]*\}/g, '$1')
      .replace('**/*', 'example.ts')
      .replace('**', 'example.ts')
      .replace('*/', 'unit/')
      .replace('*.', 'example.'),
  );
  expect(examples.map((path) => rowOf(path)?.files)).toEqual(importTable.map((row) => row.files));
});

describe('a planted violation is caught', () => {
  it.each([
    [
      'a platform that imports its sibling',
      'bots/slack/bot.ts',
      `import { sign } from '#bots/github/sign.ts';`,
    ],
    ['a sibling reached by a relative path', 'bots/slack/web/post.ts', `import '../../github/sign.ts';`],
    [
      'a type-only import of a sibling',
      'agents/code/agent.ts',
      `import type { A } from '#agents/security/agent.ts';`,
    ],
    [
      'an agent that reaches for the router',
      'agents/code/agent.ts',
      `export * from '#providers/router/router.ts';`,
    ],
    [
      'a router that imports a vendor',
      'providers/router/router.ts',
      `await import('../openai/provider.ts');`,
    ],
    ['a hub that loads a whole bot', 'apps/hub/main.ts', `import { bots } from '#bots/registry.ts';`],
    ['rows that know of jobs', 'prisma/client.ts', `import { catalog } from '#jobs/catalog.ts';`],
    ['a ground that knows a bot', 'monitoring/logger.ts', `const bot = require('../bots/slack/bot.ts');`],
    ['product code that uses test code', 'apps/worker/main.ts', `import '#test/support/redis.ts';`],
    ['a demo that uses more than stand-ins', 'apps/demo/main.ts', `import '#test/support/redis.ts';`],
    ['an import of a test', 'test/support/redis.ts', `import './process.test.ts';`],
    ['a computed import', 'jobs/worker.ts', 'await import(`#bots/${platform}/bot.ts`);'],
    [
      'a worker thread of another folder',
      'jobs/worker.ts',
      `new URL('../apps/hub/main.ts', import.meta.url);`,
    ],
    ['a file in no folder of the picture', 'helpers/strings.ts', ''],
  ])('%s', (_name, path, text) => {
    expect(violationsOf(path, text)).toHaveLength(1);
  });
});

describe('what the table allows passes', () => {
  it.each([
    ['bots/slack/bot.ts', `import { verify } from '#bots/signing/verify.ts'; import './web/post.ts';`],
    ['providers/groq/provider.ts', `import { chat } from '../openai-compatible/chat.ts'; import 'groq-sdk';`],
    ['agents/code/agent.ts', `import type { Model } from '#providers/contract.ts';`],
    ['apps/demo/main.ts', `import { githubStandIn } from '#test/stand-ins/github/server.ts';`],
    ['jobs/worker.test.ts', `import { startRedis } from '#test/support/redis.ts';`],
  ])('%s', (path, text) => {
    expect(violationsOf(path, text)).toEqual([]);
  });
});
