import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { createRandom } from '#test/faults/schedule.ts';
import { createGitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import { startAmas } from '#test/support/amas.ts';
import { actions, draw, openPull, troubles, type Life } from './actions.ts';
import { collectHistory } from './history.ts';
import { findViolations } from './invariants.ts';
import { storiesOf } from './story.ts';
import { unfinished } from './unfinished.ts';

export interface LifeOptions {
  readonly databaseUrl: string;
  readonly redisUrl?: string;
  readonly seed: number;
  readonly pulls: number;
  /** How much all workers may write in a minute: the stand-in refuses more. */
  readonly writesPerMinute: number;
  /** How long it may take until all is calm, after the last action. */
  readonly calmMs: number;
  readonly say?: (line: string) => void;
}

export interface LifeResult {
  readonly violations: readonly string[];
  /** How often each thing was done. */
  readonly counts: Readonly<Record<string, number>>;
  /** The last lines of hub and worker. */
  readonly log: readonly string[];
}

const actionsPerPull = 5;
const readsPerMinute = 1_000_000;

/** Lets people, GitHub and our own processes do what they do, in an order that the seed decides, and looks at the end. */
export async function liveThrough(options: LifeOptions): Promise<LifeResult> {
  const { seed, databaseUrl, redisUrl, writesPerMinute } = options;
  const random = createRandom(seed);
  const github = await createGitHubStandIn({
    webhookPatienceMs: 3_000,
    limits: {
      requestsPerHour: readsPerMinute,
      pointsPerMinute: readsPerMinute,
      contentPerMinute: writesPerMinute,
      contentPerHour: Math.floor((writesPerMinute * 500) / 80),
    },
  });
  const repository = github.addRepository({
    owner: 'octo',
    name: 'shop',
    files: { 'README.md': '# Shop\n' },
  });
  repository.setRole('rosa', 'write');
  // With the right to resolve threads: what must not be resolved is to be seen.
  github.install({ account: 'octo', permissions: { ...github.app.permissions, contents: 'write' } });
  const amas = await startAmas({
    databaseUrl,
    github,
    recoveryMs: 2_000,
    environment: { GITHUB_WRITES_PER_MINUTE: String(writesPerMinute), GITHUB_RESOLVE_THREADS: 'yes' },
    ...(redisUrl === undefined ? {} : { redisUrl }),
  });
  const client = new Client({ connectionString: databaseUrl });
  client.on('error', () => {});
  await client.connect();
  const life: Life = { random, github, repository, amas, pulls: [] };
  try {
    const counts = await live(life, options);
    github.clearFaults();
    await deliverTheRest(life, options.calmMs);
    const left = await untilCalm(life, client, options.calmMs);
    const history = await collectHistory(life, client, writesPerMinute);
    const violations = left.length > 0 ? left : findViolations(history);
    counts['threads resolved by AMAS'] = history.pulls
      .flatMap(({ threads }) => threads)
      .filter(({ resolved }) => resolved?.login === history.ownLogin).length;
    const log = [
      ...storiesOf(history, violations),
      ...amas.hub().lines.slice(-30),
      ...amas.worker().lines.slice(-80),
    ];
    return { violations, counts, log };
  } finally {
    await client.end();
    await amas.stop();
    await github.close();
  }
}

async function live(life: Life, { pulls, say }: LifeOptions): Promise<Record<string, number>> {
  const { random } = life;
  const counts: Record<string, number> = {};
  const note = (name: string) => (counts[name] = (counts[name] ?? 0) + 1);
  while (life.pulls.length < pulls) {
    openPull(life);
    note('open');
    if (life.pulls.length % 20 === 0) say?.(`${life.pulls.length} of ${pulls} pull requests`);
    for (let count = 0; count < actionsPerPull; count += 1) {
      const action = random() < 0.15 ? draw(random, troubles) : draw(random, actions);
      if (action && (await action.act(life))) note(action.name);
      await wait(random() * 60);
    }
  }
  return counts;
}

/** What the hub did not take while it was down is sent until it does. */
async function deliverTheRest({ github }: Life, patienceMs: number): Promise<void> {
  const endAt = Date.now() + patienceMs;
  for (;;) {
    await github.settled();
    const deliveries = github.deliveries();
    const taken = new Set(
      deliveries.filter(({ outcome }) => outcome.statusCode === 200).map(({ guid }) => guid),
    );
    const missing = new Map(
      deliveries.filter(({ guid }) => !taken.has(guid)).map((each) => [each.guid, each]),
    );
    if (missing.size === 0 || Date.now() > endAt) return;
    for (const delivery of missing.values()) github.redeliver(delivery);
    await wait(200);
  }
}

/** Until nothing is on its way and no webhook brought anything new meanwhile. */
async function untilCalm({ github }: Life, client: Client, patienceMs: number): Promise<string[]> {
  const endAt = Date.now() + patienceMs;
  for (let calm = 0; ;) {
    await github.settled();
    const left = await unfinished(client);
    calm = left.length === 0 ? calm + 1 : 0;
    if (calm >= 3) return [];
    if (Date.now() > endAt) return left.map((what) => `not done in time: ${what}`);
    await wait(200);
  }
}
