import { Decimal } from 'decimal.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMetrics } from '#monitoring/metrics.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { createDatabaseBudget } from '#prisma/budget/database-budget.ts';
import { tellConfiguration } from '#prisma/repositories/model-configurations.ts';
import { changeLimit } from '#prisma/repositories/budget-limits.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { createTotalsReader } from './totals.ts';

let target: TestDatabase;
let rows: Rows;
beforeAll(async () => {
  target = await createTestDatabase();
  rows = await openRows(target.url);
});
afterAll(async () => {
  await rows.close();
  await target.drop();
});

it('what all processes did with models and money is counted from the rows, without an id in any label', async () => {
  const { organizationId } = rows.tenant;
  const { runId } = await rows.finishReview(await rows.task({}));
  await rows.database.store.completion.updateMany({
    where: { runId },
    data: {
      attempts: [
        {
          provider: 'groq',
          model: 'small',
          outcome: 'failed',
          code: 'providers.overloaded',
          startedMs: 0,
          latencyMs: 1,
        },
        { provider: 'openai', model: 'gpt-5', outcome: 'answered', startedMs: 1, latencyMs: 900 },
      ],
      decision: { cache: 'miss', savedUsd: 0.25, timeToFirstPartMs: 200, overheadMs: 1, candidates: [] },
    },
  });
  await changeLimit(
    rows.database.store,
    organizationId,
    { scope: 'user', subject: 'github:1', period: 'day' },
    { usd: new Decimal(2), onReached: 'cheaper' },
  );
  const budget = createDatabaseBudget({ database: rows.database, log: silentLogger() });
  const scope = { organizationId, agent: 'code', userId: 'github:1' };
  const reserved = await budget.reserve(scope, new Decimal(1), new AbortController().signal);
  if (reserved.ok) budget.settle(reserved.hold, new Decimal(1));
  await budget.close();

  for (const [id, problem] of [['a'], ['b'], ['c', 'The routing is wrong.']] as const) {
    const told = { service: 'amas-worker', process: `host:${id}`, fingerprint: 'x', loadedAt: 0, models: [] };
    await tellConfiguration(rows.database, id, { ...told, ...(problem === undefined ? {} : { problem }) });
  }

  const metrics = createMetrics();
  await createTotalsReader(metrics, rows.database)();
  const { body } = await metrics.render();
  metrics.close();
  const labels = 'provider="openai",model="gpt-5"';
  for (const line of [
    'amas_model_attempts_total{provider="groq",model="small",outcome="failed",code="providers.overloaded"} 1',
    'amas_model_fallbacks_total{reason="providers.overloaded"} 1',
    'amas_model_cache_total{provider="openai",result="miss"} 1',
    'amas_model_saved_usd_total{provider="openai"} 0.25',
    `amas_model_call_duration_seconds_bucket{${labels},le="0.64"} 0`,
    `amas_model_call_duration_seconds_bucket{${labels},le="1.28"} 1`,
    `amas_model_call_duration_seconds_bucket{${labels},le="+Inf"} 1`,
    `amas_model_call_duration_seconds_sum{${labels}} 0.9`,
    `amas_model_time_to_first_part_seconds_count{${labels}} 1`,
    'amas_budget_limits{scope="user",period="day",on_reached="cheaper"} 1',
    'amas_budget_spent_ratio{scope="user",period="day",on_reached="cheaper"} 0.5',
    'amas_budget_alerts_total{percent="50"} 1',
    'amas_model_configurations{service="amas-worker",state="current"} 2',
    'amas_model_configurations{service="amas-worker",state="refused"} 1',
  ])
    expect(body).toContain(`${line}\n`);
  expect(body).not.toContain('github:1');
});
