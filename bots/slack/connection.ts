import type { BotHost, Connection, PlatformEvent } from '#bots/contract.ts';
import { authorise } from './authorise.ts';
import { call, createClient } from './client.ts';
import { manifest } from './manifest.ts';
import { postReply } from './post-reply.ts';
import { slackError } from './slack-error.ts';
import { readTarget } from './target.ts';

const acknowledgeTimeoutMs = 3_000;

/** Opens a workspace for outbound calls. No call is made yet. */
export function connect(settings: Readonly<Record<string, string>>, host: BotHost): Connection {
  const parsed = manifest.settings.safeParse(settings);
  if (!parsed.success) throw slackError('unauthorised', { reason: 'settings missing or wrong' });
  const { clock, log } = host;
  const clientFor = (signal?: AbortSignal) => createClient({ settings: parsed.data, log, signal });
  return {
    reply: (reply, posted, record, signal) =>
      postReply(reply, posted, {
        client: clientFor(signal),
        apiUrl: parsed.data.apiUrl,
        clock,
        log,
        record,
        signal,
      }),
    authorise: (event) => authorise(event, clientFor()),
    acknowledge: async (event) => {
      const client = clientFor(AbortSignal.timeout(acknowledgeTimeoutMs));
      try {
        await addEyes(event, client);
      } catch (error) {
        log.debug({ err: error }, 'slack request not marked as seen');
      }
    },
  };
}

/** A slash command has no message to react to; it was acknowledged in words. */
async function addEyes(event: PlatformEvent, client: ReturnType<typeof createClient>): Promise<void> {
  const { channel, messageTs } = readTarget(event.replyTo ?? {});
  if (messageTs === undefined) return;
  await call('reactions.add', () => client.reactions.add({ channel, timestamp: messageTs, name: 'eyes' }));
}
