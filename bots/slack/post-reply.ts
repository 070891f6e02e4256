import type { Posted, Reply } from '#bots/contract.ts';
import type { Clock } from '#monitoring/clock.ts';
import type { Logger } from '#monitoring/logger.ts';
import { renderReply } from './blocks.ts';
import { call, type Client } from './client.ts';
import { findPosted, replyEventType } from './find-posted.ts';
import { respond } from './respond.ts';
import { isOutcomeUnknown, slackError, slackNameOf, toSlackError } from './slack-error.ts';
import { readTarget, readTrace, toPosted, type Target, type Trace } from './target.ts';

export interface Posting {
  readonly client: Client;
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly record: (posted: Posted) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes the one message of a reply say what the reply says now: edits it when it is known, finds it when an earlier
 * try may have posted it, else posts it. Where the app may not post, the last state goes to the response URL.
 */
export async function postReply(reply: Reply, posted: Posted, posting: Posting): Promise<Posted> {
  const target = readTarget(reply.target);
  const trace = readTrace(posted);
  if (trace.responded === 'done') return posted;
  if (trace.ts !== undefined) return edit(reply, target, trace, posting);
  if (trace.tried) {
    const ts = await findPosted(posting.client, target, reply.id, trace.tried);
    if (ts !== undefined) {
      const found = await withUrl({ channel: target.channel, ts }, posting);
      return edit(reply, target, found, posting);
    }
  }
  return post(reply, target, trace, posting);
}

async function edit(reply: Reply, target: Target, trace: Trace, posting: Posting): Promise<Posted> {
  const { client } = posting;
  const channel = trace.channel ?? target.channel;
  const message = { ...renderReply(reply), channel, ts: trace.ts ?? '', metadata: metadataOf(reply) };
  await call('chat.update', () => client.chat.update(message));
  return toPosted(trace);
}

/** The try is recorded before it is made: whoever comes after a crash knows that it has to look first. */
async function post(reply: Reply, target: Target, trace: Trace, posting: Posting): Promise<Posted> {
  const now = posting.clock.now();
  await posting.record(toPosted({ ...trace, tried: { from: trace.tried?.from ?? now, to: now } }));
  let sent: Sent;
  try {
    sent = await send(reply, target, posting.client);
  } catch (error) {
    if (isOutcomeUnknown(error)) throw error;
    const untried: Trace = { ...trace, tried: undefined };
    await posting.record(toPosted(untried));
    if (!mayRespond(error)) throw error;
    return respondOnce(reply, { target, trace: untried, refusal: error }, posting);
  }
  return toPosted(await withUrl(sent, posting));
}

interface Sent {
  readonly channel: string;
  readonly ts: string;
}

async function send(reply: Reply, target: Target, client: Client): Promise<Sent> {
  const message = {
    ...renderReply(reply),
    channel: target.channel,
    ...(target.threadTs === undefined ? {} : { thread_ts: target.threadTs }),
    metadata: metadataOf(reply),
    unfurl_links: false,
    unfurl_media: false,
  };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Slack's method, not a window's
  const { channel, ts } = await call('chat.postMessage', () => client.chat.postMessage(message));
  if (ts === undefined) throw slackError('unavailable', { reason: 'no timestamp' }, 'backoff');
  return { channel: channel ?? target.channel, ts };
}

/** Records what was posted, then where a person finds it. */
async function withUrl(sent: Sent, posting: Posting): Promise<Trace> {
  await posting.record(toPosted(sent));
  const url = await findUrl(sent, posting);
  if (url === undefined) return sent;
  const found = { ...sent, url };
  await posting.record(toPosted(found));
  return found;
}

/** The link is a courtesy: its lack is no failure. */
async function findUrl({ channel, ts }: Sent, { client, log }: Posting): Promise<string | undefined> {
  try {
    const { permalink } = await client.chat.getPermalink({ channel, message_ts: ts });
    return permalink;
  } catch (error) {
    log.debug({ err: toSlackError(error, 'chat.getPermalink') }, 'slack message has no link');
    return undefined;
  }
}

const mayRespond = (error: unknown): boolean =>
  ['not_in_channel', 'channel_not_found'].includes(slackNameOf(error) ?? '');

interface Refused {
  readonly target: Target;
  readonly trace: Trace;
  /** Why the message could not be posted. */
  readonly refusal: unknown;
}

/**
 * The fallback: one message, when the work is over. It is not repeated after an unknown outcome, because nobody could
 * tell it from its first copy; the refusal then tells the person to invite the app.
 */
async function respondOnce(reply: Reply, refused: Refused, posting: Posting): Promise<Posted> {
  const { target, trace, refusal } = refused;
  const isOpen = posting.clock.now() < (target.responseUrlUntil ?? 0);
  if (target.responseUrl === undefined || !isOpen || trace.responded === 'trying') throw refusal;
  if (reply.verdict === 'pending') return toPosted(trace);
  await posting.record(toPosted({ ...trace, responded: 'trying' }));
  try {
    await respond(target.responseUrl, renderReply(reply), posting);
  } catch (error) {
    if (!isOutcomeUnknown(error)) await posting.record(toPosted(trace));
    throw error;
  }
  const done = toPosted({ ...trace, responded: 'done' });
  await posting.record(done);
  return done;
}

function metadataOf(reply: Reply): { event_type: string; event_payload: { reply_id: string } } {
  return { event_type: replyEventType, event_payload: { reply_id: reply.id } };
}
