import { analyse, type Family } from '../analyse.ts';
import { buildChangeSet } from '../change-set.ts';
import type { NewFinding } from '../findings/to-findings.ts';

export interface Reviewed {
  readonly path?: string;
  /** The old version; a new file without it. */
  readonly base?: string;
  readonly families?: readonly Family[];
}

/** What the analysis says about one source, as a change from `base` or as a new file. */
export async function reviewSource(head: string, reviewed: Reviewed = {}): Promise<readonly NewFinding[]> {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const { path = 'src/app.ts', base, families } = reviewed;
  const changeSet = buildChangeSet([
    {
      path,
      status: base === undefined ? 'added' : 'modified',
      head: bytes(head),
      ...(base === undefined ? {} : { base: bytes(base) }),
    },
  ]);
  const analysis = await analyse(changeSet, families === undefined ? {} : { families });
  return analysis.findings;
}
