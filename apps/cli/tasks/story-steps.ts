import { fallbackText } from '#agents/orchestrator/completion-totals.ts';
import { amount } from '#agents/orchestrator/report-words.ts';
import { dollars } from '../output/dollars.ts';
import { dateAndTime, duration } from '../output/times.ts';
import { completionNotes } from './completion-notes.ts';
import type {
  ApprovalStory,
  CompletionStory,
  DeliveryStory,
  EventStory,
  ReplyStory,
  RunStory,
  Story,
  TaskStory,
} from './story.ts';

/** One thing that happened. */
export interface Step {
  /** ISO 8601; null when only its place in the order is known. */
  readonly at: string | null;
  readonly what: string;
  readonly status: string;
  readonly text: string;
  /** What a person should know beside it. */
  readonly notes: readonly string[];
}

/** In the order in which it happened. */
export function storySteps(story: Story): Step[] {
  const { delivery, event, task, request, approval, runs, completions, replies } = story;
  const caller = request ? 'the gateway' : '';
  const agents = new Map(runs.map((run) => [run.id, run.agent]));
  const told = new Set<string>();
  const work = [
    ...runs.map(runStep),
    ...(task && approval ? [approvalStep(task.id, approval)] : []),
    ...completions.map((completion) =>
      completionStep(completion, agents.get(completion.runId ?? '') ?? caller, told),
    ),
  ];
  return [
    ...(delivery ? [deliveryStep(delivery)] : []),
    ...(event ? [eventStep(event)] : []),
    ...(task ? [taskStep(task)] : []),
    ...work.toSorted((one, other) => sortKey(one).localeCompare(sortKey(other))),
    ...replies.map(replyStep),
  ];
}

/** What has not begun comes last. */
const sortKey = (step: Step) => step.at ?? '~';

function deliveryStep(delivery: DeliveryStory): Step {
  const { platform, event, bodyBytes, keyIndex, restarts, receivedAt, externalId, reason, remedy } = delivery;
  return {
    at: receivedAt,
    what: 'delivery',
    status: delivery.status,
    text: listed([
      `${platform} ${event}`,
      bytesText(bodyBytes),
      keyIndex === 0 ? '' : `signed with secret ${keyIndex + 1}`,
      restarts === 0 ? '' : `started again ${amount(restarts, 'time')}`,
      dateAndTime(new Date(receivedAt)),
    ]),
    notes: [
      `id ${delivery.id}, the sender's ${externalId}`,
      ...(reason === null ? [] : [`reason ${reason}`]),
      ...(remedy === null ? [] : [remedy]),
    ],
  };
}

function eventStep({ kind, actor, command }: EventStory): Step {
  const asked = command === null ? '' : `: ${command}`;
  return {
    at: null,
    what: 'event',
    status: '',
    text: `${kind} by ${actor.name} (${actor.trust})${asked}`,
    notes: [],
  };
}

function taskStep({ createdAt, status, intent, reason, limits, conclusion, revision }: TaskStory): Step {
  return {
    at: createdAt,
    what: 'task',
    status,
    text: listed([intent, conclusion ?? '', revision === null ? '' : `at ${revision.slice(0, 12)}`]),
    notes: [
      ...(reason === null ? [] : [`reason ${reason}`]),
      ...(limits === null
        ? []
        : [
            `limits: ${amount(limits.maxSteps, 'step')}, ${dollars(limits.maxCostUsd)}, until ${dateAndTime(new Date(limits.deadline))}`,
          ]),
    ],
  };
}

function runStep({ startedAt, status, agent, reason, attempts, durationMs, findings }: RunStory): Step {
  return {
    at: startedAt,
    what: 'run',
    status,
    text: listed([
      agent,
      findings === null ? '' : amount(findings, 'finding'),
      durationMs === null ? '' : duration(durationMs),
      attempts > 1 ? amount(attempts, 'attempt') : '',
    ]),
    notes: reason === null ? [] : [`reason ${reason}`],
  };
}

function completionStep(completion: CompletionStory, agent: string, told: Set<string>): Step {
  const { provider, model, outcome, tried, costUsd, latencyMs, createdAt, code, prompt } = completion;
  const after = outcome === 'answered' ? fallbackText([{ outcome, attempts: tried }]) : '';
  return {
    at: createdAt,
    what: 'completion',
    status: outcome,
    text: listed([
      [`${provider}/${model} for ${agent}`, after].join(' ').trim(),
      prompt === null ? '' : `prompt ${prompt}`,
      tokensText(completion),
      costUsd === null ? 'cost unknown' : dollars(costUsd),
      duration(latencyMs),
    ]),
    notes: [...(code === null ? [] : [`reason ${code}`]), ...completionNotes(completion, told)],
  };
}

function tokensText({ outcome, input, output }: CompletionStory): string {
  if (input !== null) return `${input} tokens in, ${output ?? 0} out`;
  return outcome === 'answered' ? 'tokens unknown' : 'no answer';
}

/** Where a person is waited for, what they may write. */
function approvalStep(
  taskId: string,
  { status, limit, limitUsd, leftUsd, decidedBy, askedAt }: ApprovalStory,
) {
  const what = `a call did not fit the limit of $${limitUsd} (${limit}), of which $${leftUsd} was left`;
  return {
    at: askedAt,
    what: 'approval',
    status,
    text: decidedBy === null ? what : `${what}; ${status} by ${decidedBy}`,
    notes:
      status === 'requested'
        ? [`go on beyond it: amas approve ${taskId}`, `go on without a model: amas reject ${taskId}`]
        : [],
  };
}

function replyStep({ updatedAt, status, platform, url, revision, postedRevision, reason }: ReplyStory): Step {
  const shown =
    postedRevision === revision ? `revision ${revision}` : `revision ${postedRevision} of ${revision}`;
  return {
    at: updatedAt,
    what: 'reply',
    status,
    text: listed([platform, shown, url ?? '']),
    notes: reason === null ? [] : [`reason ${reason}`],
  };
}

const listed = (parts: readonly string[]) => parts.filter((part) => part !== '').join(', ');

function bytesText(bytes: number): string {
  return bytes < 1_000 ? amount(bytes, 'byte') : `${(bytes / 1_000).toFixed(1)} kB`;
}
