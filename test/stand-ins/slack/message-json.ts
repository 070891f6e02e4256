import type { Message, Workspace } from './workspace.ts';

/** A message as the Web API and the Events API show it. */
export function toMessageJson(workspace: Workspace, message: Message, withMetadata = false): object {
  const { app } = workspace;
  const isOurs = message.botId === app.botId;
  const replies = workspace
    .messages(message.channel)
    .filter((each) => each.threadTs === message.ts && each.visibleTo === undefined);
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: app.teamId,
    ...(message.botId === undefined ? {} : { bot_id: message.botId }),
    ...(isOurs ? { app_id: app.appId } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(replies.length > 0 ? { thread_ts: message.ts, reply_count: replies.length } : {}),
    ...(message.edits.length > 0 ? { edited: { user: message.user, ts: message.ts } } : {}),
    ...(withMetadata && hasMetadata(message) ? { metadata: message.metadata } : {}),
    ...(message.reactions.length > 0 ? { reactions: groupReactions(message) } : {}),
  };
}

const hasMetadata = ({ metadata = {} }: Message): boolean => Object.keys(metadata).length > 0;

function groupReactions(message: Message): object[] {
  const groups = Map.groupBy(message.reactions, ({ name }) => name);
  return [...groups].map(([name, each]) => ({
    name,
    count: each.length,
    users: each.map(({ user }) => user),
  }));
}
