import { z } from 'zod';
import type { CompletionRecord, Decision } from '#providers/contract.ts';
import type { CompletionRow, NewCompletion } from '#prisma/repositories/completions.ts';
import { toJsonColumn } from './rows.ts';

/** Whose call it was. */
export interface CallOwner {
  readonly organizationId: string;
  readonly agent: string;
  readonly projectId?: string;
  readonly taskId?: string;
  readonly runId?: string;
  readonly userId?: string;
  readonly apiKeyId?: string;
  readonly requestId?: string;
}

const attempt = z.object({
  provider: z.string(),
  model: z.string(),
  key: z.string().optional(),
  outcome: z.enum(['answered', 'failed', 'cancelled']),
  code: z.string().optional(),
  /** Rows of before attempts had it: as if each had begun at once. */
  startedMs: z.number().catch(0),
  latencyMs: z.number(),
  costUsd: z.number().optional(),
});

const decision = z.object({
  policy: z.object({ name: z.string(), layer: z.string() }),
  candidates: z.array(
    z.object({
      provider: z.string(),
      model: z.string(),
      key: z.string().optional(),
      score: z.number().optional(),
      refused: z.object({ code: z.string(), reason: z.string() }).optional(),
    }),
  ),
  cache: z.enum(['off', 'miss', 'hit', 'joined']),
  savedUsd: z.number().optional(),
  timeToFirstPartMs: z.number().optional(),
  hedged: z.boolean().optional(),
  overheadMs: z.number(),
});

/** Of a call of before decisions were kept. */
const unrecorded: Decision = {
  policy: { name: 'unrecorded', layer: 'default' },
  candidates: [],
  cache: 'off',
  overheadMs: 0,
};

/** A record as a row. Columns stay null when the vendor reported no usage: unknown is not zero. */
export function toCompletionRow(record: CompletionRecord, owner: CallOwner): NewCompletion {
  const { attempts, warnings, decision, usage, latencyMs, ...fields } = record;
  const { organizationId, agent, projectId, taskId, runId, userId, apiKeyId, requestId } = owner;
  return {
    organizationId,
    agent,
    projectId: projectId ?? null,
    taskId: taskId ?? null,
    runId: runId ?? null,
    userId: userId ?? null,
    apiKeyId: apiKeyId ?? null,
    requestId: requestId ?? null,
    ...fields,
    costUsd: fields.costUsd ?? null,
    ...usage,
    latencyMs: Math.round(latencyMs),
    attempts: toJsonColumn(attempts),
    warnings: toJsonColumn(warnings),
    decision: toJsonColumn(decision),
  };
}

/** A row as a record, also one that an earlier version wrote. */
export function toRecord(row: CompletionRow): CompletionRecord {
  return {
    ...(row.operation === 'embeddings' ? { operation: row.operation } : {}),
    provider: row.provider,
    model: row.model,
    outcome: attempt.shape.outcome.parse(row.outcome),
    ...(row.code === null ? {} : { code: row.code }),
    ...(row.prompt === null ? {} : { prompt: row.prompt }),
    usage: usageOf(row),
    costUsd: row.costUsd === null ? undefined : row.costUsd.toNumber(),
    ...(row.reportedUsd === null ? {} : { reportedUsd: row.reportedUsd.toNumber() }),
    ...(row.computedUsd === null ? {} : { computedUsd: row.computedUsd.toNumber() }),
    latencyMs: row.latencyMs,
    attempts: z.array(attempt).parse(row.attempts) as CompletionRecord['attempts'],
    warnings: z.array(z.string()).parse(row.warnings),
    decision: row.decision === null ? unrecorded : (decision.parse(row.decision) as Decision),
  };
}

function usageOf({ inputUncached, cacheRead, cacheWrite, output, reasoning }: CompletionRow) {
  if (inputUncached === null || output === null) return undefined;
  return {
    inputUncached,
    cacheRead: cacheRead ?? 0,
    cacheWrite: cacheWrite ?? 0,
    output,
    reasoning: reasoning ?? 0,
  };
}
