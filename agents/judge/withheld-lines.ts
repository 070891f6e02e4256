import type { NewFinding } from './locate-findings.ts';
import { lineKey } from './numbered-hunks.ts';

/** Lines in which a rule sees a credential: they are reported to people and never sent to a model. */
export function withheldLines(findings: readonly NewFinding[]): ReadonlySet<string> {
  const withheld = new Set<string>();
  for (const { category, location } of findings) {
    if (category !== 'secret' || !location) continue;
    const { path, side, line, endLine = line } = location;
    for (let number = line; number <= endLine; number += 1) withheld.add(lineKey(path, side, number));
  }
  return withheld;
}
