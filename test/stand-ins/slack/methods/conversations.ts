import type { CallArguments } from '../call-arguments.ts';
import { toMessageJson } from '../message-json.ts';
import { Refusal } from '../refusal.ts';
import type { Message, Workspace } from '../workspace.ts';
import { joinedChannel, visibleChannel } from './channel-access.ts';

const defaultLimit = 100;
const maxLimit = 999;

export function info(args: CallArguments, workspace: Workspace): object {
  const channel = visibleChannel(workspace, args.required('channel'));
  return {
    channel: {
      id: channel.id,
      name: channel.name,
      is_channel: channel.kind === 'public',
      is_group: channel.kind === 'private',
      is_im: channel.kind === 'im',
      is_private: channel.kind !== 'public',
      is_archived: channel.isArchived,
      is_member: channel.members.has(workspace.app.botUserId),
    },
  };
}

/** Newest first, without the replies of threads. */
export function history(args: CallArguments, workspace: Workspace): object {
  const { id } = joinedChannel(workspace, args.required('channel'));
  const roots = visibleMessages(workspace, id).filter((each) => each.threadTs === undefined);
  return page(
    roots.toReversed().filter((each) => isWithin(each, args)),
    args,
    workspace,
  );
}

/** The parent, then its replies, oldest first. */
export function replies(args: CallArguments, workspace: Workspace): object {
  const { id } = joinedChannel(workspace, args.required('channel'));
  const ts = args.required('ts');
  const messages = visibleMessages(workspace, id);
  const parent = messages.find((each) => each.ts === ts);
  if (!parent) throw new Refusal('thread_not_found');
  const answers = messages.filter((each) => each.threadTs === ts && isWithin(each, args));
  return page([parent, ...answers], args, workspace);
}

export function open(args: CallArguments, workspace: Workspace): object {
  const users = args.required('users').split(',');
  if (users.length > 8) throw new Refusal('too_many_users');
  const [user = ''] = users;
  return { channel: { id: workspace.directChannel(user).id } };
}

const visibleMessages = (workspace: Workspace, channelId: string): Message[] =>
  workspace.messages(channelId).filter((each) => each.visibleTo === undefined);

function isWithin({ ts }: Message, args: CallArguments): boolean {
  const oldest = Number(args.optional('oldest') ?? 0);
  const latest = Number(args.optional('latest') ?? Infinity);
  const at = Number(ts);
  return args.flag('inclusive') ? at >= oldest && at <= latest : at > oldest && at < latest;
}

function page(messages: readonly Message[], args: CallArguments, workspace: Workspace): object {
  const limit = Number(args.optional('limit') ?? defaultLimit);
  if (!Number.isInteger(limit) || limit < 1 || limit > maxLimit) throw new Refusal('invalid_limit');
  const start = readCursor(args.optional('cursor'));
  const hasMore = messages.length > start + limit;
  return {
    messages: messages
      .slice(start, start + limit)
      .map((each) => toMessageJson(workspace, each, args.flag('include_all_metadata'))),
    has_more: hasMore,
    response_metadata: { next_cursor: hasMore ? writeCursor(start + limit) : '' },
  };
}

const writeCursor = (start: number): string => Buffer.from(`next:${start}`).toString('base64');

function readCursor(cursor: string | undefined): number {
  if (cursor === undefined || cursor === '') return 0;
  const start = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1];
  if (start === undefined) throw new Refusal('invalid_cursor');
  return Number(start);
}
