import { signatureScheme as githubScheme } from '#bots/github/receive.ts';
import { signatureOf, type SignatureScheme } from '#bots/signing/signature.ts';
import { signatureScheme as slackScheme } from '#bots/slack/receive.ts';
import { githubSamples } from '../samples/github.ts';
import type { Moment, Samples } from '../samples/sample.ts';
import { slackSamples } from '../samples/slack.ts';

/** An event as bytes, before the platform's headers. */
export interface Payload {
  readonly event: string;
  readonly contentType: 'application/json' | 'application/x-www-form-urlencoded';
  readonly body: Uint8Array;
}

/** How a platform sends its webhooks. */
export interface Sender {
  /** The variable that holds the secret it signs with. */
  readonly secretVariable: string;
  readonly samples: Samples;
  /** Whether a request says which event it is outside of its body. */
  readonly namesEvents: boolean;
  readonly scheme: SignatureScheme;
  headers(payload: Payload, moment: Moment): Readonly<Record<string, string>>;
}

export const senders: Readonly<Record<string, Sender>> = {
  github: {
    secretVariable: 'GITHUB_WEBHOOK_SECRET',
    samples: githubSamples,
    namesEvents: true,
    scheme: githubScheme,
    headers: ({ event }, { unique }) => ({
      'user-agent': 'GitHub-Hookshot/amas-send',
      'x-github-event': event,
      'x-github-delivery': unique,
    }),
  },
  slack: {
    secretVariable: 'SLACK_SIGNING_SECRET',
    samples: slackSamples,
    namesEvents: false,
    scheme: slackScheme,
    headers: (_payload, { now }) => ({
      'user-agent': 'Slackbot 1.0 (amas send)',
      'x-slack-request-timestamp': String(Math.floor(now / 1_000)),
    }),
  },
};

/** All headers of a request, its signature among them. */
export function signedHeaders(
  sender: Sender,
  payload: Payload,
  moment: Moment,
  secret: string,
): Record<string, string> {
  const { scheme } = sender;
  const headers = { 'content-type': payload.contentType, ...sender.headers(payload, moment) };
  const signature = signatureOf(scheme, { headers, body: payload.body, receivedAt: moment.now }, secret);
  return { ...headers, [scheme.header]: signature };
}
