import type { ChangeSet, Finding, Report } from '#agents/contract.ts';
import { leftText, reasonText, unreviewedFiles } from '#agents/orchestrator/report-words.ts';
import packageJson from '../../../../package.json' with { type: 'json' };
import { lineTexts, type LineText } from './line-texts.ts';
import { levels, sarifRules } from './sarif-rules.ts';

/** GitHub takes this many results in a run and shows the first 5,000; findings come worst first. */
const maxResults = 25_000;
const maxNotifications = 1_000;

/** The report as SARIF 2.1.0, with what GitHub's code scanning asks for on top. */
export function sarifReport(report: Report, changeSet: ChangeSet): string {
  const textOf = lineTexts(changeSet);
  const placed = report.findings.filter((finding) => finding.location !== undefined).slice(0, maxResults);
  const rules = sarifRules(placed);
  const ruleIndex = new Map(rules.map((rule, index) => [rule.id, index]));
  const ordinals = new Map<string, number>();
  const results = placed.map((finding) => {
    const ordinal = (ordinals.get(finding.fingerprint) ?? 0) + 1;
    ordinals.set(finding.fingerprint, ordinal);
    return toResult(finding, { ruleIndex: ruleIndex.get(finding.rule) ?? -1, ordinal, textOf });
  });
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'AMAS', semanticVersion: packageJson.version, rules } },
        // The slash ends the category: runs of one category replace each other in code scanning.
        automationDetails: { id: 'amas/review/' },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: report.conclusion !== 'not-reviewed',
            toolExecutionNotifications: notifications(report, placed.length),
          },
        ],
        results,
        properties: {
          conclusion: report.conclusion,
          models: report.models,
          ...(report.costUsd === undefined ? {} : { costUsd: report.costUsd }),
        },
      },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function toResult(
  finding: Finding,
  place: { readonly ruleIndex: number; readonly ordinal: number; readonly textOf: LineText },
): Record<string, unknown> {
  const { location } = finding;
  return {
    ruleId: finding.rule,
    ruleIndex: place.ruleIndex,
    level: levels[finding.severity],
    message: { text: `${finding.title}\n\n${finding.detail}` },
    locations: location === undefined ? [] : [physicalLocation(location, place.textOf)],
    partialFingerprints: {
      primaryLocationLineHash: `${finding.fingerprint.slice(0, 16)}:${place.ordinal}`,
    },
    properties: {
      severity: finding.severity,
      confidence: finding.confidence,
      evidence: finding.evidence,
      agent: finding.agent,
      ...(finding.alsoFoundBy === undefined ? {} : { alsoFoundBy: finding.alsoFoundBy }),
      // The lines of a left-side finding count in the base version.
      ...(location?.side === 'old' ? { side: 'left' } : {}),
    },
  };
}

function physicalLocation(
  location: NonNullable<Finding['location']>,
  textOf: LineText,
): Record<string, unknown> {
  const { path, side, line, endLine = line } = location;
  const length = textOf(path, side, endLine)?.length ?? 0;
  return {
    physicalLocation: {
      artifactLocation: { uri: path.split('/').map(encodePathPart).join('/'), uriBaseId: '%SRCROOT%' },
      region: { startLine: line, startColumn: 1, endLine, endColumn: Math.max(2, length + 1) },
    },
  };
}

function encodePathPart(part: string): string {
  return encodeURIComponent(part.toWellFormed());
}

/** What the results don't say: gaps, notes, and findings without a place, which SARIF viewers would drop. */
function notifications(report: Report, placed: number): readonly Record<string, unknown>[] {
  const homeless = report.findings.filter((finding) => finding.location === undefined);
  const rest = report.findings.length - homeless.length - placed;
  const texts = [
    ...homeless.map((finding) => `${finding.title}: ${finding.detail}`),
    ...report.notes,
    ...(rest > 0 ? [`${rest} more findings are left out, none graver than these.`] : []),
    ...unreviewedFiles(report).map(
      (file) => `${file.path} was not looked at in full: ${reasonText(file)}${leftText(file)}`,
    ),
  ];
  return texts.slice(0, maxNotifications).map((text) => ({ level: 'note', message: { text } }));
}
