import type { BudgetLimit } from '../repositories/budget-limits.ts';

/** Whom a call belongs to. */
export interface SpendingScope {
  readonly organizationId: string;
  readonly agent: string;
  readonly taskId?: string;
  readonly projectId?: string;
  /** `github:583231` */
  readonly userId?: string;
  readonly apiKeyId?: string;
}

/** A limit as it holds for one call. */
export interface AppliedLimit {
  readonly limit: BudgetLimit;
  /** The limit's own subject, or of `*` the one that the call belongs to. */
  readonly subject: string;
  /** Set where the limit is one for each task. */
  readonly taskId: string | undefined;
}

const subjectOf: Readonly<Record<BudgetLimit['scope'], (scope: SpendingScope) => string | undefined>> = {
  organization: () => '',
  project: ({ projectId }) => projectId,
  user: ({ userId }) => userId,
  agent: ({ agent }) => agent,
  key: ({ apiKeyId }) => apiKeyId,
};

const strictness = ['stop', 'ask', 'cheaper'];

/** The limits that a call has to fit, the strictest first: its answer is the one that counts. */
export function limitsFor(scope: SpendingScope, limits: readonly BudgetLimit[]): AppliedLimit[] {
  return limits
    .flatMap((limit): AppliedLimit[] => {
      const subject = subjectOf[limit.scope](scope);
      if (subject === undefined) return [];
      if (limit.subject !== subject && limit.subject !== '*') return [];
      if (limit.period !== 'task') return [{ limit, subject, taskId: undefined }];
      return scope.taskId === undefined ? [] : [{ limit, subject, taskId: scope.taskId }];
    })
    .toSorted(
      (one, other) => strictness.indexOf(one.limit.onReached) - strictness.indexOf(other.limit.onReached),
    );
}
