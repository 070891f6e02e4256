import type { Report } from '#agents/contract.ts';
import { applySuppressions, type Suppression } from '#agents/orchestrator/apply-suppressions.ts';
import { findSuppressions, type SuppressionRow } from '#prisma/repositories/suppressions.ts';
import type { TaskRow } from '#prisma/repositories/tasks.ts';
import { repositoryOf } from '../commands/act-fields.ts';
import type { JobHost } from '../host.ts';

/** The report with what is contested here and now taken out of its findings, and listed beside them. */
export async function withoutSuppressed(host: JobHost, task: TaskRow, report: Report): Promise<Report> {
  const { subjectId, projectId } = task;
  if (subjectId === null || report.findings.length === 0) return report;
  const place = {
    projectId,
    platform: task.subjectPlatform ?? task.platform,
    repository: repositoryOf(subjectId),
    subjectId,
  };
  const rows = await findSuppressions(host.database.store, place, new Date(host.clock.now()));
  const { findings, suppressed } = applySuppressions(report.findings, rows.map(toSuppression));
  if (suppressed.length === 0) return report;
  const gone = new Set(suppressed.map(({ finding }) => finding.fingerprint));
  const open = (report.open ?? []).filter(({ fingerprint }) => !gone.has(fingerprint));
  return { ...report, findings, suppressed, open };
}

function toSuppression(row: SuppressionRow): Suppression {
  const { scope, fingerprint, rule, path, reason, expiresAt, confirmedBy, act } = row;
  return {
    scope: scope as Suppression['scope'],
    fingerprint,
    rule,
    path: path ?? undefined,
    by:
      confirmedBy === null || confirmedBy === act.actorName
        ? act.actorName
        : `${act.actorName}, confirmed by ${confirmedBy}`,
    reason,
    ...(expiresAt === null ? {} : { until: expiresAt.toISOString() }),
    isMaintainers: confirmedBy !== null,
  };
}
