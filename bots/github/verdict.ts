import type { Remark, Reply, Verdict } from '#bots/contract.ts';

export type Conclusion = 'success' | 'failure' | 'neutral' | 'cancelled';

const blocking: ReadonlySet<Remark['severity']> = new Set(['critical', 'high']);

const conclusions = {
  passed: 'success',
  // Neither green nor red: what was not looked at is neither good nor bad.
  incomplete: 'neutral',
  'not-done': 'neutral',
  cancelled: 'cancelled',
} as const;

/** Green only when all that was asked for was looked at and nothing was found; never for work that was not done. */
export function conclusionOf(verdict: Exclude<Verdict, 'pending'>, remarks: readonly Remark[]): Conclusion {
  if (verdict !== 'attention') return conclusions[verdict];
  return remarks.some(({ severity }) => blocking.has(severity)) ? 'failure' : 'neutral';
}

const opening: Partial<Record<Verdict, string>> = {
  incomplete: 'Partly reviewed',
  'not-done': 'Not reviewed',
  cancelled: 'Cancelled',
};

/** The reply's title, which says what was not done. */
export function titleOf({ verdict, title }: Reply): string {
  const first = opening[verdict];
  if (first === undefined || title.toLowerCase().includes(first.toLowerCase())) return title;
  return title === '' ? first : `${first}: ${title}`;
}
