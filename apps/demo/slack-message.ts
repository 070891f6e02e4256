import { z } from 'zod';
import type { Content, Workspace } from '#test/stand-ins/slack/workspace.ts';

export interface MessageState {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** From header to footer, a line each. */
  readonly text: string;
}

/** How the bot's newest message in a channel looked, oldest first, each look once. */
export function messageStates(workspace: Workspace, channel: string): readonly MessageState[] {
  const message = workspace
    .messages(channel)
    .findLast(({ botId, visibleTo }) => botId !== undefined && visibleTo === undefined);
  if (!message) return [];
  const changes = workspace.effects.filter(
    ({ ts, kind }) => ts === message.ts && (kind === 'posted' || kind === 'edited'),
  );
  const states = [...message.edits, message].map((content, index) => ({
    at: changes[index]?.at ?? Number.NaN,
    text: plainText(content),
  }));
  return states.filter(({ text }, index) => text !== states[index - 1]?.text);
}

const Text = z.object({ text: z.string() });
const Block = z.object({ text: Text.optional(), elements: z.array(Text).optional() });

/** A message without the marks of Slack's mrkdwn. */
function plainText({ blocks, text }: Content): string {
  const texts = blocks.flatMap((block) => {
    const { text: own, elements = [] } = Block.parse(block);
    return [...(own ? [own] : []), ...elements].map((each) => each.text);
  });
  return (texts.length === 0 ? [text] : texts)
    .join('\n')
    .replaceAll(/<[^<>|\n]+\|([^<>\n]+)>/g, '$1')
    .replaceAll(/(?<!\w)\*([^*\n]+)\*(?!\w)/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
