import type { NewCompletion } from '#prisma/repositories/completions.ts';
import type { CompletionRecord } from '#providers/contract.ts';
import type { CallScope } from '#providers/router/budget.ts';

/** The row of a call's record. */
export function toRow(record: CompletionRecord, scope: CallScope): NewCompletion {
  return {
    organizationId: scope.organizationId,
    operation: 'chat',
    apiKeyId: scope.apiKeyId ?? null,
    userId: scope.userId ?? null,
    agent: scope.agent,
    provider: record.provider,
    model: record.model,
    outcome: record.outcome,
    code: record.code ?? null,
    ...record.usage,
    costUsd: record.costUsd ?? null,
    reportedUsd: record.reportedUsd ?? null,
    computedUsd: record.computedUsd ?? null,
    latencyMs: Math.round(record.latencyMs),
    attempts: record.attempts as unknown as NewCompletion['attempts'],
    warnings: [...record.warnings],
    decision: record.decision as unknown as NonNullable<NewCompletion['decision']>,
  };
}
