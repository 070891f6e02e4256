import { webApi } from '@slack/bolt';
import type { Logger } from '#monitoring/logger.ts';
import { toSlackError } from './slack-error.ts';
import type { Settings } from './manifest.ts';

const timeoutMs = 15_000;

export interface ClientOptions {
  readonly settings: Pick<Settings, 'botToken' | 'apiUrl'>;
  readonly log: Logger;
  /** Ends every call of this client. */
  readonly signal?: AbortSignal | undefined;
}

export type Client = webApi.WebClient;

/**
 * Slack's own client, told to do each call once: it would repeat timeouts and 5xx, and Slack has no idempotency key,
 * so a repeated post is a second message.
 */
export function createClient({ settings, log, signal }: ClientOptions): Client {
  return new webApi.WebClient(settings.botToken, {
    slackApiUrl: settings.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    timeout: timeoutMs,
    logger: quietLogger(log),
    ...(signal === undefined ? {} : { fetch: fetchUntil(signal) }),
  });
}

/** Runs one call; whatever goes wrong comes out as an `AmasError` of the `bots` layer. */
export async function call<Answer>(method: string, run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    throw toSlackError(error, method);
  }
}

function fetchUntil(signal: AbortSignal): webApi.FetchFunction {
  return (url, init) =>
    fetch(url, { ...init, signal: init?.signal ? AbortSignal.any([signal, init.signal]) : signal });
}

/** Failures are thrown and logged by the caller, and bodies hold people's words: only warnings pass, at debug. */
function quietLogger(log: Logger): webApi.Logger {
  const pass = (...words: unknown[]) => log.debug({ words: words.map(String) }, 'slack client');
  const drop = () => undefined;
  return {
    debug: drop,
    info: drop,
    warn: pass,
    error: pass,
    setLevel: drop,
    getLevel: () => webApi.LogLevel.WARN,
    setName: drop,
  };
}
