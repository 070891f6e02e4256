import type { Approval } from '#prisma/repositories/budget-approvals.ts';

/** Who decided what, for those who wait; empty while nobody did. CommonMark. */
export function decisionText({ status, decidedBy, refusal }: Approval): string {
  if (status === 'requested') return '';
  const what =
    status === 'approved'
      ? `Models may be asked beyond the limit of $${refusal.limitUsd} (${refusal.limit})`
      : `No model is asked, because of the limit of $${refusal.limitUsd} (${refusal.limit})`;
  return `${what}: decided by ${decidedBy ?? 'somebody'}.`;
}
