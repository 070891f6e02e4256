import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { Delivery, Normalised, PlatformEvent } from '#bots/contract.ts';
import { normalise } from './normalise.ts';

const receivedAt = 1_763_697_601_000;
const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8').trim();

function deliver(body: string, contentType = 'application/json'): Normalised {
  const delivery: Delivery = {
    id: '01990000-0000-7000-8000-000000000001',
    organizationId: 'org',
    projectId: 'project',
    platform: 'slack',
    event: 'x',
    externalId: 'x',
    headers: { 'content-type': contentType },
    body: new TextEncoder().encode(body),
    receivedAt,
  };
  return normalise(delivery);
}

const deliverForm = (body: string) => deliver(body, 'application/x-www-form-urlencoded');

function command(changes: Record<string, string>): Normalised {
  const form = new URLSearchParams(fixture('slash-command.form'));
  for (const [name, value] of Object.entries(changes)) form.set(name, value);
  return deliverForm(form.toString());
}

/** A fixture's event with some of its inner fields changed. */
function event(name: string, changes: Record<string, unknown> = {}, outer: object = {}): Normalised {
  const envelope = JSON.parse(fixture(name)) as { event: object };
  return deliver(JSON.stringify({ ...envelope, ...outer, event: { ...envelope.event, ...changes } }));
}

function eventOf(normalised: Normalised): PlatformEvent {
  if (normalised.kind !== 'event') throw new Error(JSON.stringify(normalised));
  return normalised.event;
}

describe('a slash command', () => {
  it('becomes the event of its command, with every way back', () => {
    expect(eventOf(command({}))).toEqual({
      key: 'slack:T061EG9R6:13345224609.738474920.8088930838d88f008e0',
      platform: 'slack',
      kind: 'command',
      occurredAt: '2025-11-21T04:00:01.000Z',
      organizationId: 'org',
      projectId: 'project',
      accountId: 'T061EG9R6',
      actor: { id: 'U061F7AUR', name: 'ada', isBot: false, isSelf: false, trust: 'unknown' },
      subject: {
        type: 'channel',
        id: 'T061EG9R6/C0LAN2Q65',
        title: '#general',
        url: 'https://app.slack.com/client/T061EG9R6/C0LAN2Q65',
      },
      text: 'review https://github.com/octo/repo/pull/12 --full',
      command: {
        name: 'review',
        args: ['https://github.com/octo/repo/pull/12', '--full'],
        rest: 'https://github.com/octo/repo/pull/12 --full',
      },
      replyTo: {
        channel: 'C0LAN2Q65',
        userId: 'U061F7AUR',
        responseUrl: 'https://hooks.slack.com/commands/T061EG9R6/6417890012345/aBcDeFgHiJkLmNoPqRsTuVwX',
        responseUrlUntil: receivedAt + 29 * 60_000,
      },
    });
  });

  test.each([
    ['help', 'slack.help_shown'],
    ['', 'slack.help_shown'],
    ['review', 'slack.command_incomplete'],
    ['dance', 'slack.unknown_command'],
  ])('%j was answered when it was acknowledged', (text, reason) => {
    expect(command({ text })).toMatchObject({ kind: 'ignored', reason });
  });

  test.each([
    ['a URL that Slack wrapped', 'review <https://x.test/pull/1>', ['https://x.test/pull/1']],
    ['a URL with a label', 'review <https://x.test/pull/1|x.test/pull/1>', ['https://x.test/pull/1']],
    ['an escaped query', 'review <https://x.test/pull/1?a=1&amp;b=2>', ['https://x.test/pull/1?a=1&b=2']],
    [
      "a dash that Slack made of an option's hyphens",
      'review https://x.test/pull/1 —full',
      ['https://x.test/pull/1', '--full'],
    ],
    [
      'people and channels',
      'review https://x.test/pull/1 <@U1|ann> <#C1|dev> <!here>',
      ['https://x.test/pull/1', '@ann', '#dev', '@here'],
    ],
    ['only the first line', 'review https://x.test/pull/1\nthanks!', ['https://x.test/pull/1']],
  ])('reads %s', (_name, text, args) => {
    expect(eventOf(command({ text })).command).toMatchObject({ name: 'review', args });
  });

  it('shows escaped brackets as text and drops what a database refuses', () => {
    expect(
      eventOf(command({ text: 'review https://x.test/pull/1 &lt;!channel&gt; a\u0000b\u202Ec' })).text,
    ).toBe('review https://x.test/pull/1 <!channel> abc');
  });
});

