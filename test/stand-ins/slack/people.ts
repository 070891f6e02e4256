import { randomBytes } from 'node:crypto';
import { CallArguments } from './call-arguments.ts';
import { isAccepted, type EventDelivery, type HubAnswer, type HubCaller } from './hub-caller.ts';
import { toMessageJson } from './message-json.ts';
import { Refusal } from './refusal.ts';
import { respond, type ResponseUrls } from './response-urls.ts';
import type { Channel, Message, User, Workspace } from './workspace.ts';

export interface SlashCommand {
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  /** `/amas` when absent. */
  readonly command?: string;
}

export interface CommandOutcome {
  readonly answer: HubAnswer;
  readonly responseUrl: string;
  readonly triggerId: string;
  /** What the person sees at once: the hub's words, or Slack's word that the command failed. */
  readonly shown?: Message;
}

export interface MessageOutcome extends EventDelivery {
  readonly message: Message;
}

/** What people do in Slack, and what Slack then sends to the hub. */
export interface People {
  slashCommand(command: SlashCommand): Promise<CommandOutcome>;
  /** Says `@AMAS <text>` in a channel or thread. `raw` is sent as it is, mention and all. */
  mention(words: Said & { readonly raw?: boolean }): Promise<MessageOutcome>;
  /** Writes to the bot directly. */
  directMessage(words: Omit<Said, 'channel'>): Promise<MessageOutcome>;
  /** Presses the button with this label on a message of the app, and confirms. Fails where there is no such button. */
  press(press: Press): Promise<HubAnswer>;
  /** Sends any inner event; the same `eventId` is the same event. */
  sendEvent(event: object, eventId?: string): Promise<EventDelivery>;
}

export interface Press {
  readonly message: Message;
  readonly user: string;
  readonly label: string;
}

interface Said {
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly threadTs?: string;
}

export interface PeopleOptions {
  readonly workspace: Workspace;
  readonly hub: HubCaller;
  readonly responseUrls: ResponseUrls;
  /** Where the stand-in listens. */
  readonly origin: () => string;
}

export function createPeople({ workspace, hub, responseUrls, origin }: PeopleOptions): People {
  const { app, clock } = workspace;
  const token = randomBytes(12).toString('hex');

  const sendEvent: People['sendEvent'] = (event, eventId = newId('Ev')) =>
    hub.deliver({
      token,
      team_id: app.teamId,
      context_team_id: app.teamId,
      context_enterprise_id: null,
      api_app_id: app.appId,
      event,
      type: 'event_callback',
      event_id: eventId,
      event_time: Math.floor(clock.now() / 1_000),
      authorizations: [
        {
          enterprise_id: null,
          team_id: app.teamId,
          user_id: app.botUserId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
      event_context: newId('4-'),
    } as { event_id: string });

  const say = async (words: Said, type: 'app_mention' | 'message'): Promise<MessageOutcome> => {
    const channel = channelOf(workspace, words.channel);
    const user = userOf(workspace, words.user);
    const message = workspace.add(
      {
        channel: channel.id,
        user: user.id,
        text: words.text,
        ...(words.threadTs === undefined ? {} : { threadTs: words.threadTs }),
      },
      'said',
    );
    const delivery = await sendEvent({
      ...toMessageJson(workspace, message),
      type,
      client_msg_id: crypto.randomUUID(),
      channel: channel.id,
      event_ts: message.ts,
      ...(type === 'message' ? { channel_type: 'im' } : {}),
      ...(user.teamId === app.teamId ? {} : { user_team: user.teamId, source_team: user.teamId }),
    });
    return { ...delivery, message };
  };

  return {
    sendEvent,
    mention: ({ raw, ...words }) =>
      say(raw ? words : { ...words, text: `<@${app.botUserId}> ${escapeTyped(words.text)}` }, 'app_mention'),
    directMessage: (words) =>
      say(
        { ...words, channel: workspace.directChannel(words.user).id, text: escapeTyped(words.text) },
        'message',
      ),
    press: async ({ message, user: userId, label }) => {
      const channel = channelOf(workspace, message.channel);
      const user = userOf(workspace, userId);
      const responseUrl = `${origin()}${responseUrls.create(channel.id, user.id)}`;
      const payload = pressPayload({ message, label }, { channel, user, workspace, token, responseUrl });
      return await hub.send({
        contentType: 'application/x-www-form-urlencoded',
        body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
      });
    },
    slashCommand: async (command) => {
      const channel = channelOf(workspace, command.channel);
      const user = userOf(workspace, command.user);
      const responseUrl = `${origin()}${responseUrls.create(channel.id, user.id)}`;
      const triggerId = `${clock.now()}.${app.teamId}.${randomBytes(16).toString('hex')}`;
      const form = commandForm(command, { channel, user, workspace, token, responseUrl, triggerId });
      const answer = await hub.send({ contentType: 'application/x-www-form-urlencoded', body: form });
      const shown = showAnswer(answer, command, workspace);
      return { answer, responseUrl, triggerId, ...(shown ? { shown } : {}) };
    },
  };
}

interface CommandFacts {
  readonly channel: Channel;
  readonly user: User;
  readonly workspace: Workspace;
  readonly token: string;
  readonly responseUrl: string;
  readonly triggerId: string;
}

interface Button {
  readonly type: string;
  readonly action_id?: string;
  readonly text: { readonly text: string };
  readonly value?: string;
  readonly style?: string;
}

function pressPayload(
  { message, label }: Omit<Press, 'user'>,
  { channel, user, workspace, token, responseUrl }: Omit<CommandFacts, 'triggerId'>,
): object {
  const { app, clock } = workspace;
  const blocks = message.blocks as readonly { type: string; elements?: readonly Button[] }[];
  const at = blocks.findIndex(({ elements = [] }) => elements.some(({ text }) => text?.text === label));
  const button = blocks[at]?.elements?.find(({ text }) => text?.text === label);
  if (button?.type !== 'button') throw new Error(`The message has no button "${label}".`);
  return {
    type: 'block_actions',
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
    api_app_id: app.appId,
    token,
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: false,
      ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    },
    trigger_id: `${clock.now()}.${app.teamId}.${randomBytes(16).toString('hex')}`,
    team: { id: app.teamId, domain: app.teamDomain },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel.id, name: channel.name },
    message: toMessageJson(workspace, message),
    state: { values: {} },
    response_url: responseUrl,
    actions: [{ ...button, block_id: `b${at}`, action_ts: String(clock.now() / 1_000) }],
  };
}

