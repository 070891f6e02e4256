import { createHash } from 'node:crypto';
import type { ChatBody } from '../openai-compatible/dialect.ts';

/** Mistral's own ids, and the only ones that it surely takes back. */
const mistralId = /^[a-zA-Z0-9]{9}$/;

/** A conversation may have begun with another vendor: ids of other forms become ids of Mistral's, the same each time. */
export function toMistralId(id: string): string {
  return mistralId.test(id) ? id : createHash('sha256').update(id).digest('hex').slice(0, 9);
}

interface Turn {
  readonly tool_call_id?: string;
  readonly tool_calls?: readonly { readonly id: string }[];
}

export function withMistralIds(body: ChatBody): ChatBody {
  const messages = body['messages'] as readonly Turn[];
  return { ...body, messages: messages.map(withIds) };
}

function withIds(turn: Turn): Turn {
  return {
    ...turn,
    ...(turn.tool_call_id === undefined ? {} : { tool_call_id: toMistralId(turn.tool_call_id) }),
    ...(turn.tool_calls === undefined
      ? {}
      : { tool_calls: turn.tool_calls.map((call) => ({ ...call, id: toMistralId(call.id) })) }),
  };
}
