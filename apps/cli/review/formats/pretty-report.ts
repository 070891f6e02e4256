import type { FileCoverage, Finding, Report, Severity } from '#agents/contract.ts';
import { spellHidden } from '#agents/judge/spell-hidden.ts';
import { reportTitle } from '#agents/orchestrator/report-markdown.ts';
import { amount, leftText, reasonText, unreviewedFiles } from '#agents/orchestrator/report-words.ts';
import { blockingFindings, verdictOf } from '#agents/orchestrator/verdict.ts';
import type { Colors } from '../../terminal.ts';
import { codeFrame } from './code-frame.ts';
import type { ReportView } from './format-report.ts';
import { lineTexts, withoutSecrets, type LineText } from './line-texts.ts';
import { wrapText } from './wrap-text.ts';

/** A longer list of findings is not read in a terminal; the other formats hold all of them. */
const maxFindings = 100;
const maxCoverageRows = 20;
const widestColumns = 110;

/** The report for a person at a terminal: findings worst first, what was not looked at, and one line that sums up. */
export function prettyReport(view: ReportView): string {
  const textOf = withoutSecrets(lineTexts(view.changeSet), view.report.findings);
  const columns = Math.min(widestColumns, Math.max(40, view.columns));
  const { findings } = view.report;
  const rest = findings.length - maxFindings;
  const blocks = [
    ...findings.slice(0, maxFindings).map((finding) => findingBlock(finding, textOf, { ...view, columns })),
    ...(rest > 0 ? [[`And ${amount(rest, 'more finding')}: --format json shows all.`]] : []),
    ...coverageBlock(unreviewedFiles(view.report), view.colors),
    ...notesBlock(view.report, view.colors, columns),
    summaryBlock(view),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

interface Style {
  readonly colors: Colors;
  readonly columns: number;
}

function findingBlock(finding: Finding, textOf: LineText, style: Style): readonly string[] {
  const { colors } = style;
  const marks = [finding.rule, finding.cwe, finding.evidence === 'model' ? 'by a model' : undefined];
  const heading = `${badge(finding.severity, colors)} ${colors.bold(spellHidden(finding.title))}`;
  const origin = colors.dim(marks.filter((mark) => mark !== undefined).join(' · '));
  const frame = finding.location ? codeFrame(finding.location, textOf, style) : [];
  return [
    `${heading}  ${origin}`,
    ...(finding.location ? [colors.cyan(placeText(finding.location))] : []),
    ...frame,
    ...wrapText(spellHidden(finding.detail), style.columns - 2).map((line) => `  ${line}`.trimEnd()),
    ...suggestionLines(finding, colors),
  ];
}

function placeText(location: NonNullable<Finding['location']>): string {
  const removed = location.side === 'old' ? ' (removed line)' : '';
  return `${spellHidden(location.path)}:${location.line}${removed}`;
}

function suggestionLines(finding: Finding, colors: Colors): readonly string[] {
  if (finding.suggestion === undefined) return [];
  const lines = spellHidden(finding.suggestion).split('\n');
  return ['  Instead:', ...lines.map((line) => colors.green(`  + ${line}`))];
}

function badge(severity: Severity, colors: Colors): string {
  return colors.bold(colors[severityColors[severity]](severity.toUpperCase()));
}

const severityColors = {
  critical: 'red',
  high: 'red',
  medium: 'yellow',
  low: 'blue',
  info: 'blue',
} as const satisfies Record<Severity, keyof Colors>;

function coverageBlock(files: readonly FileCoverage[], colors: Colors): readonly (readonly string[])[] {
  if (files.length === 0) return [];
  const rows = files
    .slice(0, maxCoverageRows)
    .map(
      (file) =>
        `  ${spellHidden(file.path)}  ${colors.dim(spellHidden(`${reasonText(file)}${leftText(file)}`))}`,
    );
  const rest = files.length - rows.length;
  return [
    [
      colors.bold('Not looked at in full'),
      ...rows,
      ...(rest > 0 ? [`  and ${amount(rest, 'more file')}: --format json shows all.`] : []),
    ],
  ];
}

function notesBlock(report: Report, colors: Colors, columns: number): readonly (readonly string[])[] {
  if (report.notes.length === 0) return [];
  const notes = report.notes.flatMap((note) => wrapText(`- ${spellHidden(note)}`, columns - 2));
  return [[colors.bold('Notes'), ...notes.map((line) => `  ${line}`)]];
}

function summaryBlock({ report, failOn, footer, colors, comparison }: ReportView): readonly string[] {
  const verdict = verdictOf(report, failOn);
  const isGood = verdict === 'passed';
  const title = `${isGood ? '✓' : '✗'} ${reportTitle(report)}`;
  const painted = isGood
    ? colors.green(title)
    : verdict === 'incomplete'
      ? colors.yellow(title)
      : colors.red(title);
  return [
    `${colors.bold(painted)} ${colors.dim(`· ${footer}`)}`,
    colors.dim(`Compared: ${spellHidden(comparison)}.`),
    colors.dim(hintText(report, failOn)),
  ];
}

function hintText(report: Report, failOn: ReportView['failOn']): string {
  const blocking = blockingFindings(report.findings, failOn).length;
  if (blocking > 0) {
    return `${amount(blocking, 'finding')} at or above ${failOn}: exit code 1 (--fail-on sets the threshold).`;
  }
  if (report.files.length === 0) return 'To review older commits, name a base: amas review --base HEAD~1';
  return 'For tools: --format json, sarif or markdown, --output <file>.';
}
