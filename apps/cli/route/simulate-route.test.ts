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
