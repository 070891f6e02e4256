import { Refusal } from '../refusal.ts';
import type { Channel, Workspace } from '../workspace.ts';

/** A conversation that the bot may see, by id only. Private ones it is no member of do not exist for it. */
export function visibleChannel(workspace: Workspace, id: string): Channel {
  const channel = workspace.channels.get(id);
  if (!channel || (channel.kind !== 'public' && !isMember(workspace, channel))) {
    throw new Refusal('channel_not_found');
  }
  return channel;
}

/** One that the bot was invited to. */
export function joinedChannel(workspace: Workspace, id: string): Channel {
  const channel = visibleChannel(workspace, id);
  if (!isMember(workspace, channel)) throw new Refusal('not_in_channel');
  return channel;
}

/** One that still takes messages. */
export function openChannel(workspace: Workspace, id: string): Channel {
  const channel = joinedChannel(workspace, id);
  if (channel.isArchived) throw new Refusal('is_archived');
  return channel;
}

const isMember = (workspace: Workspace, channel: Channel): boolean =>
  channel.members.has(workspace.app.botUserId);
