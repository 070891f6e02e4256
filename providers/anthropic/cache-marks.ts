import type { MessageParam, TextBlockParam, ToolUnion } from '@anthropic-ai/sdk/resources/messages';

/**
 * Anthropic caches only up to a mark, for five minutes: writing costs a quarter more than reading, and reading again a
 * tenth (platform.claude.com/docs, Prompt caching). Prefixes below a thousand tokens or so are not cached at all, so
 * less text than this gets no mark.
 */
const leastCharacters = 4_000;

const mark = { type: 'ephemeral' } as const;

type Turns = readonly MessageParam[];

/**
 * Marks what comes again: instructions with the tools before them, which every call of an agent shares, and the turns
 * of a conversation that goes on.
 */
export function withCacheMarks(parts: {
  readonly system: string | undefined;
  readonly tools: readonly ToolUnion[] | undefined;
  readonly messages: Turns;
}): { readonly system?: string | TextBlockParam[]; readonly messages: MessageParam[] } {
  const { system, tools, messages } = parts;
  const prefixCharacters = (system?.length ?? 0) + (tools ? JSON.stringify(tools).length : 0);
  const isLong = prefixCharacters >= leastCharacters;
  return {
    ...(system ? { system: isLong ? [{ type: 'text', text: system, cache_control: mark }] : system } : {}),
    messages: goesOn(messages, prefixCharacters) ? markLast(messages) : [...messages],
  };
}

function goesOn(messages: Turns, prefixCharacters: number): boolean {
  if (messages.length < 2) return false;
  return prefixCharacters + JSON.stringify(messages).length >= leastCharacters;
}

function markLast(messages: Turns): MessageParam[] {
  const last = messages.at(-1);
  if (!last || last.role === 'system' || typeof last.content === 'string') return [...messages];
  const block = last.content.at(-1);
  // Only these two stand at the end of what we send.
  if (block?.type !== 'text' && block?.type !== 'tool_result') return [...messages];
  const content = [...last.content.slice(0, -1), { ...block, cache_control: mark }];
  return [...messages.slice(0, -1), { role: last.role, content }];
}
