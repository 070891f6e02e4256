import { z } from 'zod';
import { call, type Client } from './client.ts';
import { slackError, slackNameOf } from './slack-error.ts';
import type { Target } from './target.ts';

export const replyEventType = 'amas_reply';

/** How far Slack's clock and ours may differ: requests further apart are refused when they come in. */
const clockSkewMs = 5 * 60_000;
/** A call that its sender gave up may still take effect a little later. */
const lateEffectMs = 60_000;
const pageSize = 200;

const Page = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      bot_id: z.string().nullish(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.object({ reply_id: z.unknown() }).nullish() })
        .nullish()
        .catch(null),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish(),
});

/**
 * Looks for a message of ours that carries the reply's id, around the times when posting was tried: Slack has no
 * idempotency key, so this is what stands between an unknown outcome and a second message. Returns its timestamp.
 */
export async function findPosted(
  client: Client,
  target: Target,
  replyId: string,
  tried: { readonly from: number; readonly to: number },
): Promise<string | undefined> {
  const { bot_id: botId } = await call('auth.test', () => client.auth.test());
  let cursor: string | undefined;
  do {
    const page = await readPage(client, target, tried, cursor);
    const ours = page.messages.find(
      ({ bot_id, metadata }) =>
        bot_id === botId &&
        metadata?.event_type === replyEventType &&
        metadata.event_payload?.reply_id === replyId,
    );
    if (ours) return ours.ts;
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined);
  return undefined;
}

async function readPage(
  client: Client,
  target: Target,
  tried: { readonly from: number; readonly to: number },
  cursor: string | undefined,
): Promise<z.infer<typeof Page>> {
  const options = {
    channel: target.channel,
    include_all_metadata: true,
    limit: pageSize,
    oldest: toTimestamp(tried.from - clockSkewMs),
    latest: toTimestamp(tried.to + clockSkewMs + lateEffectMs),
    ...(cursor === undefined ? {} : { cursor }),
  };
  const { threadTs } = target;
  try {
    const answer =
      threadTs === undefined
        ? await call('conversations.history', () => client.conversations.history(options))
        : await call('conversations.replies', () =>
            client.conversations.replies({ ...options, ts: threadTs }),
          );
    const page = Page.safeParse(answer);
    if (page.success) return page.data;
  } catch (error) {
    // Where the app may not read it may not have posted either: posting says what is wrong, and offers the fallback.
    if (unreadable.has(slackNameOf(error) ?? '')) return { messages: [] };
    throw error;
  }
  throw slackError('unavailable', { reason: 'unreadable history' }, 'backoff');
}

const unreadable = new Set(['not_in_channel', 'channel_not_found', 'thread_not_found']);

const toTimestamp = (ms: number): string => (ms / 1_000).toFixed(6);
