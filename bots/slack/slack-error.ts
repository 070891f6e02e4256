import { webApi } from '@slack/bolt';
import { z } from 'zod';
import { AmasError, type Retry } from '#monitoring/errors.ts';

type Kind = 'unauthorised' | 'target_gone' | 'rate_limited' | 'unavailable' | 'refused';

const kinds: Readonly<Record<Kind, { code: string; message: string; publicMessage: string }>> = {
  unauthorised: {
    code: 'bots.unauthorised',
    message: 'Slack refused the credentials',
    publicMessage:
      'Slack does not accept the token of this AMAS. The operator can reinstall the app and set SLACK_BOT_TOKEN.',
  },
  target_gone: {
    code: 'bots.target_gone',
    message: 'not reachable in Slack',
    publicMessage:
      'AMAS cannot post where it was asked. Invite the app to the channel with /invite, then ask again.',
  },
  rate_limited: {
    code: 'bots.rate_limited',
    message: 'Slack limits the rate of requests',
    publicMessage: 'Slack asks AMAS to slow down. The answer follows by itself.',
  },
  unavailable: {
    code: 'bots.unavailable',
    message: 'Slack did not answer',
    publicMessage: 'Slack did not answer. AMAS tries again by itself.',
  },
  refused: {
    code: 'bots.refused',
    message: 'Slack refused the request',
    publicMessage: 'Slack refused what AMAS wanted to do here. The operator can find the reason in the log.',
  },
};

/** Slack's own error names, sorted by what can be done about them. Whatever is not listed is `refused`. */
const names: Readonly<Record<Exclude<Kind, 'refused'>, readonly string[]>> = {
  unauthorised: [
    'not_authed',
    'invalid_auth',
    'token_revoked',
    'token_expired',
    'account_inactive',
    'missing_scope',
    'no_permission',
    'not_allowed_token_type',
    'access_denied',
    'team_access_not_granted',
    'org_login_required',
    'ekm_access_denied',
  ],
  target_gone: [
    'channel_not_found',
    'not_in_channel',
    'is_archived',
    'is_inactive',
    'message_not_found',
    'thread_not_found',
    'cannot_reply_to_message',
    'cant_update_message',
    'messages_tab_disabled',
    'user_not_found',
  ],
  rate_limited: ['ratelimited', 'rate_limited', 'message_limit_exceeded'],
  // Slack's documentation: part of the work may have been done before these were raised.
  unavailable: [
    'internal_error',
    'fatal_error',
    'service_unavailable',
    'request_timeout',
    'team_added_to_org',
  ],
};

/** Where the usual advice would be wrong. */
const advice: Readonly<Record<string, string>> = {
  is_archived: 'The channel is archived. Ask again in another one.',
  message_not_found: 'The message with the answer was deleted in Slack. Ask again for a new one.',
  thread_not_found: 'The thread was deleted in Slack. Ask again in another one.',
  missing_scope:
    'The Slack app of this AMAS lacks a scope. The operator can add the scopes of app-manifest.json and reinstall the app.',
};

/** The wait when Slack limits without saying for how long. */
const defaultWaitMs = 30_000;

const Refusal = z.object({
  error: z.string(),
  needed: z.string().max(200).optional().catch(undefined),
  errors: z.array(z.string()).optional().catch(undefined),
});

/**
 * Any failure of a call to Slack as an `AmasError`. Failures without a clear answer (timeouts, cut connections, 5xx,
 * an answer that is not Slack's) are `bots.unavailable`: whether they took effect is unknown.
 */
export function toSlackError(error: unknown, method: string): AmasError {
  if (error instanceof AmasError) return error;
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return slackError('rate_limited', { method }, { afterMs: Math.max(1, error.retryAfter) * 1_000 });
  }
  if (error instanceof webApi.WebAPIPlatformError) return refusalOf(error.data, method);
  return slackError('unavailable', { method, failure: causeName(error) }, 'backoff');
}

export function slackError(
  kind: Kind,
  details: Readonly<Record<string, unknown>>,
  retry: Retry = 'never',
): AmasError {
  const { code, message, publicMessage } = kinds[kind];
  const its = typeof details['slack'] === 'string' ? advice[details['slack']] : undefined;
  return new AmasError(code, message, {
    retry,
    publicMessage: its ?? publicMessage,
    details: { platform: 'slack', ...details },
  });
}

/** Slack's name of the refusal behind an error, when Slack gave one. */
export function slackNameOf(error: unknown): string | undefined {
  const name = error instanceof AmasError ? error.details['slack'] : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** True when the call may have taken effect although it failed. */
export function isOutcomeUnknown(error: unknown): boolean {
  return !(error instanceof AmasError) || error.code === kinds.unavailable.code;
}

function refusalOf(data: unknown, method: string): AmasError {
  const refusal = Refusal.safeParse(data);
  // A proxy's page arrives here as if it were an error name.
  if (!refusal.success || !/^[a-z][a-z0-9_]{1,60}$/.test(refusal.data.error)) {
    return slackError('unavailable', { method, failure: 'unreadable answer' }, 'backoff');
  }
  const { error: slack, needed, errors } = refusal.data;
  const kind = kindOf(slack);
  const problems = errors?.slice(0, 3).map((each) => each.slice(0, 200));
  return slackError(kind, { method, slack, needed, problems }, retryOf(kind));
}

function kindOf(name: string): Kind {
  for (const kind of Object.keys(names) as (keyof typeof names)[]) {
    if (names[kind].includes(name)) return kind;
  }
  return 'refused';
}

function retryOf(kind: Kind): Retry {
  if (kind === 'rate_limited') return { afterMs: defaultWaitMs };
  return kind === 'unavailable' ? 'backoff' : 'never';
}

/** `ECONNRESET` and the like say more than the names of the errors around them. */
export function causeName(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  if (error instanceof webApi.WebAPIRequestError) return causeName(error.original);
  if (error instanceof webApi.WebAPIHTTPError) return `HTTP ${error.statusCode}`;
  const inner = error.cause instanceof Error ? error.cause : error;
  return 'code' in inner && typeof inner.code === 'string' ? inner.code : inner.name;
}
