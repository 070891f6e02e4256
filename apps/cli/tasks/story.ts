import type { CompletionRecord, Decision } from '#providers/contract.ts';
import type { DeliveryItem } from '../data/delivery-item.ts';
import type { ReplyItem, TaskItem } from '../data/task-item.ts';

/** All that happened for one task, from the delivery that asked for it to the replies. Times are ISO 8601. */
export interface Story {
  /** Null when the task was not asked for by a delivery, or its row is gone. */
  readonly delivery: DeliveryStory | null;
  /** Null until a task was made of the delivery, or when another version of AMAS wrote it. */
  readonly event: EventStory | null;
  /** Null when the delivery led to no task, or not yet. */
  readonly task: TaskStory | null;
  /** A request to the gateway, which belongs to no task; null otherwise. */
  readonly request: RequestStory | null;
  /** Null unless the task met a limit of money whose choice is to ask a person. */
  readonly approval: ApprovalStory | null;
  readonly runs: readonly RunStory[];
  readonly completions: readonly CompletionStory[];
  readonly replies: readonly ReplyStory[];
  /** Null when the cost of a model call is not known. */
  readonly costUsd: number | null;
  /** From the receipt, or the creation of the task, to its end; null while it goes on. */
  readonly durationMs: number | null;
}

export interface DeliveryStory extends DeliveryItem {
  readonly remedy: string | null;
  readonly bodyBytes: number;
  /** Which of the secrets signed it, 0 the first. */
  readonly keyIndex: number;
  /** How many times it was started again. */
  readonly restarts: number;
  readonly finishedAt: string | null;
}

export interface EventStory {
  readonly kind: string;
  readonly occurredAt: string;
  readonly actor: { readonly id: string; readonly name: string; readonly trust: string };
  readonly command: string | null;
}

export interface TaskStory extends TaskItem {
  readonly startedAt: string | null;
  readonly instructions: string;
  readonly subject: {
    readonly id: string | null;
    readonly title: string | null;
    readonly url: string | null;
  };
  readonly revision: string | null;
  /** `deadline` in ISO 8601. Null when another version of AMAS wrote them. */
  readonly limits: {
    readonly maxSteps: number;
    readonly maxCostUsd: number;
    readonly deadline: string;
  } | null;
  readonly conclusion: string | null;
}

export interface RequestStory {
  readonly id: string;
  /** The name of the key; null when it is gone. */
  readonly key: string | null;
  /** As the client named it. */
  readonly userId: string | null;
}

export interface ApprovalStory {
  readonly status: 'requested' | 'approved' | 'rejected';
  /** In words, such as `organization, month`; amounts in US dollars, as decimal text. */
  readonly limit: string;
  readonly limitUsd: string;
  readonly leftUsd: string;
  /** With the door they came through: `github:rosa`; null while nobody decided. */
  readonly decidedBy: string | null;
  readonly askedAt: string;
}

export interface RunStory {
  readonly id: string;
  readonly stage: number;
  readonly agent: string;
  readonly status: string;
  readonly reason: string | null;
  /** How many times a worker took it. */
  readonly attempts: number;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly durationMs: number | null;
  /** Null until there is an outcome. */
  readonly findings: number | null;
}

export interface CompletionStory {
  readonly id: string;
  /** Null for a call of no run. */
  readonly runId: string | null;
  readonly provider: string;
  readonly model: string;
  readonly outcome: string;
  readonly code: string | null;
  /** Name and version of the prompt; null for calls of before prompts had versions. */
  readonly prompt: string | null;
  /** Tokens; null when the vendor reported none. */
  readonly input: number | null;
  readonly output: number | null;
  readonly costUsd: number | null;
  readonly latencyMs: number;
  /** Of the answer, as the vendor itself says; null when it says nothing. */
  readonly reportedUsd: number | null;
  /** Candidates that were tried. */
  readonly attempts: number;
  /** Each of them, in order. */
  readonly tried: CompletionRecord['attempts'];
  /** Who could be asked, who could not and why, and the cache; null for a call of before decisions were kept. */
  readonly decision: Decision | null;
  readonly warnings: readonly string[];
  /** Prompt and answer, redacted; null unless the organization wants them kept. */
  readonly words: unknown;
  readonly createdAt: string;
}

export interface ReplyStory extends ReplyItem {
  /** How often its content changed, and which of these the platform shows. */
  readonly revision: number;
  readonly postedRevision: number;
  readonly updatedAt: string;
}
