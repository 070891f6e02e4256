import type { ChangeSet, Report } from '#agents/contract.ts';
import type { FailOn } from '#agents/orchestrator/verdict.ts';
import type { Colors } from '../../terminal.ts';

/** What every format is made from. */
export interface ReportView {
  readonly report: Report;
  readonly changeSet: ChangeSet;
  readonly failOn: FailOn;
  /** One quiet line: models, cost, duration. */
  readonly footer: string;
  /** What was compared with what. */
  readonly comparison: string;
  readonly colors: Colors;
  readonly columns: number;
}

export const formatNames = ['pretty', 'json', 'sarif', 'markdown'] as const;
export type FormatName = (typeof formatNames)[number];

/** The report as text that ends with a line feed. */
export function formatReport(name: FormatName, view: ReportView): Promise<string> {
  return formats[name](view);
}

/** Each format is loaded when it is asked for. */
const formats: Readonly<Record<FormatName, (view: ReportView) => Promise<string>>> = {
  pretty: async (view) => (await import('./pretty-report.ts')).prettyReport(view),
  json: async ({ report }) => (await import('./json-report.ts')).jsonReport(report),
  sarif: async ({ report, changeSet }) => (await import('./sarif-report.ts')).sarifReport(report, changeSet),
  markdown: async ({ report, footer }) => {
    const { reportMarkdown, reportTitle } = await import('#agents/orchestrator/report-markdown.ts');
    return `### ${reportTitle(report)}\n\n${reportMarkdown(report, { details: true })}\n\n${footer}\n`;
  },
};
