import type { Gap } from '#bots/contract.ts';
import { findStoredIds } from '#prisma/repositories/delivery-reads.ts';
import { readGap, saveGap } from '#prisma/repositories/gaps.ts';
import type { Integration } from '#prisma/repositories/integrations.ts';
import { withLock } from '#prisma/repositories/locks.ts';
import type { JobHost } from '../host.ts';
import { compareCosts } from './compare-costs.ts';
import { forgetOldWords } from './forget-words.ts';
import { readAllObjections } from './read-objections.ts';
import { retireOldSecrets } from './retire-old-secrets.ts';

const everyMs = 3_600_000;

/**
 * At start and hourly: what platforms sent and nobody here acknowledged is asked for once more. They do not try again by
 * themselves, so a hub that was down for a minute would have lost that minute. And signs on findings are read, of which
 * platforms tell nobody.
 */
export function startReconciler(host: JobHost): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const pass = async () => {
    await reconcileAll(host, stopping.signal).catch((error: unknown) => {
      host.log.debug({ err: error }, 'deliveries not compared, the next hour tries again');
    });
    await readAllObjections(host, stopping.signal).catch((error: unknown) => {
      host.log.debug({ err: error }, 'reactions not read, the next hour tries again');
    });
    await compareCosts(host).catch((error: unknown) => {
      host.log.debug({ err: error }, 'costs not compared, the next hour tries again');
    });
    await forgetOldWords(host);
  };
  let running = pass();
  const timer = setInterval(() => {
    running = running.then(pass);
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      stopping.abort(new Error('stopping'));
      await running;
    },
  };
}

/** One pass over every connected account; of many workers one does it. */
export async function reconcileAll(host: JobHost, signal: AbortSignal): Promise<void> {
  await withLock(host.database.pool, 'reconcile', async () => {
    await host.integrations.refresh();
    for (const integration of host.integrations.all()) {
      try {
        await reconcileOne(host, integration, signal);
        await retireOldSecrets(host, integration);
      } catch (error) {
        if (signal.aborted) return;
        const { platform, projectId } = integration;
        // One account that cannot be asked must not keep the others from it.
        host.log.warn({ err: error, platform, projectId }, 'deliveries not compared');
      }
    }
  });
}

async function reconcileOne(host: JobHost, integration: Integration, signal: AbortSignal): Promise<void> {
  const { platform, projectId, settings } = integration;
  const bot = await host.bots[platform]?.();
  if (!bot?.reconcile || !bot.manifest.settings.safeParse(settings).success) return;
  const { store } = host.database;
  const place = { projectId, platform };
  const former = await readGap(store, place);
  const gap = await bot.reconcile(settings, host, {
    since: former?.resumeFrom,
    stored: (externalIds) => findStoredIds(store, place, externalIds),
    signal,
  });
  const { discovered, ...found } = gap;
  await saveGap(store, place, {
    ...found,
    checkedAt: host.clock.now(),
    totalMissed: (former?.totalMissed ?? 0) + discovered,
  });
  report(host, place, gap);
}

function report({ log }: JobHost, place: object, gap: Gap): void {
  const entry = { ...place, ...gap };
  if (gap.missed > 0) log.warn(entry, 'deliveries were missed and are asked for once more');
  else log.info(entry, 'no delivery was missed');
}
