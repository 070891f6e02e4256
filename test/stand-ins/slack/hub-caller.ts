import { createHmac, randomUUID } from 'node:crypto';
import type { Clock } from '#monitoring/clock.ts';

/** What the hub answered to one request of Slack, or why there was no answer. */
export type HubAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: 'failed'; readonly reason: 'http_timeout' | 'connection_failed' };

export interface EventDelivery {
  readonly eventId: string;
  /** True when one of the tries was answered with 2xx. */
  readonly accepted: boolean;
  /** At most four: the first and three retries. */
  readonly answers: readonly HubAnswer[];
}

export interface HubCaller {
  /** One signed request. `body` is sent byte for byte. */
  send(request: SignedRequest): Promise<HubAnswer>;
  /** An event with Slack's retries: at once, after a minute, after five, on the clock passed in. */
  deliver(envelope: { readonly event_id: string }): Promise<EventDelivery>;
}

export interface SignedRequest {
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HubCallerOptions {
  readonly clock: Clock;
  readonly signingSecret: string;
  /** Read at each request, so that a hub may move between two tries. */
  readonly hubUrl: () => string | undefined;
  /** How long the hub may take, in real milliseconds. */
  readonly patienceMs: number;
  /** Ends the waiting between retries. */
  readonly signal: AbortSignal;
}

const retryDelaysMs = [0, 60_000, 300_000];

export function createHubCaller(options: HubCallerOptions): HubCaller {
  const { clock, signingSecret, hubUrl, patienceMs, signal } = options;

  const send = async (request: SignedRequest): Promise<HubAnswer> => {
    const url = hubUrl();
    if (url === undefined) throw new Error('The Slack stand-in has no hub to call: set hubUrl.');
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { ...signedHeaders(request, signingSecret, clock.now()), ...request.headers },
        body: request.body,
        redirect: 'manual',
        signal: AbortSignal.timeout(patienceMs),
      });
      const body = await answer.text();
      return { kind: 'answered', status: answer.status, headers: Object.fromEntries(answer.headers), body };
    } catch (error) {
      const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
      return { kind: 'failed', reason: isTimeout ? 'http_timeout' : 'connection_failed' };
    }
  };

  const deliver = async (envelope: { readonly event_id: string }): Promise<EventDelivery> => {
    const body = JSON.stringify(envelope);
    const answers: HubAnswer[] = [];
    let headers: Record<string, string> = {};
    for (let attempt = 0; attempt <= retryDelaysMs.length; attempt += 1) {
      const answer = await send({ contentType: 'application/json', body, headers });
      answers.push(answer);
      if (isAccepted(answer)) return { eventId: envelope.event_id, accepted: true, answers };
      const delayMs = retryDelaysMs[attempt];
      if (delayMs === undefined || refusesRetries(answer)) break;
      await clock.sleep(delayMs, signal).catch(() => undefined);
      if (signal.aborted) break;
      headers = { 'x-slack-retry-num': String(attempt + 1), 'x-slack-retry-reason': reasonOf(answer) };
    }
    return { eventId: envelope.event_id, accepted: false, answers };
  };

  return { send, deliver };
}

/** Slack's signature, written out here on its own: the stand-in must not agree with AMAS by sharing its code. */
function signedHeaders(request: SignedRequest, secret: string, now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / 1_000));
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${request.body}`).digest('hex');
  return {
    'content-type': request.contentType,
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${digest}`,
    'x-slack-request-id': randomUUID(),
  };
}

export const isAccepted = (answer: HubAnswer): boolean =>
  answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;

const refusesRetries = (answer: HubAnswer): boolean =>
  answer.kind === 'answered' && answer.headers['x-slack-no-retry'] === '1';

const reasonOf = (answer: HubAnswer): string => (answer.kind === 'failed' ? answer.reason : 'http_error');
