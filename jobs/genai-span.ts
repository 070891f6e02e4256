import { createHash, randomBytes } from 'node:crypto';
import type { Attributes, Span } from '#monitoring/otlp/span.ts';
import type { CompletionRecord } from '#providers/contract.ts';
import type { CallOwner } from './completion-rows.ts';

/** Ids of providers that OpenTelemetry calls otherwise. */
const providerNames: Readonly<Record<string, string>> = {
  google: 'gcp.gemini',
  mistral: 'mistral_ai',
  moonshot: 'moonshot_ai',
};

/**
 * A model call as one span, its attempts as events: retries are inside of one inference span. Names are those of
 * OpenTelemetry's GenAI conventions (semantic-conventions-genai, v1.42), of which all are still in development; what it
 * has no name for begins with `amas.`. No words of the call are in it. Calls of one task share a trace.
 * @param endMs milliseconds since the epoch at which the call ended
 */
export function genaiSpan(record: CompletionRecord, owner: CallOwner, endMs: number): Span {
  const operation = record.operation ?? 'chat';
  const startMs = endMs - record.latencyMs;
  const asked = record.attempts[0]?.model ?? record.model;
  return {
    traceId: owner.taskId === undefined ? randomBytes(16).toString('hex') : traceOf(owner.taskId),
    spanId: randomBytes(8).toString('hex'),
    name: `${operation} ${asked}`,
    kind: 'client',
    startMs,
    endMs,
    attributes: {
      'gen_ai.operation.name': operation,
      'gen_ai.provider.name': providerNames[record.provider] ?? record.provider,
      'gen_ai.request.model': asked,
      'gen_ai.agent.name': owner.agent,
      ...answerAttributes(record),
      ...amasAttributes(record, owner),
    },
    events: record.attempts.map(({ provider, model, key, outcome, code, startedMs, latencyMs, costUsd }) => ({
      name: 'amas.attempt',
      atMs: startMs + startedMs,
      attributes: {
        'gen_ai.provider.name': providerNames[provider] ?? provider,
        'gen_ai.request.model': model,
        'error.type': code,
        'amas.key': key,
        'amas.outcome': outcome,
        'amas.latency_ms': latencyMs,
        'amas.cost_usd': costUsd,
      },
    })),
    ...(record.outcome === 'answered' ? {} : { error: record.code ?? record.outcome }),
  };
}

const traceOf = (taskId: string): string => createHash('sha256').update(taskId).digest('hex').slice(0, 32);

function answerAttributes({ outcome, model, code, prompt, usage, decision }: CompletionRecord): Attributes {
  const [, promptName, promptVersion] = /^(.*)-(v\d+)$/.exec(prompt ?? '') ?? [];
  const input = usage && usage.inputUncached + usage.cacheRead + usage.cacheWrite;
  return {
    'gen_ai.response.model': outcome === 'answered' ? model : undefined,
    'error.type': outcome === 'answered' ? undefined : (code ?? outcome),
    'gen_ai.prompt.name': promptName ?? prompt,
    'gen_ai.prompt.version': promptVersion,
    'gen_ai.usage.input_tokens': input,
    'gen_ai.usage.output_tokens': usage?.output,
    'gen_ai.usage.cache_read.input_tokens': usage?.cacheRead,
    'gen_ai.usage.cache_write.input_tokens': usage?.cacheWrite,
    'gen_ai.usage.reasoning.output_tokens': usage?.reasoning,
    'gen_ai.response.time_to_first_chunk': secondsOf(decision.timeToFirstPartMs),
  };
}

function amasAttributes({ costUsd, warnings, decision }: CompletionRecord, owner: CallOwner): Attributes {
  return {
    'amas.organization.id': owner.organizationId,
    'amas.project.id': owner.projectId,
    'amas.task.id': owner.taskId,
    'amas.run.id': owner.runId,
    'amas.cost_usd': costUsd,
    'amas.saved_usd': decision.savedUsd,
    'amas.cache': decision.cache,
    'amas.policy': decision.policy.name,
    'amas.hedged': decision.hedged,
    'amas.overhead_ms': decision.overheadMs,
    'amas.warnings': warnings.length === 0 ? undefined : warnings,
  };
}

const secondsOf = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / 1_000);
