import { severities, type FileCoverage, type Finding, type Report } from '../contract.ts';
import { isGap } from './file-outcomes.ts';
import { codeSpan, indented, inlineText } from './markdown-text.ts';
import { suppressedSection } from './report-suppressed.ts';
import { amount, leftText, reasonText, severityCounts, unreviewedFiles } from './report-words.ts';

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
  /** An account of the work follows: files that no review looks at, and how to repeat it, are told there. */
  readonly hasAccount?: boolean;
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
  if (report.revertOf !== undefined)
    return `Partly reviewed: exact revert of ${report.revertOf.slice(0, 7)}, ${amount(report.files.length, 'file')}`;
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
  const told = new Set((report.said ?? []).map(({ fingerprint }) => fingerprint));
  const listed = report.findings.filter(
    (finding) =>
      !told.has(finding.fingerprint) && !(options.isBesideRemarks === true && finding.location !== undefined),
  );
  const hasAccount = options.hasAccount === true;
  return [
    ...historyLine(report),
    ...(report.packages === undefined ? [] : [`#### Changed packages\n\n${report.packages}`]),
    ...findingSections(listed, { withDetails: options.details === true, open: openUrls(report) }),
    ...saidSection(report),
    ...suppressedSection(report.suppressed),
    ...fixedSection(report),
    ...(report.rehearsal === undefined
      ? []
      : [`#### What the new \`.amas.yml\` would change\n\n${report.rehearsal}`]),
    ...coverageSection(hasAccount ? report.files.filter(isGap) : unreviewedFiles(report)),
    ...notesSection(report.notes),
    // Worth a line only to somebody who has something to fix.
    ...(report.findings.length > 0 && !hasAccount
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

/** Whoever was here before wants to know what is different now. */
function historyLine({ findings, open = [], fixed = [], said = [] }: Report): readonly string[] {
  if (open.length === 0 && fixed.length === 0) return [];
  const known = new Set([...open, ...said].map(({ fingerprint }) => fingerprint));
  const fresh = findings.filter(({ fingerprint }) => !known.has(fingerprint)).length;
  return [`${fresh} new, ${open.length} still open, ${fixed.length} no longer found.`];
}

const openUrls = ({ open = [] }: Report): ReadonlyMap<string, string | undefined> =>
  new Map(open.map(({ fingerprint, url }) => [fingerprint, url]));

/** One line each: a second thread about the same thing helps nobody. */
function saidSection({ findings, said = [] }: Report): readonly string[] {
  if (said.length === 0) return [];
  const items = said.slice(0, maxListed).flatMap(({ fingerprint, author, url }) => {
    const finding = findings.find((each) => each.fingerprint === fingerprint);
    return finding
      ? [
          `- **${inlineText(finding.title)}** ${placeText(finding)}(already said by ${codeSpan(author)}: [thread](${url}))`,
        ]
      : [];
  });
  return [`#### AMAS agrees with others (${said.length})\n\n${items.join('\n')}`];
}

function fixedSection({ fixed = [] }: Report): readonly string[] {
  if (fixed.length === 0) return [];
  const items = fixed.slice(0, maxListed).map(({ title, path, line, url }) => {
    const place = path === undefined ? '' : ` ${codeSpan(line === undefined ? path : `${path}:${line}`)}`;
    return `- ${inlineText(title)}${place}${url === undefined ? '' : ` ([thread](${url}))`}`;
  });
  const rest = fixed.length - items.length;
  return [
    `#### No longer found (${fixed.length})\n\n${[...items, ...(rest > 0 ? [`- and ${rest} more`] : [])].join('\n')}`,
  ];
}

interface ListOptions {
  readonly withDetails: boolean;
  /** Findings that an earlier review told: where each stands, when that is known. */
  readonly open: ReadonlyMap<string, string | undefined>;
}

function findingSections(
  findings: readonly Finding[],
  { withDetails, open }: ListOptions,
): readonly string[] {
  const budget = { findings: withDetails ? maxDetailed : 0, characters: maxDetailsCharacters };
  const listed = findings.slice(0, maxListed);
  const sections = severities.flatMap((severity) => {
    const group = listed.filter((finding) => finding.severity === severity);
    if (group.length === 0) return [];
    const items = group.map((finding) => findingItem(finding, budget, openText(finding, open)));
    return [`#### ${severity[0]?.toUpperCase()}${severity.slice(1)}\n\n${items.join('\n').trimEnd()}`];
  });
  const rest = findings.length - listed.length;
  return rest > 0 ? [...sections, `And ${amount(rest, 'more finding')}, none graver than these.`] : sections;
}

function openText({ fingerprint }: Finding, open: ListOptions['open']): string {
  if (!open.has(fingerprint)) return '';
  const url = open.get(fingerprint);
  return url === undefined ? ', still open' : `, still open: [thread](${url})`;
}

function findingItem(
  finding: Finding,
  budget: { findings: number; characters: number },
  openNote: string,
): string {
  const marks = [
    codeSpan(finding.rule),
    ...(finding.cwe === undefined ? [] : [inlineText(finding.cwe)]),
    ...(finding.evidence === 'model' ? ['by a model'] : []),
    ...(finding.alsoFoundBy === 'model' ? ['a model says the same'] : []),
  ].join(', ');
  const line = `- **${inlineText(finding.title)}** ${placeText(finding)}(${marks}${openNote})`;
  // A finding without a place has no remark that could tell the rest.
  const isTold = budget.findings > 0 || !finding.location;
  if (!isTold || finding.detail.length > budget.characters) return line;
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
function coverageSection(files: readonly FileCoverage[]): readonly string[] {
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
  const paths = files.slice(0, maxPathsPerReason).map((file) => `${codeSpan(file.path)}${leftText(file)}`);
  const rest = files.length - paths.length;
  return `- ${inlineText(reason)}: ${paths.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function notesSection(notes: readonly string[]): readonly string[] {
  if (notes.length === 0) return [];
  return [`#### Notes\n\n${notes.map((note) => `- ${inlineText(note)}`).join('\n')}`];
}
