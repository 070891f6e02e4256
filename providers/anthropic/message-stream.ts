import { z } from 'zod';
import type { CompletionResult } from '../contract.ts';
import { toResult } from './response.ts';
import { toolInput } from '../http/tool-input.ts';
import { mergeUsage, type ReportedUsage } from './usage.ts';

const index = z.int().nonnegative();
const text = z.string().default('');

/** Only what is read of the events, by their type; other events are skipped. */
const messageStart = z.object({ message: z.object({ model: z.string(), usage: z.unknown().optional() }) });
const blockStart = z.object({
  index,
  content_block: z.looseObject({
    type: z.string(),
    text: z.string().optional(),
    thinking: z.string().optional(),
  }),
});
const blockDelta = z.object({
  index,
  delta: z.object({ text, partial_json: text, thinking: text, signature: z.string().optional() }),
});
const messageDelta = z.object({
  delta: z.object({ stop_reason: z.string().nullish() }),
  usage: z.unknown().optional(),
});

interface OpenBlock {
  readonly block: z.infer<typeof blockStart>['content_block'];
  /** The arguments of a tool call, as the model writes them. */
  json: string;
}

export interface MessageAssembler {
  /** Takes one event and returns the text in it. Throws a `ZodError` when it is malformed. */
  add(event: { readonly type: string }): string;
  /** The answer so far. It is whole only when the terminator was seen and a stop reason before it. */
  end(terminated: boolean): Omit<CompletionResult, 'warnings' | 'requestId'>;
}

/** Puts a streamed answer together. */
export function createMessageAssembler(requestedModel: string): MessageAssembler {
  const blocks = new Map<number, OpenBlock>();
  let model = requestedModel;
  let stopReason: string | undefined;
  let usage: ReportedUsage | undefined;

  const readers: Readonly<Record<string, (event: unknown) => string | undefined>> = {
    message_start(event) {
      const { message } = messageStart.parse(event);
      model = message.model;
      usage = mergeUsage(usage, message.usage);
      return undefined;
    },
    content_block_start(event) {
      const started = blockStart.parse(event);
      blocks.set(started.index, { block: started.content_block, json: '' });
      return started.content_block.text;
    },
    content_block_delta(event) {
      const { index, delta } = blockDelta.parse(event);
      return extend(blocks.get(index), delta);
    },
    message_delta(event) {
      const ending = messageDelta.parse(event);
      stopReason = ending.delta.stop_reason ?? stopReason;
      usage = mergeUsage(usage, ending.usage);
      return undefined;
    },
  };

  return {
    add: (event) => readers[event.type]?.(event) ?? '',
    end(terminated) {
      const opened = [...blocks.values()];
      const result = toResult({
        model,
        content: opened.map(({ block, json }) =>
          block.type === 'tool_use' ? { ...block, input: toolInput(json) } : block,
        ),
        stop_reason: terminated ? stopReason : undefined,
        usage,
      });
      const written = new Map(opened.map(({ block, json }) => [block['id'], json]));
      return {
        ...result,
        toolCalls: result.toolCalls.map((call) => ({ ...call, arguments: written.get(call.id) || '{}' })),
      };
    },
  };
}

/** Text and arguments come in pieces, a signature comes whole. */
function extend(open: OpenBlock | undefined, delta: z.infer<typeof blockDelta>['delta']): string {
  if (!open) return '';
  const { block } = open;
  open.json += delta.partial_json;
  if (block.text !== undefined) block.text += delta.text;
  if (block.thinking !== undefined) block.thinking += delta.thinking;
  if (delta.signature !== undefined) block['signature'] = delta.signature;
  return delta.text;
}
