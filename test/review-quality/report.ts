import type { NewFinding } from '#agents/analysis/findings/to-findings.ts';
import { type Group, groupOf, groups } from './families.ts';
import { floors, noiseCeilings } from './floors.ts';
import type { CaseResult } from './judge-case.ts';
import { type Noise, noiseRates } from './measure.ts';

export interface Score {
  readonly cases: number;
  readonly hits: number;
  readonly twinsReported: number;
}

export interface Measured {
  readonly results: readonly CaseResult[];
  /** Absent when only some cases were asked for. */
  readonly noise?: Noise;
  /** Why the repository's own history is not among the clean changes. */
  readonly historySkipped?: string;
  readonly seconds: number;
}

export function scoreOf(results: readonly CaseResult[]): Score {
  return {
    cases: results.length,
    hits: results.filter(({ isHit }) => isHit).length,
    twinsReported: results.filter(({ alarms }) => alarms.length > 0).length,
  };
}

export function groupOfCase({ case: { family, language } }: CaseResult): Group {
  return groupOf(family, language);
}

/** The scores by whatever `key` says of a case, in alphabetical order. */
export function scoresBy(
  results: readonly CaseResult[],
  key: (result: CaseResult) => string,
): ReadonlyMap<string, Score> {
  const byKey = Map.groupBy(results, key);
  const keys = [...byKey.keys()].sort();
  return new Map(keys.map((name) => [name, scoreOf(byKey.get(name) ?? [])]));
}

/** What `npm run test:review-quality -- --json` prints. */
export function toJson({ results, noise, historySkipped, seconds }: Measured): object {
  const plain = (scores: ReadonlyMap<string, Score>) => Object.fromEntries(scores);
  return {
    total: scoreOf(results),
    groups: plain(scoresBy(results, groupOfCase)),
    families: plain(scoresBy(results, ({ case: { family } }) => family)),
    languages: plain(scoresBy(results, ({ case: { language } }) => language)),
    missed: results.filter(({ isHit }) => !isHit).map(({ case: { id } }) => id),
    twinsReported: results.filter(({ alarms }) => alarms.length > 0).map(({ case: { id } }) => id),
    misplaced: results.reduce((sum, { misplaced }) => sum + misplaced.length, noise?.misplaced.length ?? 0),
    ...(noise === undefined ? {} : { noise: noiseJson(noise) }),
    ...(historySkipped === undefined ? {} : { historySkipped }),
    seconds,
  };
}

function noiseJson(noise: Noise): object {
  return {
    ...noiseRates(noise),
    addedLines: noise.addedLines,
    changes: noise.changes,
  };
}

/** The table of `npm run test:review-quality`. */
export function* toTable({ results, noise, historySkipped, seconds }: Measured): Iterable<string> {
  yield row('', 'cases', 'found', 'recall', 'goal', 'twins reported');
  for (const group of groups) {
    const score = scoreOf(results.filter((result) => groupOfCase(result) === group));
    if (score.cases > 0) yield scoreRow(group, score, percent(floors[group].recall, 1));
  }
  yield scoreRow('all', scoreOf(results), '');
  const sections = [
    ['family', (result: CaseResult) => result.case.family],
    ['language', (result: CaseResult) => result.case.language],
  ] as const;
  for (const [title, key] of sections) {
    yield `\nby ${title}`;
    for (const [name, score] of scoresBy(results, key)) yield scoreRow(name, score, '');
  }
  const misplaced = results.reduce((sum, result) => sum + result.misplaced.length, 0);
  yield `\nfindings where GitHub takes no comment: ${misplaced + (noise?.misplaced.length ?? 0)}`;
  if (noise !== undefined) yield noiseLine(noise);
  if (historySkipped !== undefined) yield `without the own history: ${historySkipped}`;
  yield `${seconds.toFixed(1)} s`;
}

function noiseLine(noise: Noise): string {
  const { security, all } = noiseRates(noise);
  const rates = `security ${security.toFixed(2)} (at most ${noiseCeilings.security}), all kinds ${all.toFixed(2)} (at most ${noiseCeilings.all})`;
  return `findings in each 1,000 of ${noise.addedLines} added lines of ${noise.changes} clean changes: ${rates}`;
}

/** Every miss, false alarm and noise, for whoever mends the rules. */
export function* details({ results, noise }: Measured): Iterable<string> {
  for (const { case: one, isHit, alarms, reported, misplaced } of results) {
    if (!isHit) yield `\nMISSED ${one.id}${gapOf(one.gap)}\n  reported instead: ${shown(reported)}`;
    if (alarms.length > 0) yield `\nTWIN REPORTED ${one.id}${gapOf(one.gap)}\n  ${shown(alarms)}`;
    if (misplaced.length > 0) yield `\nMISPLACED ${one.id}\n  ${shown(misplaced)}`;
  }
  for (const { change, finding } of noise?.findings ?? []) yield `\nNOISE ${change}\n  ${shown([finding])}`;
}

function gapOf(gap: CaseResult['case']['gap']): string {
  return gap === undefined ? '' : ` (known: ${gap.why})`;
}

export function shown(findings: readonly NewFinding[]): string {
  if (findings.length === 0) return 'nothing';
  return findings
    .map(({ rule, cwe = '', title, location }) => {
      const place = location === undefined ? '' : `${location.path}:${location.line} (${location.side})`;
      return `${rule} ${cwe} ${place} ${title}`;
    })
    .join('\n  ');
}

function scoreRow(name: string, { cases, hits, twinsReported }: Score, goal: string): string {
  return row(name, cases, hits, percent(hits, cases), goal, twinsReported);
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${Math.floor((part * 100) / whole)} %`;
}

function row(name: string, ...cells: readonly (string | number)[]): string {
  return name.padEnd(24) + cells.map((cell) => String(cell).padStart(9)).join('');
}
