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

/** The report as text that ends with a line feed. Each format is loaded when it is asked for. */
export async function formatReport(name: FormatName, view: ReportView): Promise<string> {
  switch (name) {
    case 'pretty': {
      const { prettyReport } = await import('./pretty-report.ts');
      return prettyReport(view);
    }
    case 'json': {
      const { jsonReport } = await import('./json-report.ts');
      return jsonReport(view.report);
    }
    case 'sarif': {
      const { sarifReport } = await import('./sarif-report.ts');
      return sarifReport(view.report, view.changeSet);
    }
    case 'markdown': {
      const { reportMarkdown, reportTitle } = await import('#agents/orchestrator/report-markdown.ts');
      const body = reportMarkdown(view.report, { details: true });
      return `### ${reportTitle(view.report)}\n\n${body}\n\n${view.footer}\n`;
    }
  }
}
