import { z } from 'zod';
import type { Finish, ToolCall, Usage } from '../contract.ts';
import type { Answer, Assembler } from '../http/http-provider.ts';
import { readError } from './errors.ts';

const finishes: ReadonlyMap<string, Finish> = new Map([
  ['COMPLETE', 'stop'],
  ['STOP_SEQUENCE', 'stop'],
  ['MAX_TOKENS', 'length'],
  ['TOOL_CALL', 'tool-calls'],
]);

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

const answer = z.object({
  finish_reason: z.string().optional(),
  message: z.object({
    content: z.array(z.looseObject({ type: z.string(), text })).nullish(),
    tool_plan: text,
    tool_calls: z
      .array(z.object({ id: z.string(), function: z.object({ name: z.string(), arguments: text }) }))
      .nullish(),
  }),
  usage: z.unknown().optional(),
});

/** What was thought is not said; what stands before calls of tools comes as a plan. */
export function readAnswer(body: unknown, model: string): Answer {
  const { message, finish_reason: reason, usage } = answer.parse(body);
  const said = (message.content ?? []).map((part) => (part.type === 'text' ? part.text : '')).join('');
  const calls = (message.tool_calls ?? []).map(({ id, function: call }) => ({ id, ...call }));
  return toAnswer({ text: message.tool_plan + said, calls, reason, usage, model });
}

interface Whole {
  readonly text: string;
  readonly calls: readonly ToolCall[];
  readonly reason: string | undefined;
  readonly usage: unknown;
  readonly model: string;
}

function toAnswer({ text, calls, reason, usage, model }: Whole): Answer {
  const finish = reason === undefined ? 'truncated' : (finishes.get(reason) ?? 'other');
  return { text, toolCalls: finish === 'truncated' ? [] : calls, finish, usage: toUsage(usage), model };
}

const tokens = z.number().nonnegative().transform(Math.round);
const units = z.object({ billed_units: z.object({ input_tokens: tokens, output_tokens: tokens }) });

/** What is billed, which is less than what the model sees: `usage.tokens` counts Cohere's own preamble too. */
function toUsage(reported: unknown): Usage | undefined {
  const billed = units.safeParse(reported).data?.billed_units;
  if (!billed) return undefined;
  return {
    inputUncached: billed.input_tokens,
    cacheRead: 0,
    cacheWrite: 0,
    output: billed.output_tokens,
    reasoning: 0,
  };
}

const event = z.object({
  type: z.string(),
  index: z.int().optional(),
  delta: z
    .object({
      finish_reason: z.string().optional(),
      usage: z.unknown().optional(),
      message: z
        .object({
          tool_plan: text,
          content: z.object({ text }).optional(),
          tool_calls: z
            .object({ id: text, function: z.object({ name: text, arguments: text }).optional() })
            .optional(),
        })
        .optional(),
    })
    .optional(),
});
type Delta = NonNullable<z.infer<typeof event>['delta']>;

/** `message-end` is the terminator, and has the finish reason and the usage. */
export function createAssembler(model: string): Assembler {
  const calls = new Map<number, { id: string; name: string; arguments: string }>();
  let answered = '';
  let end: Delta | undefined;

  const addCall = (index: number, piece: NonNullable<NonNullable<Delta['message']>['tool_calls']>) => {
    const call = calls.get(index) ?? { id: '', name: '', arguments: '' };
    call.id ||= piece.id;
    call.name ||= piece.function?.name ?? '';
    call.arguments += piece.function?.arguments ?? '';
    calls.set(index, call);
  };

  return {
    add(value) {
      // An error in mid-stream is a body like any other error, without a type.
      if (!('type' in value) && 'message' in value) return { error: readError(value) };
      const { type, index = 0, delta } = event.parse(value);
      if (type === 'message-end') {
        end = delta;
        return { isLast: true };
      }
      const { tool_calls: piece, tool_plan: plan = '', content } = delta?.message ?? {};
      if (piece) addCall(index, piece);
      const added = plan + (content?.text ?? '');
      answered += added;
      return { text: added };
    },
    end: (terminated) =>
      toAnswer({
        text: answered,
        calls: [...calls.values()],
        reason: terminated ? end?.finish_reason : undefined,
        usage: end?.usage,
        model,
      }),
  };
}
