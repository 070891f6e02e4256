import { z } from 'zod';
import type { CompletionResult } from '../contract.ts';
import { toResult } from './response.ts';
import { toolInput } from './tool-input.ts';
import { mergeUsage, type ReportedUsage } from './usage.ts';

const index = z.int().nonnegative();

/** Only what is read of the events; kinds that are not listed are skipped. */
const streamEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message_start'),
    message: z.object({ model: z.string(), usage: z.unknown() }),
  }),
  z.object({
    type: z.literal('content_block_start'),
    index,
    content_block: z.looseObject({ type: z.string() }),
  }),
  z.object({
    type: z.literal('content_block_delta'),
    index,
    delta: z.object({
      text: z.string().optional(),
      partial_json: z.string().optional(),
      thinking: z.string().optional(),
      signature: z.string().optional(),
    }),
  }),
  z.object({
    type: z.literal('message_delta'),
    delta: z.object({ stop_reason: z.string().nullish() }),
    usage: z.unknown(),
  }),
]);

type StreamEvent = z.infer<typeof streamEvent>;
type Delta = Extract<StreamEvent, { type: 'content_block_delta' }>['delta'];

interface OpenBlock {
  readonly block: { readonly type: string } & Record<string, unknown>;
  /** The arguments of a tool call, as the model writes them. */
  json: string;
}

const known = new Set<string>(streamEvent.options.map((option) => option.shape.type.value));

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
  let stopReason: string | null | undefined;
  let usage: ReportedUsage | undefined;

  return {
    add(value) {
      if (!known.has(value.type)) return '';
      const event = streamEvent.parse(value);
      switch (event.type) {
        case 'message_start':
          model = event.message.model;
          usage = mergeUsage(usage, event.message.usage);
          return '';
        case 'content_block_start':
          blocks.set(event.index, { block: { ...event.content_block }, json: '' });
          return typeof event.content_block['text'] === 'string' ? event.content_block['text'] : '';
        case 'content_block_delta':
          return extend(blocks.get(event.index), event.delta);
        case 'message_delta':
          stopReason = event.delta.stop_reason ?? stopReason;
          usage = mergeUsage(usage, event.usage);
          return '';
      }
    },
    end(terminated) {
      const opened = [...blocks.values()];
      const result = toResult({
        model,
        content: opened.map(({ block, json }) =>
          block.type === 'tool_use' ? { ...block, input: toolInput(json) } : block,
        ),
        stop_reason: terminated ? stopReason : null,
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

/** Text is handed on as it comes; a signature arrives whole. */
function extend(open: OpenBlock | undefined, delta: Delta): string {
  if (!open) return '';
  const { block } = open;
  open.json += delta.partial_json ?? '';
  if (delta.text !== undefined) block['text'] = `${block['text'] ?? ''}${delta.text}`;
  if (delta.thinking !== undefined) block['thinking'] = `${block['thinking'] ?? ''}${delta.thinking}`;
  if (delta.signature !== undefined) block['signature'] = delta.signature;
  return delta.text ?? '';
}
