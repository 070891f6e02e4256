import type { Report } from '#agents/contract.ts';

/** The report for scripts: every key is there, and what is unknown or does not apply is null. */
export function jsonReport(report: Report): string {
  const document = {
    conclusion: report.conclusion,
    files: report.files.map(({ path, status, reason, hunks }) => ({
      path,
      status,
      reason: reason ?? null,
      hunks: hunks ?? null,
    })),
    findings: report.findings.map((finding) => ({ ...finding, alsoFoundBy: finding.alsoFoundBy ?? null })),
    models: report.models,
    costUsd: report.costUsd ?? null,
    durationMs: report.durationMs,
    agents: report.agents,
    notes: report.notes,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
