import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSmallPullRequest } from '#test/faults/scene.ts';
import { startOpenaiStandIn } from '#test/stand-ins/providers/openai.ts';
import type { ProviderStandIn } from '#test/stand-ins/providers/vendor-stand-in.ts';
import { startAmas, type Amas } from '#test/support/amas.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { createGitHubScene, type GitHubScene } from '#test/support/stand-ins.ts';

describe('work that is no longer wanted', () => {
  let database: TestDatabase;
  let scene: GitHubScene;
  let provider: ProviderStandIn;
  let amas: Amas;

  beforeAll(async () => {
    database = await createTestDatabase();
    scene = await createGitHubScene();
    provider = await startOpenaiStandIn({ fallback: () => ({ text: '{"findings":[]}', delayMs: 5_000 }) });
    amas = await startAmas({
      databaseUrl: database.url,
      github: scene.github,
      environment: { OPENAI_API_KEY: provider.apiKey, OPENAI_BASE_URL: provider.baseUrl },
    });
  });

  afterAll(async () => {
    await amas?.stop();
    await provider?.close();
    await scene?.github.close();
    await database?.drop();
  });

  it('shows its steps, ends within a second of the close, its model calls too, and tells what was done and what it cost', async () => {
    const pull = openSmallPullRequest(scene, 1);
    await eventually('calls of a model', () => provider.requests.length > 0, { timeoutMs: 20_000 });
    const shown = await eventually('the steps to show', () =>
      scene.github
        .checkRuns(scene.fullName, pull.headSha)
        .find(({ output }) => output.title === 'Review under way'),
    );
    expect(shown.output.summary).toMatch(/Read the changes/);
    const closedAt = performance.now();
    scene.repository.closePullRequest(pull.number);
    await eventually('the calls to be cut off', () =>
      provider.requests.every(({ closedByClientAt }) => closedByClientAt !== undefined),
    );
    for (const { closedByClientAt } of provider.requests) {
      expect(closedByClientAt).toBeLessThan(closedAt + 1_000);
    }
    const run = await eventually('the receipt with its account', () =>
      scene.github
        .checkRuns(scene.fullName, pull.headSha)
        .find(({ output }) => output.summary?.includes('Calls of models:')),
    );
    expect(run).toMatchObject({ status: 'completed', conclusion: 'cancelled' });
    expect(run.output.summary).toMatch(/closed before the review was done/);
    expect(run.output.summary).toMatch(/stopped at work/);
  });

  it.each([
    ['the pull request is closed', 'closed before the review was done'],
    ['a newer commit arrives', 'Ask again, and these paths are reviewed as they are now'],
  ])('ends also where it is of some paths, when %s, and tells who asked', async (what, why) => {
    const index = what.includes('closed') ? 3 : 4;
    const pull = openSmallPullRequest(scene, index);
    const asked = provider.requests.length;
    scene.repository.comment(pull.number, '/amas review src/**', 'rosa');
    await eventually('calls of a model for the paths', () => provider.requests.length > asked + 1, {
      timeoutMs: 20_000,
    });
    if (what.includes('closed')) scene.repository.closePullRequest(pull.number);
    else scene.repository.push(`change-${index}`, { 'src/newer.ts': 'export const newer = 1;\n' });
    const answer = await eventually('the answer', () =>
      scene.github.comments(scene.fullName, pull.number).find(({ body }) => body.includes(why)),
    );
    expect(answer.body).toContain('Review cancelled');
    if (!what.includes('closed')) scene.repository.closePullRequest(pull.number);
  });

  it('of two pushes in a second the older asks no model, and a third takes the calls for the newer one along', async () => {
    const before = provider.requests.length;
    const pull = openSmallPullRequest(scene, 2);
    scene.repository.push('change-2', { 'src/older.ts': 'export const older = 1;\n' });
    const older = scene.repository.tip('change-2');
    scene.repository.push('change-2', { 'src/newest.ts': 'export const newest = 1;\n' });
    await eventually('calls for the newest', () => provider.requests.length > before, { timeoutMs: 20_000 });
    const asked = provider.requests.slice(before);
    for (const { body } of asked) expect(JSON.stringify(body)).toContain('newest.ts');
    const newest = scene.repository.tip('change-2');
    scene.repository.push('change-2', { 'src/run-2.ts': 'export const calm = 1;\n' });
    await eventually('its calls to be given up', () =>
      asked.every(({ closedByClientAt }) => closedByClientAt !== undefined),
    );
    for (const sha of [pull.headSha, older, newest]) {
      await eventually('the older check to be cancelled', () =>
        scene.github.checkRuns(scene.fullName, sha).some(({ conclusion }) => conclusion === 'cancelled'),
      );
    }
    scene.repository.closePullRequest(pull.number);
  });
});
