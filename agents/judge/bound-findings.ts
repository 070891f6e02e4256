import { severities, type Finding } from '../contract.ts';

type Bounded = Pick<Finding, 'severity' | 'confidence' | 'title'>;

/** Nobody reads more of a model in one review. */
const maxFindings = 40;
/** Remarks of low weight are the noise for which teams switch reviewers off. */
const maxNitpicks = 5;
/** The same sentence at many places is one thought. */
const maxOfOneTitle = 3;

export interface Bound<Item> {
  readonly findings: readonly Item[];
  readonly repeated: number;
  readonly nitpicks: number;
  readonly surplus: number;
}

/** The worst and surest first, each thought a few times, few of low weight, and never more than a person reads. */
export function boundFindings<Item extends Bounded>(findings: readonly Item[]): Bound<Item> {
  const kept: Item[] = [];
  const titles = new Map<string, number>();
  const left = { repeated: 0, nitpicks: 0, surplus: 0 };
  let nitpicks = 0;
  for (const finding of findings.toSorted((one, other) => rank(one) - rank(other))) {
    const title = finding.title.toLowerCase().replaceAll(/[^\p{L}]+/gu, ' ');
    const times = titles.get(title) ?? 0;
    const isNitpick = finding.severity === 'low' || finding.severity === 'info';
    if (times >= maxOfOneTitle) left.repeated += 1;
    else if (isNitpick && nitpicks >= maxNitpicks) left.nitpicks += 1;
    else if (kept.length >= maxFindings) left.surplus += 1;
    else {
      kept.push(finding);
      titles.set(title, times + 1);
      if (isNitpick) nitpicks += 1;
    }
  }
  return { findings: kept, ...left };
}

function rank({ severity, confidence }: Bounded): number {
  return severities.indexOf(severity) - confidence / 2;
}
