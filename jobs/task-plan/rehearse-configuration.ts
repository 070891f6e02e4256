import type { Effective } from '#agents/configuration/effective.ts';
import { rehearse, type PastEvent } from '#agents/orchestrator/rehearse.ts';
import type { ChangedFile, Connection, PullRequest } from '#bots/contract.ts';
import { findRecentReviews, type TaskRow } from '#prisma/repositories/tasks.ts';
import type { JobHost } from '../host.ts';
import { readEvent, readLimits, readReport } from '../rows.ts';
import { configurationPath, loadConfiguration } from './load-configuration.ts';
import { reviewEvents } from './skip-task.ts';

/** Events that a new configuration is tried on. */
const maxEvents = 20;

export interface Rehearsal {
  readonly task: TaskRow;
  readonly connection: Connection;
  readonly pullRequest: PullRequest;
  readonly effective: Effective;
  readonly files: readonly ChangedFile[];
  readonly signal: AbortSignal;
}

/** What the pull request's own `.amas.yml` would change, when it changes one. Undefined otherwise. */
export async function rehearseConfiguration(
  host: JobHost,
  rehearsal: Rehearsal,
): Promise<string | undefined> {
  const { task, connection, pullRequest, effective, files, signal } = rehearsal;
  const touches = files.some(({ path, previousPath }) => [path, previousPath].includes(configurationPath));
  if (!touches) return undefined;
  const { maxCostUsd } = readLimits(task.limits);
  const after = await loadConfiguration(connection, pullRequest, { maxCostUsd, signal, owner: 'head' });
  const repository = pullRequest.subject.id.replace(/#\d+$/, '#');
  const rows = await findRecentReviews(
    host.database.store,
    { projectId: task.projectId, subjectPrefix: repository, otherThan: task.id },
    maxEvents,
  );
  return rehearse(effective, after.effective, rows.map(toPastEvent));
}

function toPastEvent(row: TaskRow): PastEvent {
  const event = readEvent(row.event);
  const trigger = event.command ? undefined : reviewEvents[event.kind];
  const { facts, subject } = event;
  return {
    subjectId: row.subjectId ?? '',
    ...(trigger === undefined ? {} : { trigger }),
    ...(facts && subject ? { facts: { ...facts, title: subject.title } } : {}),
    ...(row.report === null ? {} : { report: readReport(row.report) }),
  };
}
