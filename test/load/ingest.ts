import { Pool } from 'pg';
import { openDatabase } from '#prisma/client.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { writeDeliveries } from '#prisma/repositories/deliveries.ts';
import { ensureDefaultProject, type Tenant } from '#prisma/repositories/tenancy.ts';
import { uuidv7 } from '#prisma/uuid.ts';
import { startAmas } from '#test/support/amas.ts';
import { eventually } from '#test/support/eventually.ts';
import { createGitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import { startBenchDatabase, type BenchDatabase } from './bench-database.ts';
import { closedLoop, openLoop, type LoadResult } from './load-generator.ts';
import { signedRequests } from './signed-requests.ts';

const inFlight = 64;
const loads = [
  { bodyBytes: 2_000, requests: 8_000 },
  { bodyBytes: 20_000, requests: 3_000 },
];
/** The machine's own speed changes from one second to the next: the middle one of so many rounds is told. */
const rounds = 5;
const warmUpRounds = 8;

/** Deliveries per second through the whole door, their latency at a calm rate, and how fast the worker drains them. */
export async function benchIngest(print: (line: string) => void): Promise<void> {
  const database = await startBenchDatabase();
  const github = await createGitHubStandIn();
  const amas = await startAmas({ databaseUrl: database.url, github });
  try {
    await amas.worker().stop();
    const port = Number(new URL(amas.hubUrl).port);
    for (const load of loads)
      await benchSize({ database, port, secret: github.app.hook.secret, print }, load);
    // What the burst left for PostgreSQL to write is none of the calm rate's.
    await database.query('checkpoint');
    const calm = await openLoop(port, signedRequests(3_000, 2_000, github.app.hook.secret), 300);
    print(
      `acknowledged at 300/s (open loop, 2 kB): p50 ${ms(calm.latency.p50)}, p99 ${ms(calm.latency.p99)}, max ${ms(calm.latency.max)}`,
    );
    await benchDrain(database, () => amas.startWorker(), print);
  } finally {
    await amas.stop();
    await github.close();
    await database.stop();
  }
}

interface Door {
  readonly database: BenchDatabase;
  readonly port: number;
  readonly secret: string;
  readonly print: (line: string) => void;
}

async function benchSize(door: Door, load: { bodyBytes: number; requests: number }): Promise<void> {
  const { database, port, secret, print } = door;
  // What is measured is a hub that has run for a while: its code is compiled, its memory has grown to the bodies. The
  // rate rises over the first 60,000 requests.
  for (let round = 0; round < warmUpRounds; round += 1)
    await closedLoop(port, signedRequests(load.requests, load.bodyBytes, secret), inFlight);
  const results: LoadResult[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = await countRows(database);
    const result = await closedLoop(port, signedRequests(load.requests, load.bodyBytes, secret), inFlight);
    const stored = (await countRows(database)) - before;
    if (stored !== result.accepted) throw new Error(`${result.accepted} acknowledged, ${stored} stored`);
    results.push(result);
  }
  const sorted = results.toSorted((one, other) => one.perSecond - other.perSecond);
  const [slowest, result, fastest] = [sorted[0], sorted[rounds >> 1], sorted.at(-1)];
  if (!slowest || !result || !fastest) throw new Error('no round was measured');
  const bare = await bareInserts(database, load.bodyBytes);
  const batched = await batchedWrites(database, load.bodyBytes);
  print(
    `${load.bodyBytes / 1_000} kB, ${inFlight} in flight: ${perSecond(result)} acknowledged after commit (median of ${rounds} rounds, ${slowest.perSecond.toFixed(0)} to ${fastest.perSecond.toFixed(0)}), p50 ${ms(result.latency.p50)}, p99 ${ms(result.latency.p99)}; ` +
      `rows stored = acknowledged; bare single-row inserts, 64 clients: ${bare.toFixed(0)}/s (ratio ${(result.perSecond / bare).toFixed(2)}); ` +
      `the same batches without HTTP: ${batched.toFixed(0)}/s`,
  );
}

async function countRows(database: BenchDatabase): Promise<number> {
  const [row] = await database.query('select count(*)::int as count from deliveries');
  return Number(row?.['count']);
}

/** What a row costs when each is a statement and a commit of its own. */
async function bareInserts(database: BenchDatabase, bodyBytes: number): Promise<number> {
  const tenant = await tenantOf(database);
  const pool = new Pool({ connectionString: database.url, max: inFlight });
  const body = Buffer.alloc(bodyBytes, 'x');
  const total = 8_000;
  let next = 0;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (next++ < total) {
        await pool.query({
          name: 'bare',
          text: `insert into deliveries (id, organization_id, project_id, platform, event, external_id, headers, body, received_at)
            values ($1, $2, $3, 'bare', 'bare', $4, '{}', $5, now()) on conflict do nothing`,
          values: [uuidv7(), tenant.organizationId, tenant.projectId, uuidv7(), body],
        });
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  await pool.end();
  return total / seconds;
}

async function batchedWrites(database: BenchDatabase, bodyBytes: number): Promise<number> {
  const tenant = await tenantOf(database);
  const opened = openDatabase({
    url: database.url,
    maxConnections: 4,
    applicationName: 'bench',
    log: silentLogger(),
  });
  const body = Buffer.alloc(bodyBytes, 'x');
  const batch = () =>
    Array.from({ length: inFlight }, () => ({
      ...tenant,
      platform: 'batched',
      event: 'batched',
      externalId: uuidv7(),
      keyIndex: 0,
      headers: {},
      body,
      receivedAt: Date.now(),
    }));
  const batches = 150;
  let next = 0;
  const startedAt = performance.now();
  await Promise.all(
    [1, 2].map(async () => {
      while (next++ < batches) await writeDeliveries(opened.pool, batch());
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  await opened.close();
  return (batches * inFlight) / seconds;
}

async function benchDrain(
  database: BenchDatabase,
  startWorker: () => Promise<void>,
  print: (line: string) => void,
): Promise<void> {
  await database.query(`update deliveries set status = 'ignored' where platform in ('bare', 'batched')`);
  const waiting = async () =>
    Number(
      (await database.query(`select count(*)::int as count from deliveries where status = 'received'`))[0]?.[
        'count'
      ],
    );
  const backlog = await waiting();
  const startedAt = performance.now();
  await startWorker();
  await eventually('the backlog to drain', async () => (await waiting()) === 0, {
    timeoutMs: 300_000,
    intervalMs: 250,
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  print(
    `backlog of ${backlog} deliveries drained by one worker in ${seconds.toFixed(1)} s (${(backlog / seconds).toFixed(0)}/s, its start included)`,
  );
}

const tenantOf = async (database: BenchDatabase): Promise<Tenant> => {
  const opened = openDatabase({
    url: database.url,
    maxConnections: 1,
    applicationName: 'bench',
    log: silentLogger(),
  });
  const tenant = await ensureDefaultProject(opened);
  await opened.close();
  return tenant;
};

const ms = (value: number) => `${value.toFixed(2)} ms`;
const perSecond = (result: LoadResult) =>
  `${result.perSecond.toFixed(0)}/s${Object.keys(result.otherAnswers).length > 0 ? ` (others: ${JSON.stringify(result.otherAnswers)})` : ''}`;
