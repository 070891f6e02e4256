import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { runAmas } from '#test/support/run-amas.ts';
import { tempDirectory } from '#test/support/temp-directory.ts';

let target: TestDatabase;
let rows: Rows;
let folder: Awaited<ReturnType<typeof tempDirectory>>;
beforeAll(async () => {
  target = await createTestDatabase();
  rows = await openRows(target.url);
  folder = await tempDirectory('routing');
});
afterAll(async () => {
  await rows.close();
  await target.drop();
  await folder.remove();
});

async function simulate(yaml: string, ...args: string[]) {
  const path = join(folder.path, 'new.yml');
  await writeFile(path, yaml);
  const environment = { DATABASE_URL: target.url, OPENAI_API_KEY: 'test', GROQ_API_KEY: 'test' };
  return await runAmas(['route', 'simulate', '--policy', path, ...args], environment);
}

it('a policy is tried on what was recorded, and printed beside what happened', async () => {
  const policy = 'policies: { fast: { models: [groq, openai] } }\ndefault: fast';
  expect((await simulate(policy)).out).toBe('No call of a model is recorded in the last 7d.\n');
  await rows.finishReview(await rows.task({}));
  const { out } = await simulate(policy, '--since', '1d');
  expect(out).toContain('1 calls as recorded, beside what the policy lets expect');
  expect(out).toMatch(/^cost +\$0\.0123 +\$0\.\d{4}$/m);
  expect(out).toMatch(/^answered +100\.0 % +100\.0 %$/m);
  expect(out).toMatch(/^first groq\/\S+ +0 +1$/m);
  expect(out).toContain('no call is recorded: taken as free of faults');
  expect((await simulate(policy, '--json')).json()).toMatchObject({ calls: 1, unanswerable: 0 });
  const wrong = await simulate('policies: { fast: { models: [nobody] } }\ndefault: fast');
  expect(wrong).toMatchObject({ out: '', err: expect.stringContaining('can never match') as string });
});

it('agents that there are not are told, with the nearest name', async () => {
  const path = join(folder.path, 'agents.yml');
  await writeFile(
    path,
    'policies: { p: { quality: { codee: { groq: 1 } } } }\nagents: { securty: p, code: p }',
  );
  const environment = { GROQ_API_KEY: 'test', AMAS_ROUTING: path };
  const explained = await runAmas(['route', 'explain', '--agent', 'triag'], environment);
  expect(explained.code).toBe(0);
  for (const near of ['securty. Did you mean security?', 'codee. Did you mean code?', 'Did you mean triage?'])
    expect(explained.err).toContain(near);
  const { valid, warnings }: { valid: boolean; warnings: readonly string[] } = (
    await runAmas(['config', 'check', '--json'], environment)
  ).json();
  expect([valid, warnings.filter((text) => text.includes('speaks in vain')).length]).toEqual([true, 2]);
});

it('a policy is stored for a project, checked, shown where it counts, and taken back', async () => {
  const path = join(folder.path, 'layer.yml');
  const environment = { DATABASE_URL: target.url, OPENAI_API_KEY: 'test', GROQ_API_KEY: 'test' };
  const route = async (yaml: string, ...args: string[]) => {
    await writeFile(path, yaml);
    return await runAmas(['route', ...args, '--json'], environment);
  };
  const first = async () => {
    const { candidates }: { candidates: { provider: string }[] } = (
      await route('', 'explain', '--organization', 'default', '--project', 'default')
    ).json();
    return candidates[0]?.provider;
  };
  const set = ['set', path, '--project', 'default'];
  expect(await first()).toBe('groq');
  expect((await route('policy: { models: [openai] }', ...set)).json()).toMatchObject({
    kind: 'project',
    slug: 'default/default',
    layer: { policy: { models: ['openai'] } },
    before: null,
  });
  expect(await first()).toBe('openai');
  for (const [yaml, told] of [
    ['policy: nobody', 'does not exist'],
    ['where: { allow: [anthropic] }', 'can never match'],
    ['wher: { allow: [groq] }', 'wher'],
  ] as const)
    expect(await route(yaml, ...set)).toMatchObject({
      out: '',
      err: expect.stringContaining(told) as string,
    });
  expect(await route('where: {}', 'set', path, '--project', 'none')).toMatchObject({
    code: 2,
    err: expect.stringContaining('There are: default/default') as string,
  });
  expect((await route('', 'undo')).code).toBe(0);
  expect(await first()).toBe('groq');
  expect((await route('', 'undo')).err).toContain('no change of a stored policy to take back');
  const audits = await rows.database.store.auditLog.findMany({ where: { action: { startsWith: 'route.' } } });
  expect(audits.map(({ action, target: of }) => `${action} ${of}`)).toEqual([
    'route.set project default/default',
    'route.undo project default/default',
  ]);
});
