import { expect, it } from 'vitest';
import { openSmallPullRequest } from '#test/faults/scene.ts';
import { startOpenaiStandIn } from '#test/stand-ins/providers/openai.ts';
import { startAmas } from '#test/support/amas.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestDatabase } from '#test/support/postgres.ts';
import { createGitHubScene } from '#test/support/stand-ins.ts';

it('a review that takes its time shows its steps, and a newer commit cancels it with its model call', async () => {
  const database = await createTestDatabase();
  const scene = await createGitHubScene();
  const provider = await startOpenaiStandIn({ fallback: () => ({ hang: 'before-headers' }) });
  const amas = await startAmas({
    databaseUrl: database.url,
    github: scene.github,
    environment: { OPENAI_API_KEY: provider.apiKey, OPENAI_BASE_URL: provider.baseUrl },
  });
  try {
    const pull = openSmallPullRequest(scene, 1);
    const runOf = (sha: string) => scene.github.checkRuns(scene.fullName, sha)[0];
    await eventually(
      'the steps to show',
      () => runOf(pull.headSha)?.output.title === 'Review under way' && runOf(pull.headSha),
      { timeoutMs: 20_000 },
    );
    expect(runOf(pull.headSha)?.output.summary).toMatch(/Read the changes/);
    await eventually('the model to be asked', () => provider.requests.length > 0);
    scene.repository.push('change-1', { 'src/run-1.ts': 'export const calm = 1;\n' });
    await eventually(
      'the old review to be cancelled',
      () => runOf(pull.headSha)?.conclusion === 'cancelled',
      {
        timeoutMs: 20_000,
      },
    );
    await eventually(
      'its model calls to be given up',
      () => provider.requests.some((request) => request.closedByClientAt !== undefined),
      {
        timeoutMs: 5_000,
      },
    );
  } finally {
    // The next review waits for the same silent model; nobody waits for it here.
    await amas.worker().kill('SIGKILL');
    await amas.stop();
    await provider.close();
    await scene.github.close();
    await database.drop();
  }
}, 60_000);
