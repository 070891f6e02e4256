import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { startAnthropicStandIn } from '#test/stand-ins/providers/anthropic.ts';
import { startGroqStandIn } from '#test/stand-ins/providers/groq.ts';
import { openaiErrors, startOpenaiStandIn } from '#test/stand-ins/providers/openai.ts';
import type { ProviderStandIn } from '#test/stand-ins/providers/vendor-stand-in.ts';
import { openSmallPullRequest } from '#test/faults/scene.ts';
import { startAmas, type Amas } from '#test/support/amas.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { createGitHubScene, type GitHubScene } from '#test/support/stand-ins.ts';

/** What the scripted model says: one finding on a line that exists, one on a line that does not. */
const answer = {
  findings: [
    {
      path: 'src/run-1.ts',
      side: 'new',
      line: 4,
      endLine: null,
      quote: 'export function run1(request: Request): void {',
      severity: 'medium',
      category: 'security',
      title: 'Anyone may list any folder',
      detail: 'The folder comes from the query and nobody asked who is asking.',
      suggestion: null,
      confidence: 0.9,
    },
    {
      path: 'src/run-1.ts',
      side: 'new',
      line: 900,
      endLine: null,
      quote: 'no such line',
      severity: 'critical',
      category: 'security',
      title: 'Invented by the model',
      detail: 'There is no such line.',
      suggestion: null,
      confidence: 1,
    },
  ],
};

const text = JSON.stringify(answer);

/** The reviewer's words, or, asked to refute, the verdict that they stand. */
const saying = ({ body }: { readonly body: unknown }) =>
  JSON.stringify(body).includes('Try to refute the remarks below')
    ? JSON.stringify({
        verdicts: [{ id: 'm1', verdict: 'stands', reason: 'Line 4 takes what it is given.' }],
      })
    : text;

/** Groq bills no cache writes and reports none. */
const usage = { inputUncached: 100, cacheRead: 40, cacheWrite: 0, output: 30, reasoning: 10 };

describe.each([
  {
    vendor: 'openai',
    start: () => startOpenaiStandIn({ fallback: (request) => ({ text: saying(request) }) }),
  },
  {
    vendor: 'anthropic',
    start: () => startAnthropicStandIn({ fallback: (request) => ({ text: saying(request) }) }),
  },
  {
    vendor: 'groq',
    start: () => startGroqStandIn({ fallback: (request) => ({ text: saying(request), usage }) }),
  },
])('a review with $vendor', ({ vendor, start }) => {
  let database: TestDatabase;
  let scene: GitHubScene;
  let provider: ProviderStandIn;
  let amas: Amas;

  beforeAll(async () => {
    database = await createTestDatabase();
    scene = await createGitHubScene();
    provider = await start();
    const name = vendor.toUpperCase();
    amas = await startAmas({
      databaseUrl: database.url,
      github: scene.github,
      environment: { [`${name}_API_KEY`]: provider.apiKey, [`${name}_BASE_URL`]: provider.baseUrl },
    });
  });

  afterAll(async () => {
    await amas?.stop();
    await provider?.close();
    await scene?.github.close();
    await database?.drop();
  });

  it('asked for by a comment, posts what the model found where it exists, drops what it made up, and names model and cost', async () => {
    const pull = openSmallPullRequest(scene, 1, { draft: true });
    scene.repository.comment(pull.number, '/amas review', 'rosa');
    const summary = await eventually(
      'the review',
      () =>
        scene.github
          .comments(scene.fullName, pull.number)
          .find(({ body }) => body.includes('Anyone may list any folder')),
      { timeoutMs: 30_000 },
    );
    await eventually('the receipt', () =>
      scene.github
        .checkRuns(scene.fullName, pull.headSha)
        .some((run) => run.status === 'completed' && run.conclusion === 'failure'),
    );
    expect(summary.body).not.toContain('Invented by the model');
    expect(summary.body).toContain(`${vendor}/`);
    expect(summary.body).toMatch(/\$0\.\d{4}/);
    const rows = await completions(database.url);
    const prompts = rows.map((row) => String(row['prompt'])).toSorted();
    expect(prompts).toContain('refute-v1');
    expect(prompts).toContain('security/review-v1+frame-v1');
    for (const row of rows) {
      expect(row).toMatchObject({ provider: vendor, outcome: 'answered' });
      expect(Number(row['cost_usd'])).toBeGreaterThan(0);
      expect(JSON.stringify(row)).not.toContain(provider.apiKey);
    }
    expect([...amas.worker().lines, ...amas.hub().lines].join('\n')).not.toContain(provider.apiKey);
  });
});

describe('a review whose model has no credit left', () => {
  it('is posted from the rules alone, and says that the model failed', async () => {
    const database = await createTestDatabase();
    const scene = await createGitHubScene();
    const provider = await startOpenaiStandIn({ fallback: () => ({ error: openaiErrors.quota }) });
    const amas = await startAmas({
      databaseUrl: database.url,
      github: scene.github,
      environment: { OPENAI_API_KEY: provider.apiKey, OPENAI_BASE_URL: provider.baseUrl },
    });
    try {
      const pull = openSmallPullRequest(scene, 1);
      const run = await eventually(
        'the review',
        () =>
          scene.github.checkRuns(scene.fullName, pull.headSha).find((each) => each.status === 'completed'),
        { timeoutMs: 30_000 },
      );
      expect(run.conclusion).not.toBe('success');
      const [summary] = scene.github.comments(scene.fullName, pull.number);
      expect(summary?.body).toContain('child_process.exec');
      expect(summary?.body).toMatch(/model failed/i);
    } finally {
      await amas.stop();
      await provider.close();
      await scene.github.close();
      await database.drop();
    }
  });
});

async function completions(url: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query('select * from completions')).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}
