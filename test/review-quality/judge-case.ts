import type { Change, ChangeSet, Location, RawChange } from '#agents/contract.ts';
import { analyse } from '#agents/analysis/analyse.ts';
import { buildChangeSet } from '#agents/analysis/change-set.ts';
import type { NewFinding } from '#agents/analysis/findings/to-findings.ts';
import { families } from './families.ts';
import type { Accepted, CaseFile, Expected, QualityCase } from './quality-case.ts';

export interface CaseResult {
  readonly case: QualityCase;
  /** Every expected finding is there. */
  readonly isHit: boolean;
  /** What is reported about the safe twin and is of the case's family. */
  readonly alarms: readonly NewFinding[];
  /** Everything that is reported about the faulty change. */
  readonly reported: readonly NewFinding[];
  /** Findings of both changes that lie where GitHub takes no comment. */
  readonly misplaced: readonly NewFinding[];
}

export async function judgeCase(one: QualityCase): Promise<CaseResult> {
  const faulty = await review(one.files);
  const safe = await review(one.safe);
  const ofFamily: Accepted[] = [families[one.family], ...one.expect];
  return {
    case: one,
    isHit: one.expect.every((expected) => faulty.findings.some((finding) => answers(finding, expected, one))),
    alarms: safe.findings.filter((finding) => ofFamily.some((accepted) => isAccepted(finding, accepted))),
    reported: faulty.findings,
    misplaced: [faulty, safe].flatMap(({ changeSet, findings }) =>
      findings.filter(({ location }) => location !== undefined && !takesComment(location, changeSet)),
    ),
  };
}

/** The analysis of whole files, as a change that git would show. */
export async function review(files: readonly CaseFile[]) {
  const changeSet = buildChangeSet(files.map(toRawChange));
  const { findings } = await analyse(changeSet);
  return { changeSet, findings };
}

function toRawChange({ path, base, head }: CaseFile): RawChange {
  const bytes = (text: string) => new TextEncoder().encode(text);
  return {
    path,
    status: head === undefined ? 'removed' : base === undefined ? 'added' : 'modified',
    ...(base === undefined ? {} : { base: bytes(base) }),
    ...(head === undefined ? {} : { head: bytes(head) }),
  };
}

function answers(finding: NewFinding, expected: Expected, { files, family }: QualityCase): boolean {
  const narrowed = expected.rules !== undefined || expected.cwes !== undefined;
  if (!isAccepted(finding, narrowed ? expected : families[family])) return false;
  const { location } = finding;
  if (location === undefined || location.side !== (expected.side ?? 'new')) return false;
  if (location.path !== (expected.path ?? files[0]?.path)) return false;
  const lines = expectedLines(expected, files);
  return lines.some((line) => line >= location.line && line <= (location.endLine ?? location.line));
}

export function isAccepted(finding: NewFinding, { rules = [], cwes = [] }: Accepted): boolean {
  return (
    rules.some((rule) => (rule.endsWith('/') ? finding.rule.startsWith(rule) : finding.rule === rule)) ||
    cwes.some((cwe) => finding.cwe === `CWE-${cwe}`)
  );
}

/** Throws where a label points at nothing: such a case could never be hit. */
export function expectedLines(expected: Expected, files: readonly CaseFile[]): readonly number[] {
  if (expected.lines !== undefined) return expected.lines;
  const file = files.find(({ path }) => path === (expected.path ?? files[0]?.path));
  const text = (expected.side === 'old' ? file?.base : file?.head) ?? '';
  const { at = '' } = expected;
  const lines = text.split('\n').flatMap((line, index) => (line.includes(at) ? [index + 1] : []));
  if (at === '' || lines.length === 0)
    throw new Error(`no line of ${file?.path} holds ${JSON.stringify(at)}`);
  return lines;
}

/** Whether every line of a place lies in a hunk of its side. */
export function takesComment(
  { path, side, line, endLine = line }: Location,
  { changes, deleted = [] }: ChangeSet,
): boolean {
  const gone = deleted.find((candidate) => candidate.path === path);
  if (gone !== undefined)
    return side === 'old' && gone.hunks.some(({ lines }) => lines.some(({ oldLine }) => oldLine === line));
  const change: Change | undefined = changes.find((candidate) => candidate.path === path);
  for (let number = line; number <= endLine; number += 1)
    if (change?.commentable[side].has(number) !== true) return false;
  return true;
}
