import type {
  Actor,
  Command,
  Delivery,
  JsonObject,
  Normalised,
  PlatformEvent,
  Trust,
} from '#bots/contract.ts';
import { understand } from './command.ts';
import { wordsAfterMention, withoutQuotations } from './mention.ts';
import { parsePayload, MessageEvent, type EventEnvelope, type Press, type SlashCommand } from './payload.ts';
import { readText } from './text.ts';

/** Slack takes answers at a `response_url` for 30 minutes; the last one leaves room for clocks that differ. */
const responseUrlLifeMs = 29 * 60_000;

/** Turns a stored delivery into the one event it stands for, or says why it leads to nothing. Never throws. */
export function normalise(delivery: Delivery): Normalised {
  const payload = parsePayload(delivery.body, delivery.headers['content-type']);
  switch (payload.kind) {
    case 'command':
      return normaliseCommand(payload.command, delivery);
    case 'event':
      return normaliseEvent(payload.envelope, delivery);
    case 'rate_limited':
      return ignored(
        'app_rate_limited',
        `Slack held back events of this workspace in the minute after ${isoTime(payload.limit.minute_rate_limited)}: what was asked then has to be asked again.`,
      );
    case 'press':
      return normalisePress(payload.press, delivery);
    case 'interaction':
      return ignored('interactivity_unsupported');
    case 'malformed':
      return { kind: 'malformed', reason: payload.reason };
    case 'handshake':
    case 'ssl_check':
    default:
      // Answered when they came in, and never stored.
      return ignored(payload.kind);
  }
}

/** Help, and words that ask for nothing, were answered when the command was acknowledged. */
function normaliseCommand(command: SlashCommand, delivery: Delivery): Normalised {
  const text = readText(command.text);
  const understood = understand(text);
  if (understood.kind === 'help') return ignored('slack.help_shown');
  if (understood.kind === 'incomplete') return ignored('slack.command_incomplete', understood.remedy);
  if (understood.kind === 'unknown')
    return ignored('slack.unknown_command', 'Ask for `help` to see what there is.');
  const event = createEvent(delivery, {
    key: `slack:${command.team_id}:${command.trigger_id}`,
    teamId: command.team_id,
    channelId: command.channel_id,
    channelName: command.channel_name,
    occurredAt: delivery.receivedAt,
    actor: person(command.user_id, command.user_name || command.user_id, 'unknown'),
    text,
    command: understood.command,
    replyTo: {
      channel: command.channel_id,
      userId: command.user_id,
      ...(command.response_url === undefined
        ? {}
        : {
            responseUrl: command.response_url,
            responseUrlUntil: delivery.receivedAt + responseUrlLifeMs,
          }),
    },
  });
  return { kind: 'event', event };
}

/** A button stands for the words that AMAS itself put behind it; the answer stands below the message. */
function normalisePress(press: Press, delivery: Delivery): Normalised {
  const { user, container, teamId } = press;
  const isForeign = user.team_id !== undefined && user.team_id !== null && user.team_id !== teamId;
  const event = createEvent(delivery, {
    key: `slack:${teamId}:${press.trigger_id}`,
    teamId,
    channelId: container.channel_id,
    channelName: press.channel?.name ?? '',
    occurredAt: delivery.receivedAt,
    actor: person(user.id, user.username || user.name || user.id, isForeign ? 'outsider' : 'unknown'),
    text: press.text,
    command: understand(press.text).command,
    replyTo: {
      channel: container.channel_id,
      userId: user.id,
      threadTs: container.thread_ts ?? container.message_ts,
      ...(press.response_url === undefined
        ? {}
        : { responseUrl: press.response_url, responseUrlUntil: delivery.receivedAt + responseUrlLifeMs }),
    },
  });
  return { kind: 'event', event };
}

function normaliseEvent(envelope: EventEnvelope, delivery: Delivery): Normalised {
  if (!['message', 'app_mention'].includes(envelope.event.type)) return ignored('slack.event_unsupported');
  const parsed = MessageEvent.safeParse(envelope.event);
  if (!parsed.success) return { kind: 'malformed', reason: 'unreadable: event' };
  const message = parsed.data;
  const unwanted = reasonToIgnore(message, envelope);
  if (unwanted) return unwanted;
  if (!message.user) return { kind: 'malformed', reason: 'unreadable: event.user' };

  const addressed = addressedWords(message, envelope);
  if (addressed === undefined) {
    return ignored('slack.mention_not_addressed', 'Mention the app outside of quotations and code.');
  }
  const text = readText(addressed);
  return {
    kind: 'event',
    event: createEvent(delivery, {
      // Of the message, not of the event: the same message may come as a mention and as a message.
      key: `slack:${envelope.team_id}:${message.channel}:${message.ts}`,
      teamId: envelope.team_id,
      channelId: message.channel,
      channelName: message.channel_type === 'im' ? 'directmessage' : '',
      occurredAt: Number(message.ts) * 1_000,
      actor: person(message.user, nameOf(message), trustOf(message, envelope.team_id)),
      text,
      // Known or not: no acknowledgement could carry a hint here, so the answer has to.
      command: understand(text).command,
      replyTo: replyToMessage(message, message.user),
    }),
  };
}

