import type { Usage } from '#providers/contract.ts';
import type { WireEvent } from './event-stream.ts';
import { finishOf, piecesOf, textOf, usualUsage, type ScriptedAnswer } from './scripted-answer.ts';

const stopReasons = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  refusal: 'refusal',
  'content-filter': 'refusal',
  other: 'pause_turn',
} as const;

export type Block = { readonly type: string } & Readonly<Record<string, unknown>>;

function toInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // In one piece the vendor can only send an object.
    return {};
  }
}

/** The signature of a thinking block: made of the text, so that a changed one is found out. */
export const signatureOf = (thinking: string): string => `sig-${Buffer.from(thinking).toString('base64url')}`;

export function blocksOf(answer: ScriptedAnswer): Block[] {
  const text = textOf(answer) || answer.refusal;
  const { thinking } = answer;
  return [
    ...(thinking === undefined ? [] : [{ type: 'thinking', thinking, signature: signatureOf(thinking) }]),
    ...(text ? [{ type: 'text', text }] : []),
    ...(answer.toolCalls ?? []).map((call, index) => ({
      type: 'tool_use',
      id: call.id ?? `toolu_${index + 1}`,
      name: call.name,
      input: toInput(call.arguments),
    })),
  ];
}

function toMessagesUsage(usage: Usage): Record<string, unknown> {
  return {
    input_tokens: usage.inputUncached,
    cache_read_input_tokens: usage.cacheRead,
    cache_creation_input_tokens: usage.cacheWrite,
    cache_creation: { ephemeral_5m_input_tokens: usage.cacheWrite, ephemeral_1h_input_tokens: 0 },
    output_tokens: usage.output,
    output_tokens_details: { thinking_tokens: usage.reasoning },
    service_tier: 'standard',
  };
}

export function message(answer: ScriptedAnswer, model: string): Record<string, unknown> {
  const { usage = usualUsage } = answer;
  return {
    id: 'msg_stand_in',
    type: 'message',
    role: 'assistant',
    model,
    content: blocksOf(answer),
    stop_reason: stopReasons[finishOf(answer)],
    stop_sequence: null,
    ...(usage ? { usage: toMessagesUsage(usage) } : {}),
  };
}

export function messageEvents(answer: ScriptedAnswer, model: string): WireEvent[] {
  const { usage = usualUsage } = answer;
  const counts = usage && toMessagesUsage(usage);
  const started = {
    ...message(answer, model),
    content: [],
    stop_reason: null,
    ...(counts ? { usage: { ...counts, output_tokens: 1, output_tokens_details: null } } : {}),
  };
  const ended = { output_tokens: usage?.output, output_tokens_details: counts?.['output_tokens_details'] };
  return [
    event('message_start', { message: started }),
    ...(answer.stream?.keepAlive ? [event('ping', {})] : []),
    ...blocksOf(answer).flatMap((block, index) => blockEvents(block, index, writtenOf(answer, block))),
    {
      ...event('message_delta', {
        delta: { stop_reason: stopReasons[finishOf(answer)], stop_sequence: null },
        ...(usage ? { usage: ended } : {}),
      }),
      part: 'finish',
    },
    { ...event('message_stop', {}), part: 'terminator' },
  ];
}

const event = (type: string, fields: Readonly<Record<string, unknown>>): WireEvent => ({
  event: type,
  data: JSON.stringify({ type, ...fields }),
});

/** The arguments of a call as the model writes them. */
function writtenOf({ toolCalls = [] }: ScriptedAnswer, block: Block): string {
  const index = toolCalls.findIndex((call, index) => (call.id ?? `toolu_${index + 1}`) === block['id']);
  return toolCalls[index]?.arguments ?? '';
}

function blockEvents(block: Block, index: number, written: string): WireEvent[] {
  const { opened, deltas } = piecesOfBlock(block, written);
  return [
    event('content_block_start', { index, content_block: opened }),
    ...deltas.map((delta) => event('content_block_delta', { index, delta })),
    event('content_block_stop', { index }),
  ];
}

function piecesOfBlock(block: Block, written: string): { opened: Block; deltas: Record<string, unknown>[] } {
  if (block.type === 'thinking') {
    return {
      opened: { ...block, thinking: '', signature: '' },
      deltas: [
        ...piecesOf(block['thinking'] as string).map((thinking) => ({ type: 'thinking_delta', thinking })),
        { type: 'signature_delta', signature: block['signature'] },
      ],
    };
  }
  if (block.type === 'text') {
    const deltas = piecesOf(block['text'] as string).map((text) => ({ type: 'text_delta', text }));
    return { opened: { ...block, text: '' }, deltas };
  }
  // The first piece of the arguments is always empty.
  const deltas = ['', ...piecesOf(written)].map((piece) => ({
    type: 'input_json_delta',
    partial_json: piece,
  }));
  return { opened: { ...block, input: {} }, deltas };
}
