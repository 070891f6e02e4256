import { settingsDigest } from '#agents/configuration/effective.ts';
import type { Settings } from '#agents/configuration/keys.ts';
import type { RawChange, Report } from '#agents/contract.ts';
import { chooseScope } from '#agents/orchestrator/review-scope.ts';
import type { Connection, PlatformEvent, PullRequest, Since } from '#bots/contract.ts';
import { readLastReport, type TaskRow } from '#prisma/repositories/tasks.ts';
import type { JobHost } from '../host.ts';
import { cleanText, readReport, type LookedAt } from '../rows.ts';

export interface ScopeRequest {
  readonly task: TaskRow;
  readonly event: PlatformEvent;
  readonly connection: Connection;
  readonly pullRequest: PullRequest;
  readonly settings: Settings;
  readonly files: readonly RawChange[];
  readonly signal: AbortSignal;
}

/** The files to look at, and what of the last review stands for the others. */
export async function readScope(
  host: JobHost,
  request: ScopeRequest,
): Promise<{ readonly changes: readonly RawChange[]; readonly looked: LookedAt }> {
  const { event, pullRequest, settings, files } = request;
  // Loaded with the first change: a worker at rest holds no rules.
  const { rulesDigest } = await import('#agents/orchestrator/rules-digest.ts');
  const previous = await lastReport(host, request);
  const since = previous?.basis && (await sinceOf(request, previous.basis.revision));
  const { scope, basis, again, kept } = chooseScope({
    files,
    basis: {
      revision: pullRequest.headSha,
      settingsDigest: settingsDigest(settings),
      hasModel: host.bindModel !== undefined && settings['limits.cost_usd'] > 0,
      rulesDigest,
    },
    previous,
    since,
    isIncremental: settings.incremental,
    isQueued: pullRequest.queuedFrom !== undefined,
    isFullAsked: event.command?.name === 'review' && event.command.args.includes('--full'),
  });
  const renames = [
    ...(since?.renames ?? []),
    ...files.flatMap(({ path, previousPath }) =>
      previousPath === undefined ? [] : [[previousPath, path] as const],
    ),
  ];
  return { changes: again, looked: { scope, basis, kept, renames } };
}

async function lastReport(host: JobHost, { task, pullRequest }: ScopeRequest): Promise<Report | undefined> {
  const stored = await readLastReport(host.database.store, {
    projectId: task.projectId,
    subjectPlatform: task.subjectPlatform ?? task.platform,
    subjectId: cleanText(pullRequest.queuedFrom ?? pullRequest.subject.id),
  });
  const report = stored === undefined ? undefined : readReport(stored);
  // Nothing can go on from a review that looked at nothing.
  return report?.conclusion === 'not-reviewed' ? undefined : report;
}

async function sinceOf(
  { connection, pullRequest, signal }: ScopeRequest,
  revision: string,
): Promise<Since | undefined> {
  // The queue's commit has the same files or others, whatever lies between the two: their contents alone tell.
  if (pullRequest.queuedFrom !== undefined) return { relation: 'ahead', renames: [] };
  if (revision === pullRequest.headSha) return { relation: 'same', renames: [] };
  return await connection.changedSince?.(pullRequest, revision, signal);
}
