import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { readConfig } from '#apps/worker/config.ts';
import { startWorker } from '#apps/worker/start-worker.ts';
import { manifests as botManifests } from '#bots/manifests.ts';
import { createLogger } from '#monitoring/logger.ts';
import { settingsOf } from '#monitoring/settings.ts';
import { manifests as providerManifests } from '#providers/manifests.ts';
import { vendors, type Vendor } from '#test/contracts/provider-vendors.ts';
import { servedModel } from '#test/stand-ins/providers/local.ts';
import { openaiErrors, startOpenaiStandIn } from '#test/stand-ins/providers/openai.ts';
import type { ProviderStandIn } from '#test/stand-ins/providers/vendor-stand-in.ts';
import { openSmallPullRequest } from '#test/faults/scene.ts';
import { startAmas, type Amas } from '#test/support/amas.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { tempDirectory, type TempDirectory } from '#test/support/temp-directory.ts';
import { createGitHubScene, type GitHubScene } from '#test/support/stand-ins.ts';

/** What the scripted model says of a change: one finding on a line that exists, one on a line that does not. */
const answerOn = (number: number) => ({
  findings: [
    {
      path: `src/run-${number}.ts`,
      side: 'new',
      line: 4,
      endLine: null,
      quote: `export function run${number}(request: Request): void {`,
      severity: 'medium',
      category: 'security',
      title: 'Anyone may list any folder',
      detail: 'The folder comes from the query and nobody asked who is asking.',
      suggestion: null,
      confidence: 0.9,
    },
    {
      path: `src/run-${number}.ts`,
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
});

/** The reviewer's words, or, asked to refute, the verdict that they stand. */
const saying = ({ body }: { readonly body: unknown }, number: number) =>
  JSON.stringify(body).includes('Try to refute the remarks below')
    ? JSON.stringify({
        verdicts: [{ id: 'm1', verdict: 'stands', reason: 'Line 4 takes what it is given.' }],
      })
    : JSON.stringify(answerOn(number));

/** What every vendor bills and has a price for. */
const usage = { inputUncached: 100, cacheRead: 0, cacheWrite: 0, output: 30, reasoning: 0 };

describe('a review asked for by a comment, from the command to the receipt', () => {
  let database: TestDatabase;
  let scene: GitHubScene;
  let amas: Amas;
  let number = 0;
  let routing: TempDirectory;

  beforeAll(async () => {
    routing = await tempDirectory('routing');
    database = await createTestDatabase();
    // More reviews than GitHub takes writes for in a minute.
    scene = await createGitHubScene(3_000, { contentPerMinute: 10_000, pointsPerMinute: 100_000 });
    amas = await startAmas({ databaseUrl: database.url, github: scene.github });
    // The worker is this process, with another vendor each time: starting one for each would take most of the time.
    await amas.worker().stop();
  });

  afterAll(async () => {
    await amas?.stop();
    await scene?.github.close();
    await database?.drop();
    await routing?.remove();
  });

  /** A model without a known price is not asked: such a vendor comes with the price of a contract. */
  const contractFor = async ({ manifest }: Vendor): Promise<Record<string, string>> => {
    if (manifest.models[0]?.price !== undefined) return {};
    const path = join(routing.path, `${manifest.id}.yml`);
    await writeFile(path, `prices: { ${manifest.id}: { input: 1, output: 2, source: our contract } }`);
    return { AMAS_ROUTING: path };
  };

  it.each(vendors.map((vendor) => ({ id: vendor.manifest.id, vendor })))(
    'with $id posts what the model found where it exists, drops what it made up, and names model and cost',
    async ({ id, vendor }) => {
      const provider = await vendor.start({
        fallback: (request) => ({ text: saying(request, number), usage }),
      });
      const lines: string[] = [];
      const log = createLogger({
        level: 'info',
        name: 'worker',
        destination: { write: (line) => void lines.push(line) },
      });
      const environment = {
        ...amas.environment,
        ...settingsFor(vendor, provider),
        ...(await contractFor(vendor)),
      };
      const config = readConfig(Object.values(botManifests), Object.values(providerManifests), environment);
      const stop = await startWorker(config, log);
      try {
        number += 1;
        const pull = openSmallPullRequest(scene, number, { draft: true });
        scene.repository.comment(pull.number, '/amas review', 'rosa');
        const summary = await eventually(
          'the review',
          () =>
            scene.github
              .comments(scene.fullName, pull.number)
              .find(({ body }) => body.includes('Anyone may list any folder')),
          { timeoutMs: 20_000 },
        );
        await eventually('the receipt', () =>
          scene.github
            .checkRuns(scene.fullName, pull.headSha)
            .some((run) => run.status === 'completed' && run.conclusion === 'failure'),
        );
        expect(summary.body).not.toContain('Invented by the model');
        expect(summary.body).toContain(`${id}/`);
        const rows = await completions(database.url, id);
        const prompts = rows.map((row) => String(row['prompt']));
        expect(prompts).toContain('refute-v1');
        expect(prompts).toContain('security/review-v1+frame-v1');
        const isPriced = id !== 'local';
        for (const row of rows) {
          expect(row).toMatchObject({ outcome: 'answered' });
          if (isPriced) expect(Number(row['cost_usd'])).toBeGreaterThan(0);
        }
        if (isPriced) expect(summary.body).toMatch(/\$0\.\d{4}/);
        expect(JSON.stringify([rows, lines, amas.hub().lines])).not.toContain(provider.apiKey);
      } finally {
        await stop();
        await provider.close();
      }
    },
  );
});

/** By their variables, as an operator sets them. */
function settingsFor({ manifest }: Vendor, { apiKey, baseUrl }: ProviderStandIn): Record<string, string> {
  const values: Readonly<Record<string, string>> = { apiKey, baseUrl, ...vendorSettings[manifest.id] };
  const named = settingsOf(manifest.settings).map(({ name, env }) => [env, values[name]]);
  return Object.fromEntries(named.filter(([, value]) => value !== undefined)) as Record<string, string>;
}

const vendorSettings: Readonly<Record<string, Record<string, string>>> = { local: { model: servedModel } };

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

async function completions(url: string, provider: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query('select * from completions where provider = $1', [provider])).rows as Record<
      string,
      unknown
    >[];
  } finally {
    await client.end();
  }
}
