import type { Message } from './blocks.ts';
import { causeName, slackError } from './slack-error.ts';

const timeoutMs = 15_000;
const slackApiUrl = 'https://slack.com/api/';

/** Seen by everybody in the channel, or by whoever gave the command alone. */
type Audience = 'in_channel' | 'ephemeral';

/**
 * Sends a message to the response URL of a slash command, for the channels in which the app is no member. Slack takes
 * it for 30 minutes and five times, and what it makes of it can be neither read back nor edited: once, at the end.
 */
export async function respond(
  responseUrl: string,
  message: Message,
  options: {
    readonly apiUrl: string;
    readonly signal?: AbortSignal | undefined;
    readonly audience?: Audience;
  },
): Promise<void> {
  if (!isSlackHost(responseUrl, options.apiUrl)) {
    throw slackError('refused', { reason: 'response URL of a foreign host' });
  }
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  let answer: Response;
  try {
    answer = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: options.audience ?? 'in_channel', ...message }),
      redirect: 'error',
      signal,
    });
    await answer.body?.cancel();
  } catch (error) {
    throw slackError('unavailable', { method: 'response_url', failure: causeName(error) }, 'backoff');
  }
  checkStatus(answer);
}

function checkStatus(answer: Response): void {
  if (answer.ok) return;
  const details = { method: 'response_url', status: answer.status };
  if (answer.status === 404) throw slackError('target_gone', details);
  if (answer.status === 429) {
    const seconds = Number(answer.headers.get('retry-after')) || 30;
    throw slackError('rate_limited', details, { afterMs: seconds * 1_000 });
  }
  if (answer.status < 500) throw slackError('refused', details);
  throw slackError('unavailable', details, 'backoff');
}

/** The URL came in with a request: it must not lead anywhere but to Slack, or to the stand-in that is configured. */
export function isSlackHost(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url) || !URL.canParse(apiUrl)) return false;
  const target = new URL(url);
  if (target.username !== '' || target.password !== '') return false;
  if (target.protocol === 'https:' && target.host === 'hooks.slack.com') return true;
  return apiUrl !== slackApiUrl && target.origin === new URL(apiUrl).origin;
}