function commandForm(command: SlashCommand, facts: CommandFacts): string {
  const { channel, user, workspace } = facts;
  return new URLSearchParams({
    token: facts.token,
    team_id: workspace.app.teamId,
    team_domain: workspace.app.teamDomain,
    channel_id: channel.id,
    channel_name:
      channel.kind === 'public'
        ? channel.name
        : { private: 'privategroup', im: 'directmessage' }[channel.kind],
    user_id: user.id,
    user_name: user.name,
    command: command.command ?? '/amas',
    text: command.text,
    api_app_id: workspace.app.appId,
    is_enterprise_install: 'false',
    response_url: facts.responseUrl,
    trigger_id: facts.triggerId,
  }).toString();
}

/** Slack shows what the hub answers, or that the command failed; nobody but the person sees either. */
function showAnswer(answer: HubAnswer, command: SlashCommand, workspace: Workspace): Message | undefined {
  const to = { channel: command.channel, user: command.user };
  if (!isAccepted(answer) || answer.kind === 'failed') {
    const error = answer.kind === 'failed' ? 'operation_timeout' : 'dispatch_failed';
    const text = `${command.command ?? '/amas'} failed with the error "${error}"`;
    return respond(new CallArguments(new Map([['text', text]])), to, workspace);
  }
  if (answer.body.trim() === '') return undefined;
  try {
    return respond(readAnswer(answer), to, workspace);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function readAnswer(answer: HubAnswer & { kind: 'answered' }): CallArguments {
  const type = answer.headers['content-type'] ?? '';
  return type.startsWith('application/json')
    ? CallArguments.read(type, answer.body)
    : new CallArguments(new Map([['text', answer.body]]));
}

function channelOf(workspace: Workspace, id: string): Channel {
  const channel = workspace.channels.get(id);
  if (!channel) throw new Error(`The Slack stand-in has no channel ${id}.`);
  return channel;
}

function userOf(workspace: Workspace, id: string): User {
  const user = workspace.users.get(id);
  if (!user) throw new Error(`The Slack stand-in has no user ${id}.`);
  return user;
}

/** As Slack sends what was typed: three entities, and bare URLs in angle brackets. Mentions stay mentions. */
function escapeTyped(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/<(?!@)/g, '&lt;')
    .replace(/(?<!<@\w*)>/g, '&gt;')
    .replace(/\bhttps?:\/\/[^\s<>]+/g, (url) => `<${url}>`);
}

const newId = (prefix: string): string => `${prefix}${randomBytes(5).toString('hex').toUpperCase()}`;