/** Messages that are nobody's request, and the reason. */
function reasonToIgnore(event: MessageEvent, envelope: EventEnvelope): Normalised | undefined {
  if (isOwn(event, envelope)) return ignored('slack.own_message');
  if (event.subtype === 'message_changed') {
    return ignored('slack.message_edited', 'An edited message asks for nothing: write a new one.');
  }
  if (event.subtype === 'message_deleted') return ignored('slack.message_deleted');
  if (event.bot_id || event.subtype === 'bot_message') {
    return ignored('slack.bot_message', 'Other apps cannot ask for work: ask in person.');
  }
  if (event.subtype && !['file_share', 'thread_broadcast'].includes(event.subtype)) {
    return ignored('slack.message_subtype');
  }
  if (event.type === 'message' && event.channel_type !== 'im') {
    return ignored('slack.not_addressed', 'Mention the app, or write to it directly.');
  }
  return undefined;
}

function isOwn(event: MessageEvent, envelope: EventEnvelope): boolean {
  if (event.app_id && event.app_id === envelope.api_app_id) return true;
  return botUserIds(envelope).includes(event.user ?? '');
}

/** In a direct message everything is meant for the bot; a mention at its start is only politeness. */
function addressedWords({ type, text }: MessageEvent, envelope: EventEnvelope): string | undefined {
  const afterMention = wordsAfterMention(text ?? '', botUserIds(envelope));
  return type === 'app_mention' ? afterMention : (afterMention ?? withoutQuotations(text ?? ''));
}

/** A mention is answered in its thread, or opens one; a direct message is answered beside it unless in a thread. */
function replyToMessage(message: MessageEvent, userId: string): JsonObject {
  const threadTs = message.thread_ts ?? (message.type === 'app_mention' ? message.ts : undefined);
  return {
    channel: message.channel,
    userId,
    messageTs: message.ts,
    ...(threadTs === undefined ? {} : { threadTs }),
  };
}

interface EventFacts {
  readonly key: string;
  readonly teamId: string;
  readonly channelId: string;
  readonly channelName: string;
  /** Milliseconds since the epoch. */
  readonly occurredAt: number;
  readonly actor: Actor;
  readonly text: string;
  readonly command: Command;
  readonly replyTo: JsonObject;
}

function createEvent(delivery: Delivery, facts: EventFacts): PlatformEvent {
  return {
    key: facts.key,
    platform: 'slack',
    kind: 'command',
    occurredAt: new Date(facts.occurredAt).toISOString(),
    organizationId: delivery.organizationId,
    projectId: delivery.projectId,
    accountId: facts.teamId,
    actor: facts.actor,
    subject: {
      type: 'channel',
      id: `${facts.teamId}/${facts.channelId}`,
      title: channelTitle(facts.channelId, facts.channelName),
      url: `https://app.slack.com/client/${facts.teamId}/${facts.channelId}`,
    },
    text: facts.text,
    command: facts.command,
    replyTo: facts.replyTo,
  };
}

function channelTitle(channelId: string, name: string): string {
  if (name === 'directmessage') return 'direct message';
  return name === '' ? channelId : `#${readText(name)}`;
}

const person = (id: string, name: string, trust: Trust): Actor => ({
  id,
  name: readText(name),
  isBot: false,
  isSelf: false,
  trust,
});

/**
 * A payload can prove that someone is a guest or comes from another workspace, never that they are not: the rest is
 * `unknown` here, and the connection's `authorise` asks Slack.
 */
function trustOf(event: MessageEvent, teamId: string): Trust {
  const profile = event.user_profile;
  const isGuest = profile?.is_restricted || profile?.is_ultra_restricted || profile?.is_stranger;
  const isForeign = [event.user_team, event.source_team].some((team) => team && team !== teamId);
  return isGuest || isForeign ? 'outsider' : 'unknown';
}

function nameOf(event: MessageEvent): string {
  return event.user_profile?.display_name || event.user_profile?.name || event.user || '';
}

function botUserIds(envelope: EventEnvelope): string[] {
  return (envelope.authorizations ?? []).flatMap((each) =>
    each.is_bot && each.user_id ? [each.user_id] : [],
  );
}

function isoTime(seconds: number): string {
  const date = new Date(seconds * 1_000);
  return Number.isNaN(date.getTime()) ? 'an unknown time' : date.toISOString();
}

const ignored = (reason: string, remedy?: string): Normalised => ({
  kind: 'ignored',
  reason,
  ...(remedy === undefined ? {} : { remedy }),
});
