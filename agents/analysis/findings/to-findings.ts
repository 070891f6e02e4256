import { createHash } from 'node:crypto';
import { type Finding, type IsOff, type Location, severities } from '#agents/contract.ts';
import type { Spotted } from './spotted.ts';

export type NewFinding = Omit<Finding, 'agent'>;

/**
 * Gives every finding its fingerprint and leaves one for each place: the most serious, which names the others. Ordered
 * by severity, path and line.
 * @param isOff what it holds for leaves a finding of its own for each place, after the others, and hides none of them
 */
export function toFindings(spotted: readonly Spotted[], isOff: IsOff = () => false): NewFinding[] {
  const ordered = spotted.toSorted(inFileOrder);
  const seen = new Map<string, number>();
  const findings = ordered.map((found) => {
    const key = [found.rule, found.path, found.identity].join('\0');
    const occurrence = seen.get(key) ?? 0;
    seen.set(key, occurrence + 1);
    return toFinding(found, fingerprintOf(`${key}\0${occurrence}`));
  });
  return [findings.filter((finding) => !isOff(finding)), findings.filter(isOff)].flatMap((group) =>
    mergePlaces(group).sort(inReportOrder),
  );
}

function fingerprintOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function toFinding(found: Spotted, fingerprint: string): NewFinding {
  const location = locationOf(found);
  return {
    fingerprint,
    severity: found.severity,
    rule: found.rule,
    category: found.category,
    title: found.title,
    detail: found.detail,
    ...(location === undefined ? {} : { location }),
    ...(found.suggestion === undefined ? {} : { suggestion: found.suggestion }),
    evidence: 'rule',
    confidence: found.confidence,
    ...(found.cwe === undefined ? {} : { cwe: found.cwe }),
  };
}

function locationOf({ path, side, line, endLine }: Spotted): Location | undefined {
  if (line === undefined) return undefined;
  return { path, line, side, ...(endLine === undefined || endLine === line ? {} : { endLine }) };
}

function mergePlaces(findings: readonly NewFinding[]): NewFinding[] {
  const places = new Map<string, NewFinding[]>();
  for (const finding of findings) {
    const { location } = finding;
    const place =
      location === undefined ? finding.fingerprint : `${location.path}\0${location.side}\0${location.line}`;
    places.set(place, [...(places.get(place) ?? []), finding]);
  }
  return [...places.values()].map(mergePlace);
}

function mergePlace(findings: readonly NewFinding[]): NewFinding {
  const [first, ...others] = findings.toSorted(bySeverity);
  if (first === undefined || others.length === 0) return findings[0] as NewFinding;
  const titles = [...new Set(others.filter(({ title }) => title !== first.title).map(({ title }) => title))];
  if (titles.length === 0) return first;
  const also = titles.map((title) => `- ${title}`).join('\n');
  return { ...first, detail: `${first.detail}\n\nAlso on this line:\n\n${also}` };
}

function bySeverity(one: NewFinding, other: NewFinding): number {
  return (
    severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
    other.confidence - one.confidence ||
    compareText(one.rule, other.rule)
  );
}

function inFileOrder(one: Spotted, other: Spotted): number {
  return (
    compareText(one.path, other.path) ||
    (one.line ?? 0) - (other.line ?? 0) ||
    compareText(one.rule, other.rule)
  );
}

function inReportOrder(one: NewFinding, other: NewFinding): number {
  return (
    severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
    compareText(one.location?.path ?? '', other.location?.path ?? '') ||
    (one.location?.line ?? 0) - (other.location?.line ?? 0) ||
    compareText(one.fingerprint, other.fingerprint)
  );
}

/** By code unit: the same on every machine, whatever its locale. */
function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
