import { manifests } from '#bots/manifests.ts';
import type { BotManifest } from '#bots/contract.ts';
import type { Database } from '#prisma/client.ts';
import { readGaps, type GapPlace, type StoredGap } from '#prisma/repositories/gaps.ts';
import { ok, warn, type Check } from './check.ts';

/** What platforms sent and this AMAS did not get, as the worker last compared. Nothing before its first comparison. */
export async function checkGaps(database: Pick<Database, 'pool'>): Promise<Check[]> {
  const gaps = await readGaps(database);
  return gaps.map(gapCheck);
}

function gapCheck(gap: StoredGap & GapPlace): Check {
  const known: Readonly<Record<string, BotManifest>> = manifests;
  const title = known[gap.platform]?.title ?? gap.platform;
  const at = new Date(gap.checkedAt).toISOString();
  const seen = `${gap.listed} deliveries of ${title} were compared at ${at}`;
  const total = gap.totalMissed === 0 ? '' : `; ${gap.totalMissed} were missed and asked for again so far`;
  if (gap.missed === 0) return ok('missed-deliveries', `${seen}: none is missing${total}`);
  const again = `${gap.redelivered} were asked for once more now`;
  return gap.givenUp === 0
    ? warn(
        'missed-deliveries',
        `${seen}: ${gap.missed} did not arrive, ${again}${total}`,
        'The worker asks again by itself, later each time.',
      )
    : warn(
        'missed-deliveries',
        `${seen}: ${gap.missed} did not arrive, ${again}, ${gap.givenUp} were tried too often${total}`,
        `Find out why (amas connect ${gap.platform}), then redeliver them by hand in the settings of the App.`,
      );
}
