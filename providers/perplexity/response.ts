import { z } from 'zod';
import type { Finish, ToolCall, Usage } from '../contract.ts';
import type { Answer, Assembler } from '../http/http-provider.ts';
import { readError } from './errors.ts';

const item = z.looseObject({
  type: z.string(),
  content: z
    .array(z.looseObject({ type: z.string(), text: z.string().optional(), refusal: z.string().optional() }))
    .optional(),
  call_id: z.string().optional(),
  name: z.string().optional(),
  arguments: z.string().optional(),
});

const answer = z.object({
  model: z.string(),
  status: z.string(),
  incomplete_details: z.object({ reason: z.string().optional() }).nullish(),
  output: z.array(item),
  usage: z.unknown().optional(),
});
type AgentAnswer = z.infer<typeof answer>;

export function readAnswer(body: unknown): Answer {
  const whole = answer.parse(body);
  const parts = whole.output.flatMap(({ content = [] }) => content);
  const refusal = parts.find(({ type }) => type === 'refusal')?.refusal;
  const toolCalls = whole.output.flatMap(toToolCall);
  return {
    text: refusal ?? parts.map(({ type, text = '' }) => (type === 'output_text' ? text : '')).join(''),
    toolCalls,
    finish: finishOf(whole, { isRefusal: refusal !== undefined, hasCalls: toolCalls.length > 0 }),
    usage: toUsage(whole.usage),
    model: whole.model,
    ...costOf(whole.usage),
  };
}

function toToolCall({ type, call_id: id, name, arguments: text }: z.infer<typeof item>): ToolCall[] {
  if (type !== 'function_call' || id === undefined || name === undefined) return [];
  return [{ id, name, arguments: text || '{}' }];
}

function finishOf(
  { status, incomplete_details: details }: AgentAnswer,
  { isRefusal, hasCalls }: { isRefusal: boolean; hasCalls: boolean },
): Finish {
  if (status === 'incomplete') {
    if (details?.reason === 'max_output_tokens') return 'length';
    return details?.reason === 'content_filter' ? 'content-filter' : 'other';
  }
  if (status !== 'completed') return 'other';
  if (isRefusal) return 'refusal';
  return hasCalls ? 'tool-calls' : 'stop';
}

const tokens = z.int().nonnegative();
const detail = tokens.nullish().catch(undefined);
const usage = z.object({
  input_tokens: tokens,
  output_tokens: tokens,
  input_tokens_details: z.object({ cached_tokens: detail }).nullish(),
  output_tokens_details: z.object({ reasoning_tokens: detail }).nullish(),
});

function toUsage(reported: unknown): Usage | undefined {
  const { data } = usage.safeParse(reported);
  if (!data) return undefined;
  const cacheRead = data.input_tokens_details?.cached_tokens ?? 0;
  return {
    inputUncached: Math.max(0, data.input_tokens - cacheRead),
    cacheRead,
    cacheWrite: 0,
    output: data.output_tokens,
    reasoning: data.output_tokens_details?.reasoning_tokens ?? 0,
  };
}

const bill = z.object({
  cost: z.object({ total_cost: z.number().nonnegative(), currency: z.literal('USD') }),
});

/** The vendor tells what it charges. */
function costOf(reported: unknown): Pick<Answer, 'costUsd'> {
  const costUsd = bill.safeParse(reported).data?.cost.total_cost;
  return costUsd === undefined ? {} : { costUsd };
}

const event = z.looseObject({
  type: z.string().optional(),
  delta: z.string().optional(),
  response: z.looseObject({}).optional(),
});

/** The last event holds the whole answer; what came before it is shown, and kept for an answer that is cut off. */
export function createAssembler(model: string): Assembler {
  let text = '';
  let whole: unknown;
  return {
    add(value) {
      const { type, delta = '', response } = event.parse(value);
      if (type === undefined || type === 'error') return { error: readError(value) };
      if (type === 'response.failed') return { error: readError(response) };
      if (type === 'response.completed' || type === 'response.incomplete') {
        whole = response;
        return { isLast: true };
      }
      const isText = type === 'response.output_text.delta' || type === 'response.refusal.delta';
      if (!isText) return {};
      text += delta;
      return { text: delta };
    },
    end: (terminated) =>
      terminated ? readAnswer(whole) : { text, toolCalls: [], finish: 'truncated', usage: undefined, model },
  };
}
