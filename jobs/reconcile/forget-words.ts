import { forgetWords } from '#prisma/repositories/completions.ts';
import type { JobHost } from '../host.ts';

/** Words of model calls go when they were kept for as long as their organization wants; their records stay. */
export async function forgetOldWords({ database, log }: Pick<JobHost, 'database' | 'log'>): Promise<void> {
  await forgetWords(database).catch((error: unknown) => {
    log.debug({ err: error }, 'old words not taken away, the next hour tries again');
  });
}