describe('a mention', () => {
  it('is answered in a thread under it', () => {
    const mentioned = eventOf(event('app-mention.json'));
    expect(mentioned).toMatchObject({
      key: 'slack:T061EG9R6:C0LAN2Q65:1763697600.000200',
      kind: 'command',
      occurredAt: '2025-11-21T04:00:00.000Z',
      text: 'review https://github.com/octo/repo/pull/12',
      command: { name: 'review', args: ['https://github.com/octo/repo/pull/12'] },
    });
    expect(mentioned.replyTo).toEqual({
      channel: 'C0LAN2Q65',
      userId: 'U061F7AUR',
      messageTs: '1763697600.000200',
      threadTs: '1763697600.000200',
    });
  });

  it('in a thread is answered in that thread', () => {
    const asked = eventOf(event('app-mention.json', { thread_ts: '1763697500.000100' }));
    expect(asked.replyTo).toMatchObject({ threadTs: '1763697500.000100' });
  });

  test.each([
    ['a word that is not known', '<@U0LAN0Z89> Hello there', { name: 'hello', args: ['there'] }],
    ['no word', '<@U0LAN0Z89>', { name: 'help', args: [] }],
    ['a word without what it needs', '<@U0LAN0Z89> review', { name: 'review', args: [] }],
    ['words before it', 'hey <@U0LAN0Z89>: status', { name: 'status', args: [] }],
    ['another person before it', '<@U1> <@U0LAN0Z89|amas> status', { name: 'status', args: [] }],
  ])('with %s', (_name, text, expected) => {
    expect(eventOf(event('app-mention.json', { text })).command).toMatchObject(expected);
  });

  test.each([
    ['a code block', '```<@U0LAN0Z89> review x```'],
    ['back-ticks', 'type `<@U0LAN0Z89> review x`'],
    ['a quotation', '&gt; <@U0LAN0Z89> review x\nis what I typed'],
    ['a code block that was never closed', 'see ``` <@U0LAN0Z89> review x'],
  ])('in %s asks for nothing', (_name, text) => {
    expect(event('app-mention.json', { text })).toMatchObject({
      kind: 'ignored',
      reason: 'slack.mention_not_addressed',
    });
  });

  it('of a message that also came as a message event has the same key', () => {
    const shared = { channel: 'D024BE91L', ts: '1763697660.000300' };
    expect(eventOf(event('app-mention.json', shared)).key).toBe(eventOf(event('message-im.json')).key);
  });
});

describe('a direct message', () => {
  it('needs no mention and is answered beside it', () => {
    const asked = eventOf(event('message-im.json'));
    expect(asked.command).toEqual({ name: 'status', args: [] });
    expect(asked.subject?.title).toBe('direct message');
    expect(asked.replyTo).toEqual({
      channel: 'D024BE91L',
      userId: 'U061F7AUR',
      messageTs: '1763697660.000300',
    });
  });

  it('may say the name all the same', () => {
    const asked = eventOf(event('message-im.json', { text: '<@U0LAN0Z89> why https://x.test/pull/1' }));
    expect(asked.command).toMatchObject({ name: 'why', args: ['https://x.test/pull/1'] });
  });
});

describe('events that ask for nothing say why', () => {
  test.each([
    ['its own message', event('bot-message.json'), 'slack.own_message'],
    [
      'its own message, known by its app',
      event('message-im.json', { app_id: 'A0PNCHHK2' }),
      'slack.own_message',
    ],
    ['an edit', event('message-changed.json'), 'slack.message_edited'],
    ['a deletion', event('message-im.json', { subtype: 'message_deleted' }), 'slack.message_deleted'],
    ['another bot', event('message-im.json', { bot_id: 'B1' }), 'slack.bot_message'],
    ['another bot that mentions it', event('app-mention.json', { bot_id: 'B1' }), 'slack.bot_message'],
    ['somebody who joined', event('message-im.json', { subtype: 'channel_join' }), 'slack.message_subtype'],
    ['a message in a channel', event('message-im.json', { channel_type: 'channel' }), 'slack.not_addressed'],
    ['another event', event('app-mention.json', { type: 'reaction_added' }), 'slack.event_unsupported'],
    ['events held back', deliver(fixture('app-rate-limited.json')), 'app_rate_limited'],
    ['a button', deliverForm(fixture('block-actions.form')), 'interactivity_unsupported'],
  ])('%s', (_name, normalised, reason) => {
    expect(normalised).toMatchObject({ kind: 'ignored', reason });
  });

  it('a file with words is a request like any other', () => {
    const withFile = event('message-im.json', {
      subtype: 'file_share',
      text: 'review https://x.test/pull/1',
    });
    expect(eventOf(withFile).command?.name).toBe('review');
  });

  test.each([
    ['no JSON', deliver('{')],
    ['a message without an author', event('message-im.json', { user: undefined })],
    ['a time that is none', event('message-im.json', { ts: '1e400' })],
  ])('%s is malformed', (_name, normalised) => {
    expect(normalised.kind).toBe('malformed');
  });
});

describe('who asks', () => {
  test.each([
    ['a guest of several channels', { user_profile: { is_restricted: true } }],
    ['a guest of one channel', { user_profile: { is_ultra_restricted: true } }],
    ['a stranger', { user_profile: { is_stranger: true } }],
    ['someone of another workspace', { user_team: 'T0OTHER' }],
    ['someone who wrote from another workspace', { source_team: 'T0OTHER' }],
  ])('%s is an outsider', (_name, changes) => {
    expect(eventOf(event('app-mention.json', changes)).actor.trust).toBe('outsider');
  });

  it('is never taken for a member on the word of a payload', () => {
    const profile = { user_profile: { is_restricted: false, display_name: 'Ada' }, user_team: 'T061EG9R6' };
    expect(eventOf(event('app-mention.json', profile)).actor).toMatchObject({
      name: 'Ada',
      trust: 'unknown',
    });
  });
});
