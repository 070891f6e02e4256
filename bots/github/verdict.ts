import type { Reply, Verdict } from '#bots/contract.ts';

export type Conclusion = 'success' | 'failure' | 'neutral' | 'cancelled' | 'skipped';

const conclusions = {
  passed: 'success',
  // Said only when something reached the threshold that the repository chose.
  attention: 'failure',
  // Neither green nor red: what was not looked at is neither good nor bad.
  incomplete: 'neutral',
  'not-done': 'neutral',
  skipped: 'skipped',
  cancelled: 'cancelled',
} as const;

/** Green only when all that was asked for was looked at and nothing reached the threshold; never for work not done. */
export function conclusionOf(verdict: Exclude<Verdict, 'pending'>): Conclusion {
  return conclusions[verdict];
}

const opening: Partial<Record<Verdict, string>> = {
  incomplete: 'Partly reviewed',
  'not-done': 'Not reviewed',
  skipped: 'Not reviewed',
  cancelled: 'Cancelled',
};

/** The reply's title, which says what was not done. */
export function titleOf({ kind, verdict, title }: Reply): string {
  // An answer speaks for itself: it need not be about a review.
  const first = kind === undefined ? opening[verdict] : undefined;
  if (first === undefined || title.toLowerCase().includes(first.toLowerCase())) return title;
  return title === '' ? first : `${first}: ${title}`;
}
