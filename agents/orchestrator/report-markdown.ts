import { severities, type FileCoverage, type Finding, type Report } from '../contract.ts';
import { codeSpan, indented, inlineText } from './markdown-text.ts';
import { amount, reasonText, severityCounts, unreviewedFiles } from './report-words.ts';

/** Together these keep the text under what platforms take in one comment. */
const maxListed = 100;
const maxDetailed = 50;
const maxDetailsCharacters = 40_000;
/** So many that the exact numbers of each severity say less than the title has room for. */
const maxCountsCharacters = 50;
const maxPathsPerReason = 15;
const maxReasons = 20;

export interface MarkdownOptions {
  /** What goes wrong and what to write instead, under each finding: for readers who get no remarks beside the code. */
  readonly details?: boolean;
  /** Leaves out findings with a place: for readers who get those as remarks of the message itself. */
  readonly isBesideRemarks?: boolean;
}

/** One line of at most 120 characters: what was found, in how many files, and whether all of them were looked at. */
export function reportTitle(report: Report): string {
  if (report.files.length === 0 && report.conclusion === 'reviewed')
    return 'Nothing to review: the change is empty';
  if (report.conclusion === 'not-reviewed') {
    const finished = report.agents.some((agent) => agent.status === 'finished');
    const reason = finished ? 'no file could be looked at' : 'no agent finished';
    return report.findings.length === 0
      ? `Not reviewed: ${reason}`
      : `Not reviewed: ${reason}; ${found(report)}`;
  }
  const unseen = unreviewedFiles(report).length;
  const rest = unseen === 0 ? '' : `; ${unseen} not looked at in full`;
  const text = `${found(report)}${rest}`;
  return report.conclusion === 'reviewed'
    ? `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`
    : `Partly reviewed: ${text}`;
}

/**
 * What stands under the title, as CommonMark without HTML, so that every platform can show it: the findings by
 * severity with their places, what was not looked at and why, notes, and how to run the same locally.
 */
export function reportMarkdown(report: Report, options: MarkdownOptions = {}): string {
  const listed =
    options.isBesideRemarks === true
      ? report.findings.filter((finding) => !finding.location)
      : report.findings;
  return [
    ...findingSections(listed, options.details === true),
    ...coverageSection(report),
    ...notesSection(report.notes),
    // Worth a line only to somebody who has something to fix.
    ...(report.findings.length > 0
      ? ['The same review on your own machine, without an account: `amas review`, from a clone of AMAS']
      : []),
  ].join('\n\n');
}

function found({ findings, files }: Report): string {
  const seen = amount(files.filter((file) => file.status !== 'skipped').length, 'file');
  const counts = severityCounts(findings);
  if (counts === '') return `nothing found in ${seen}`;
  if (counts.length > maxCountsCharacters)
    return `${findings.length} findings from ${findings[0]?.severity} down in ${seen}`;
  return `${counts} ${findings.length === 1 ? 'finding' : 'findings'} in ${seen}`;
}

function findingSections(findings: readonly Finding[], withDetails: boolean): readonly string[] {
  const budget = { findings: withDetails ? maxDetailed : 0, characters: maxDetailsCharacters };
  const listed = findings.slice(0, maxListed);
  const sections = severities.flatMap((severity) => {
    const group = listed.filter((finding) => finding.severity === severity);
    if (group.length === 0) return [];
    const items = group.map((finding) => findingItem(finding, budget));
    return [`#### ${severity[0]?.toUpperCase()}${severity.slice(1)}\n\n${items.join('\n').trimEnd()}`];
  });
  const rest = findings.length - listed.length;
  return rest > 0 ? [...sections, `And ${amount(rest, 'more finding')}, none graver than these.`] : sections;
}

function findingItem(finding: Finding, budget: { findings: number; characters: number }): string {
  const marks = [
    codeSpan(finding.rule),
    ...(finding.cwe === undefined ? [] : [inlineText(finding.cwe)]),
    ...(finding.evidence === 'model' ? ['by a model'] : []),
    ...(finding.alsoFoundBy === 'model' ? ['a model says the same'] : []),
  ].join(', ');
  const line = `- **${inlineText(finding.title)}** ${placeText(finding)}(${marks})`;
  if (budget.findings <= 0 || finding.detail.length > budget.characters) return line;
  budget.findings -= 1;
  budget.characters -= finding.detail.length;
  return `${line}\n\n${indented(finding.detail)}\n`;
}

function placeText({ location }: Finding): string {
  if (!location) return '';
  const lines = location.endLine === undefined ? `${location.line}` : `${location.line}-${location.endLine}`;
  return `${codeSpan(`${location.path}:${lines}`)}${location.side === 'old' ? ' (removed line)' : ''} `;
}

/** One line for each reason, with its files: a change with a hundred images stays readable. */
function coverageSection(report: Report): readonly string[] {
  const files = unreviewedFiles(report);
  if (files.length === 0) return [];
  const groups = [...Map.groupBy(files, reasonText)].toSorted(
    ([, left], [, right]) => right.length - left.length,
  );
  const rows = groups.slice(0, maxReasons).map(([reason, group]) => reasonItem(reason, group));
  const rest = groups.slice(maxReasons).reduce((sum, [, group]) => sum + group.length, 0);
  return [
    '#### Not looked at in full',
    [...rows, ...(rest > 0 ? [`- and ${amount(rest, 'more file')}`] : [])].join('\n'),
  ];
}

function reasonItem(reason: string, files: readonly FileCoverage[]): string {
  const paths = files.slice(0, maxPathsPerReason).map((file) => codeSpan(file.path));
  const rest = files.length - paths.length;
  return `- ${inlineText(reason)}: ${paths.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function notesSection(notes: readonly string[]): readonly string[] {
  if (notes.length === 0) return [];
  return [`#### Notes\n\n${notes.map((note) => `- ${inlineText(note)}`).join('\n')}`];
}
