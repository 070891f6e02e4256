import type { AccountElsewhere, BotHost, Connection, PlatformEvent } from '#bots/contract.ts';
import { authorise, mayDecide } from './authorise.ts';
import type { Message } from './blocks.ts';
import { call, createClient } from './client.ts';
import { manifest } from './manifest.ts';
import { postReply } from './post-reply.ts';
import { slackError } from './slack-error.ts';
import { respond } from './respond.ts';
import { escapeText } from './text.ts';
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
    mayDecide: (event) => mayDecide(event, clientFor(), parsed.data.approvers),
    accountOn: (actor, platform) =>
      platform === 'github' ? githubAccount(parsed.data.githubUsers, actor.id) : undefined,
    refuse: async (event, remedy) => {
      const { responseUrl, responseUrlUntil = 0 } = readTarget(event.replyTo ?? {});
      if (responseUrl === undefined || clock.now() >= responseUrlUntil) return;
      try {
        await respond(responseUrl, refusal(remedy), { apiUrl: parsed.data.apiUrl, audience: 'ephemeral' });
      } catch (error) {
        log.debug({ err: error }, 'slack refusal not told');
      }
    },
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

function githubAccount(pairs: string | undefined, member: string): AccountElsewhere | undefined {
  if (pairs === undefined) return undefined;
  const names = new Map(
    pairs.split(',').map((pair) => {
      const [id = '', name = ''] = pair.split('=').map((part) => part.trim());
      return [id, name];
    }),
  );
  const name = names.get(member);
  return name === undefined ? { kind: 'unnamed' } : { kind: 'named', name };
}

/** For commands alone: they were told "on it" at once, and mentions nothing. */
function refusal(remedy: string): Message {
  const text = escapeText(`Not allowed, and nothing was done. ${remedy}`);
  return { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] };
}

/** A slash command has no message to react to; it was acknowledged in words. */
async function addEyes(event: PlatformEvent, client: ReturnType<typeof createClient>): Promise<void> {
  const { channel, messageTs } = readTarget(event.replyTo ?? {});
  if (messageTs === undefined) return;
  await call('reactions.add', () => client.reactions.add({ channel, timestamp: messageTs, name: 'eyes' }));
}
