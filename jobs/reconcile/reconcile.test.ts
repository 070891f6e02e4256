import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Gap, Reconciling } from '#bots/contract.ts';
import type { Integration } from '#prisma/repositories/integrations.ts';
import { readGaps } from '#prisma/repositories/gaps.ts';
import { writeDeliveries } from '#prisma/repositories/deliveries.ts';
import type { JobHost } from '../host.ts';
import { createJobScene, type JobScene } from '#test/support/job-scene.ts';
import { reconcileAll } from './reconcile.ts';

let scene: JobScene;
beforeEach(async () => {
  scene = await createJobScene();
});
afterEach(() => scene.close());

const found: Gap = { listed: 9, missed: 2, redelivered: 2, discovered: 2, givenUp: 0, resumeFrom: 1_000 };

async function hostWith(
  reconcile: (reconciling: Reconciling) => Promise<Gap>,
  settings: Record<string, string> = {},
): Promise<{ host: JobHost; replaced: Integration['settings'][] }> {
  const bot = await scene.host.bots['forge']?.();
  if (!bot) throw new Error('no bot');
  const replaced: Integration['settings'][] = [];
  const manifest = { ...bot.manifest, webhookSecretSetting: 'secret' };
  const entry = { ...scene.tenant, platform: 'forge', projectSlug: 'default', settings };
  const host: JobHost = {
    ...scene.host,
    bots: {
      forge: async () => ({ ...bot, manifest, reconcile: (_settings, _host, wanted) => reconcile(wanted) }),
    },
    integrations: {
      ...scene.host.integrations,
      all: () => [entry],
      replaceSettings: async (_integration, changed) => void replaced.push(changed),
    },
  };
  return { host, replaced };
}

const pass = (host: JobHost) => reconcileAll(host, new AbortController().signal);

it('goes on where the last look stopped, and sums up what was missed', async () => {
  const starts: (number | undefined)[] = [];
  const { host } = await hostWith(async ({ since }) => {
    starts.push(since);
    return found;
  });
  await pass(host);
  await pass(host);
  expect(starts).toEqual([undefined, 1_000]);
  expect(await readGaps(scene.database)).toMatchObject([{ platform: 'forge', missed: 2, totalMissed: 4 }]);
});

it('tells the platform which deliveries are here', async () => {
  await scene.deliver('{}');
  const { host } = await hostWith(async ({ stored }) => {
    expect([...(await stored(['delivery-1', 'delivery-2']))]).toEqual(['delivery-1']);
    return found;
  });
  await pass(host);
  expect(await readGaps(scene.database)).toHaveLength(1);
});

it('of two workers one looks', async () => {
  let looks = 0;
  const { host } = await hostWith(async () => {
    looks += 1;
    await new Promise((done) => setTimeout(done, 100));
    return found;
  });
  await Promise.all([pass(host), pass(host)]);
  expect(looks).toBe(1);
});

describe('a rotated webhook secret', () => {
  const hourAgo = Date.now() - 3_600_000;
  const rotating = { secret: 'new,old', rotatedAt: String(hourAgo) };

  async function arrive(keyIndex: number, receivedAt: number): Promise<void> {
    const row = { platform: 'forge', event: 'x', externalId: `signed-${keyIndex}-${receivedAt}`, keyIndex };
    await writeDeliveries(scene.database.pool, [
      { ...scene.tenant, ...row, headers: {}, body: Buffer.from('{}'), receivedAt },
    ]);
  }

  it('replaces the old one once deliveries come signed with it', async () => {
    await arrive(0, hourAgo + 60_000);
    await arrive(1, hourAgo + 1_000);
    const { host, replaced } = await hostWith(async () => found, rotating);
    await pass(host);
    expect(replaced).toEqual([{ secret: 'new' }]);
  });

  it.each([
    ['nothing arrived since', []],
    ['only the old one signs', [[1, hourAgo + 60_000]]],
    [
      'the old one signed a moment ago',
      [
        [0, hourAgo + 60_000],
        [1, Date.now() - 60_000],
      ],
    ],
    ['the new one signed before the platform had it', [[0, hourAgo - 60_000]]],
  ] as const)('keeps both while %s', async (_case, arrivals) => {
    for (const [keyIndex, at] of arrivals) await arrive(keyIndex, at);
    const { host, replaced } = await hostWith(async () => found, rotating);
    await pass(host);
    expect(replaced).toEqual([]);
  });

  it('leaves two secrets alone that an operator set', async () => {
    await arrive(0, hourAgo + 60_000);
    const { host, replaced } = await hostWith(async () => found, { secret: 'new,old' });
    await pass(host);
    expect(replaced).toEqual([]);
  });
});
