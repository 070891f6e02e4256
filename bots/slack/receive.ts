import { createHash } from 'node:crypto';
import type { InboundRequest, Received, RejectReason } from '#bots/contract.ts';
import { verifySignature, type SignatureScheme } from '#bots/signing/signature.ts';
import { rotatingSecret } from '#monitoring/settings.ts';
import { acknowledge, understand } from './command.ts';
import { isForm, parsePayload, type Payload, type SlashCommand } from './payload.ts';
import { readText } from './text.ts';

/** `v0=` HMAC of `v0:<timestamp>:<body>`; five minutes either way. */
export const signatureScheme: SignatureScheme = {
  header: 'x-slack-signature',
  prefix: 'v0=',
  encoding: 'hex',
  content: [{ text: 'v0:' }, { header: 'x-slack-request-timestamp' }, { text: ':' }, 'body'],
  timestamp: { header: 'x-slack-request-timestamp', toleranceMs: 5 * 60_000 },
  key: 'text',
};

const rejections: Readonly<Record<'absent' | 'wrong' | 'stale', RejectReason>> = {
  absent: 'signature_absent',
  wrong: 'signature_wrong',
  stale: 'timestamp_stale',
};

/** Slack's certificate check is unsigned and this short; a longer unsigned body is not even read. */
const maxSslCheckBytes = 1_000;

/** Verifies a request of Slack and says what it is. Events, commands and interactivity share one URL. */
export function receive(request: InboundRequest, settings: Readonly<Record<string, string>>): Received {
  if (isSslCheck(request)) return { kind: 'ignored', reason: 'ssl_check' };
  const secrets = rotatingSecret(settings['signingSecret'] ?? '');
  if (secrets.length === 0) return { kind: 'rejected', reason: 'not_configured' };
  const verdict = verifySignature(signatureScheme, request, secrets);
  if (!verdict.ok) return { kind: 'rejected', reason: rejections[verdict.reason] };
  const payload = parsePayload(request.body, request.headers['content-type']);
  return receivePayload(payload, request.body, verdict.keyIndex);
}

function isSslCheck({ body, headers }: InboundRequest): boolean {
  if (body.length > maxSslCheckBytes || !isForm(headers['content-type'])) return false;
  return parsePayload(body, headers['content-type']).kind === 'ssl_check';
}

function receivePayload(payload: Payload, body: Uint8Array, keyIndex: number): Received {
  switch (payload.kind) {
    case 'event': {
      const { team_id: teamId, event_id: eventId, event } = payload.envelope;
      return { kind: 'delivery', externalId: `${teamId}:${eventId}`, event: event.type, keyIndex };
    }
    case 'command':
      return receiveCommand(payload.command, keyIndex);
    case 'press': {
      const externalId = `${payload.press.teamId}:${payload.press.trigger_id}`;
      // Slack wants nothing but an empty 200 within three seconds; the message is edited when it is done.
      const acknowledgement = { contentType: 'text/plain', body: '' };
      return { kind: 'delivery', externalId, event: 'block_actions', keyIndex, acknowledgement };
    }
    case 'rate_limited': {
      const { team_id: teamId, minute_rate_limited: minute } = payload.limit;
      const event = 'app_rate_limited';
      return { kind: 'delivery', externalId: `${teamId}:${event}:${minute}`, event, keyIndex };
    }
    case 'handshake':
      return receiveHandshake(payload.challenge);
    case 'interaction':
      return { kind: 'ignored', reason: 'interactivity_unsupported' };
    case 'ssl_check':
      return { kind: 'ignored', reason: 'ssl_check' };
    case 'malformed':
    default:
      return receiveMalformed(body, keyIndex);
  }
}

/** Slack signed it, so it is kept for a person to look at. Its retries have the same bytes. */
function receiveMalformed(body: Uint8Array, keyIndex: number): Received {
  const hash = createHash('sha256').update(body).digest('hex');
  return { kind: 'delivery', externalId: `malformed:${hash}`, event: 'malformed', keyIndex };
}

/** Commands are not retried; the trigger id is new at each. The answer is shown to the person at once. */
function receiveCommand(command: SlashCommand, keyIndex: number): Received {
  const text = acknowledge(understand(readText(command.text)), command.command);
  return {
    kind: 'delivery',
    externalId: `${command.team_id}:${command.trigger_id}`,
    event: 'slash_command',
    keyIndex,
    acknowledgement: {
      contentType: 'application/json',
      body: JSON.stringify({ response_type: 'ephemeral', text }),
    },
  };
}

function receiveHandshake(challenge: string | undefined): Received {
  if (challenge === undefined) return { kind: 'rejected', reason: 'malformed_handshake' };
  return { kind: 'handshake', status: 200, contentType: 'text/plain', body: challenge };
}
