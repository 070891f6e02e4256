import type { Finding } from '#agents/contract.ts';
import type { Store } from '#prisma/client.ts';
import { findFinishedTasks } from '#prisma/repositories/tasks.ts';
import { readReport } from '../rows.ts';

/** Reviews of one pull request that are looked through, newest first. */
const maxReviews = 20;

/** The finding that somebody speaks of, as the newest review that reported it told it. */
export async function reportedFinding(
  store: Store,
  about: { readonly projectId: string; readonly subjectId: string },
  isMeant: (finding: Finding) => boolean,
): Promise<Finding | undefined> {
  for (const { report } of await findFinishedTasks(store, { ...about, intent: 'review' }, maxReviews)) {
    if (report === null) continue;
    const { findings, suppressed = [] } = readReport(report);
    const found = [...findings, ...suppressed.map(({ finding }) => finding)].find(isMeant);
    if (found) return found;
  }
  return undefined;
}
