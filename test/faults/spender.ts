import { once } from 'node:events';
import { z } from 'zod';
import { toCompletionRow } from '#jobs/completion-rows.ts';
import { systemClock } from '#monitoring/clock.ts';
import { AmasError, codeOf } from '#monitoring/errors.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { createDatabaseBudget } from '#prisma/budget/database-budget.ts';
import { openDatabase } from '#prisma/client.ts';
import { recordCompletion } from '#prisma/repositories/completions.ts';
import type { Provider, ProviderManifest } from '#providers/contract.ts';
import { createRouter } from '#providers/router/router.ts';

/**
 * A process that spends: at SIGUSR2 it makes all of its calls at once through a router with the budget of the database.
 * Of a provider that hangs no call ends. Before its calls its clock jumps by so many milliseconds. Prints `ready`,
 * `calling`, and `done` with what became of the calls.
 */
const [url = '', organizationId = '', calls = '1', kind = 'answers', jumpMs = '0'] = process.argv.slice(2);

/** A cent for each call, worst case and in truth: 1,000 tokens out at ten dollars a million. */
const usage = { inputUncached: 0, cacheRead: 0, cacheWrite: 0, output: 1_000, reasoning: 0 };

const provider: Provider = {
  id: 'cent',
  complete: async () => {
    if (kind === 'hangs') await new Promise(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 5));
    return { text: '', toolCalls: [], finish: 'stop', usage, model: 'cent', warnings: [] };
  },
  async *stream() {
    yield await Promise.reject(new Error('not asked'));
  },
};

const manifest: ProviderManifest = {
  id: 'cent',
  title: 'Cent',
  settings: z.object({}),
  models: [
    {
      id: 'cent',
      contextTokens: 100_000,
      maxOutputTokens: 1_000,
      tools: true,
      schema: true,
      drop: [],
      price: { input: 0, output: 10 },
      source: 'test',
      checkedAt: '2026-11-27',
    },
  ],
  residency: { region: 'unknown', note: '' },
};

const log = silentLogger();
const database = openDatabase({ url, maxConnections: 4, applicationName: 'spender', log });
const budget = createDatabaseBudget({
  database,
  log,
  timings: { leaseMs: 1_000, reportMs: 100, idleMs: 200, freshMs: 2_000 },
});
const router = createRouter({
  candidates: [{ provider, manifest, model: 'cent' }],
  clock: systemClock,
  log,
  budget,
  onRecord: async (record, scope) => {
    await recordCompletion(database.store, {
      ...toCompletionRow(record, scope),
      budgetHolder: budget.holder,
    });
  },
});
const model = router.bind({
  agent: 'code',
  organizationId,
  deadline: Date.now() + 60_000,
  maxCostUsd: 1_000,
  spentUsd: 0,
});

const call = async (): Promise<string> => {
  try {
    await model.complete(
      { messages: [{ role: 'user', content: '?' }], maxOutputTokens: 1_000 },
      new AbortController().signal,
    );
    return 'answered';
  } catch (error) {
    const why = error instanceof AmasError ? (error.publicMessage ?? '') : '';
    return `${codeOf(error)}: ${why.replaceAll(/leaves \$[\d.]+/g, 'leaves $…')}`;
  }
};

// Signals alone keep no process alive.
const alive = setInterval(() => undefined, 60_000);
const asked = once(process, 'SIGUSR2');
process.stdout.write('ready\n');
await asked;
jump(Number(jumpMs));
const called = Array.from({ length: Number(calls) }, call);
process.stdout.write('calling\n');
const ends = await Promise.all(called);
await budget.close();
await database.close();
clearInterval(alive);
const counts = Object.fromEntries(
  [...Map.groupBy(ends, (end) => end)].map(([end, all]) => [end, all.length]),
);
process.stdout.write(`done ${JSON.stringify(counts)}\n`);

/** What this process believes that the time is. */
function jump(byMs: number): void {
  const TrueDate = Date;
  class JumpedDate extends TrueDate {
    constructor(...parts: [] | [number | string]) {
      super(parts.length === 0 ? JumpedDate.now() : parts[0]);
    }
    static override now(): number {
      return TrueDate.now() + byMs;
    }
  }
  globalThis.Date = JumpedDate as DateConstructor;
}
