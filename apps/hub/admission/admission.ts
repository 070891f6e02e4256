import type { Clock } from '#monitoring/clock.ts';
import type { HubLimits } from '../limits.ts';
import { createTokenBucket } from '#monitoring/http/token-bucket.ts';

type Rates = Pick<HubLimits, 'deliveriesPerSecond' | 'deliveriesPerSecondPerPlatform'>;

/**
 * Memory-only rate limits, of a platform and of all together: a flood is refused before its bodies are read or the
 * database hears of it. Answers 0, or the milliseconds after which to try again.
 */
export function createAdmission(
  platforms: readonly string[],
  limits: Rates,
  clock: Pick<Clock, 'now'>,
): (platform: string) => number {
  const bucketOf = (perSecond: number) => createTokenBucket(perSecond, perSecond, clock);
  const all = bucketOf(limits.deliveriesPerSecond);
  const byPlatform = new Map(platforms.map((id) => [id, bucketOf(limits.deliveriesPerSecondPerPlatform)]));
  return (platform) => byPlatform.get(platform)?.take() || all.take();
}
