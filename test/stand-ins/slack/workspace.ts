import type { Clock } from '#monitoring/clock.ts';
import { Refusal } from './refusal.ts';

export interface User {
  readonly id: string;
  readonly name: string;
  readonly teamId: string;
  readonly isBot: boolean;
  /** Multi-channel guest. */
  readonly isRestricted: boolean;
  /** Single-channel guest. */
  readonly isUltraRestricted: boolean;
  readonly isStranger: boolean;
  /** Of the workspace. */
  readonly isAdmin: boolean;
  readonly deleted: boolean;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  /** User ids, the bot's among them when it was invited. */
  readonly members: Set<string>;
  isArchived: boolean;
}

export interface Content {
  readonly text: string;
  readonly blocks: readonly object[];
}

export interface Message extends Content {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly botId?: string;
  readonly threadTs?: string;
  readonly metadata?: object;
  /** Absent: everyone in the channel. Ephemeral messages are in no history. */
  readonly visibleTo?: string;
  /** The earlier contents, oldest first. */
  readonly edits: readonly Content[];
  readonly reactions: readonly { readonly name: string; readonly user: string }[];
}

/** Something a person in Slack could see happen. */
export interface Effect {
  readonly kind: 'posted' | 'edited' | 'deleted' | 'reacted' | 'ephemeral' | 'responded';
  readonly channel: string;
  readonly ts: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly text: string;
}

export interface App {
  readonly teamId: string;
  readonly teamDomain: string;
  readonly appId: string;
  readonly botUserId: string;
  readonly botId: string;
}

export interface Workspace {
  readonly app: App;
  readonly clock: Clock;
  readonly users: Map<string, User>;
  readonly channels: Map<string, Channel>;
  readonly effects: readonly Effect[];
  addUser(user: Partial<User> & Pick<User, 'id' | 'name'>): User;
  addChannel(channel: Partial<Channel> & Pick<Channel, 'id' | 'name'>): Channel;
  /** The direct conversation of the bot with a person, opened when there is none. */
  directChannel(userId: string): Channel;
  /** Oldest first, ephemeral ones included. */
  messages(channelId: string): readonly Message[];
  find(channelId: string, ts: string): Message | undefined;
  add(message: NewMessage, kind: Effect['kind'] | 'said'): Message;
  replace(message: Message, changes: Partial<Message>, kind: Effect['kind']): Message;
  remove(message: Message): void;
}

export type NewMessage = Pick<Message, 'channel' | 'user' | 'text'> &
  Partial<Pick<Message, 'blocks' | 'botId' | 'threadTs' | 'metadata' | 'visibleTo'>>;

export const app: App = {
  teamId: 'T0AMASTEAM',
  teamDomain: 'amas-demo',
  appId: 'A0AMASAPP0',
  botUserId: 'U0AMASBOT0',
  botId: 'B0AMASBOT0',
};

export function createWorkspace(clock: Clock): Workspace {
  const users = new Map<string, User>();
  const channels = new Map<string, Channel>();
  const messages = new Map<string, Message[]>();
  const effects: Effect[] = [];
  const nextTs = createTimestamps(clock);

  const note = (kind: Effect['kind'], { channel, ts, text }: Message) => {
    effects.push({ kind, channel, ts, text, at: clock.now() });
  };
  const listOf = (channelId: string) => messages.get(channelId) ?? [];

  const addChannel: Workspace['addChannel'] = (channel) => {
    const whole = {
      kind: 'public' as const,
      isArchived: false,
      ...channel,
      members: new Set(channel.members ?? [app.botUserId]),
    };
    channels.set(whole.id, whole);
    return whole;
  };

  return {
    app,
    clock,
    users,
    channels,
    effects,
    addChannel,
    addUser: (user) => {
      const whole = { ...ordinary, ...user };
      users.set(whole.id, whole);
      return whole;
    },
    directChannel: (userId) => {
      if (!users.has(userId)) throw new Refusal('user_not_found');
      const id = `D${userId.slice(1)}`;
      return (
        channels.get(id) ??
        addChannel({ id, name: '', kind: 'im', members: new Set([userId, app.botUserId]) })
      );
    },
    messages: listOf,
    find: (channelId, ts) => listOf(channelId).find((each) => each.ts === ts),
    add: (message, kind) => {
      const whole: Message = { blocks: [], edits: [], reactions: [], ...message, ts: nextTs() };
      messages.set(whole.channel, [...listOf(whole.channel), whole]);
      if (kind !== 'said') note(kind, whole);
      return whole;
    },
    replace: (message, changes, kind) => {
      const changed = { ...message, ...changes };
      messages.set(
        message.channel,
        listOf(message.channel).map((each) => (each.ts === message.ts ? changed : each)),
      );
      note(kind, changed);
      return changed;
    },
    remove: (message) => {
      messages.set(
        message.channel,
        listOf(message.channel).filter((each) => each.ts !== message.ts),
      );
      note('deleted', message);
    },
  };
}

const ordinary: Omit<User, 'id' | 'name'> = {
  teamId: app.teamId,
  isBot: false,
  isRestricted: false,
  isUltraRestricted: false,
  isStranger: false,
  isAdmin: false,
  deleted: false,
};

/** Slack's message ids: seconds with six decimals, unique in a workspace here. */
function createTimestamps(clock: Clock): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, clock.now() * 1_000);
    return `${Math.floor(last / 1e6)}.${String(last % 1e6).padStart(6, '0')}`;
  };
}
