import type { CallArguments } from '../call-arguments.ts';
import { readContent, readMetadata } from '../content.ts';
import { toMessageJson } from '../message-json.ts';
import { Refusal } from '../refusal.ts';
import type { Message, Workspace } from '../workspace.ts';
import { joinedChannel, openChannel, visibleChannel } from './channel-access.ts';

/** Escaped bytes that an edit may have. */
const maxEditBytes = 4_000;

export function postMessage(args: CallArguments, workspace: Workspace): object {
  const wanted = args.required('channel');
  const { id } = wanted.startsWith('U') ? workspace.directChannel(wanted) : openChannel(workspace, wanted);
  const content = readContent(args);
  const metadata = readMetadata(args);
  const threadTs = readThread(args, id, workspace);
  const message = workspace.add(
    {
      channel: id,
      user: workspace.app.botUserId,
      botId: workspace.app.botId,
      ...content,
      ...(threadTs === undefined ? {} : { threadTs }),
      ...(metadata === undefined ? {} : { metadata }),
    },
    'posted',
  );
  return { channel: id, ts: message.ts, message: toMessageJson(workspace, message) };
}

export function update(args: CallArguments, workspace: Workspace): object {
  const { id } = openChannel(workspace, args.required('channel'));
  const message = ownMessage(args.required('ts'), id, workspace, 'cant_update_message');
  const content = readContent(args, message);
  if (Buffer.byteLength(content.text) > maxEditBytes) throw new Refusal('msg_too_long');
  const metadata = readMetadata(args);
  const edits = [...message.edits, { text: message.text, blocks: message.blocks }];
  const kept = metadata === undefined ? {} : { metadata };
  const changed = workspace.replace(message, { ...content, ...kept, edits }, 'edited');
  return { channel: id, ts: message.ts, text: changed.text, message: toMessageJson(workspace, changed) };
}

export function remove(args: CallArguments, workspace: Workspace): object {
  const { id } = joinedChannel(workspace, args.required('channel'));
  const message = ownMessage(args.required('ts'), id, workspace, 'cant_delete_message');
  workspace.remove(message);
  return { channel: id, ts: message.ts };
}

export function postEphemeral(args: CallArguments, workspace: Workspace): object {
  const { id, members } = openChannel(workspace, args.required('channel'));
  const user = args.required('user');
  if (!members.has(user)) throw new Refusal('user_not_in_channel');
  const { app } = workspace;
  const message = workspace.add(
    { channel: id, user: app.botUserId, botId: app.botId, ...readContent(args), visibleTo: user },
    'ephemeral',
  );
  return { message_ts: message.ts };
}

export function getPermalink(args: CallArguments, workspace: Workspace): object {
  const { id } = visibleChannel(workspace, args.required('channel'));
  const ts = args.required('message_ts');
  const message = publicMessage(ts, id, workspace);
  const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${id}`;
  const host = `https://${workspace.app.teamDomain}.slack.com`;
  return { channel: id, permalink: `${host}/archives/${id}/p${ts.replace('.', '')}${thread}` };
}

/** Only the parent of a thread can be answered. */
function readThread(args: CallArguments, channelId: string, workspace: Workspace): string | undefined {
  const ts = args.optional('thread_ts');
  if (ts === undefined) return undefined;
  const parent = workspace.find(channelId, ts);
  if (!parent || parent.visibleTo !== undefined) throw new Refusal('thread_not_found');
  if (parent.threadTs !== undefined) throw new Refusal('cannot_reply_to_message');
  return ts;
}

/** Ephemeral messages cannot be reached by any method. */
function publicMessage(ts: string, channelId: string, workspace: Workspace): Message {
  const message = workspace.find(channelId, ts);
  if (!message || message.visibleTo !== undefined) throw new Refusal('message_not_found');
  return message;
}

// oxlint-disable-next-line max-params -- one message by its two coordinates, and Slack's word for a foreign one
function ownMessage(ts: string, channelId: string, workspace: Workspace, foreign: string): Message {
  const message = publicMessage(ts, channelId, workspace);
  if (message.botId !== workspace.app.botId) throw new Refusal(foreign);
  return message;
}
