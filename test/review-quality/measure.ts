import type { NewFinding } from '#agents/analysis/findings/to-findings.ts';
import type { CleanChange } from './clean-changes.ts';
import { type CaseResult, judgeCase, review, takesComment } from './judge-case.ts';
import type { QualityCase } from './quality-case.ts';

export interface Noise {
  readonly addedLines: number;
  readonly changes: number;
  /** With the change it was reported in. */
  readonly findings: readonly { readonly change: string; readonly finding: NewFinding }[];
  readonly misplaced: readonly NewFinding[];
}

export async function judgeCases(cases: readonly QualityCase[]): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const one of cases) results.push(await judgeCase(one));
  return results;
}

/** What is said about changes in which there is nothing to find. */
export async function measureNoise(changes: readonly CleanChange[]): Promise<Noise> {
  const noise = { addedLines: 0, findings: [] as Noise['findings'][number][], misplaced: [] as NewFinding[] };
  for (const { name, files } of changes) {
    const { changeSet, findings } = await review(files);
    noise.addedLines += changeSet.changes.reduce((sum, { addedLines }) => sum + addedLines.size, 0);
    noise.findings.push(...findings.map((finding) => ({ change: name, finding })));
    noise.misplaced.push(
      ...findings.filter(({ location }) => location !== undefined && !takesComment(location, changeSet)),
    );
  }
  return { ...noise, changes: changes.length };
}

/** What a security team would be called for. */
export function isSecurity({ category }: NewFinding): boolean {
  return category !== 'correctness' && category !== 'maintainability';
}

/** Findings for each thousand added lines. */
export function noiseRates({ addedLines, findings }: Noise): {
  readonly security: number;
  readonly all: number;
} {
  const perThousand = (count: number) => (count * 1_000) / Math.max(addedLines, 1);
  return {
    security: perThousand(findings.filter(({ finding }) => isSecurity(finding)).length),
    all: perThousand(findings.length),
  };
}
