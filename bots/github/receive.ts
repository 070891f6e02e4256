import type { InboundRequest, Received, RejectReason } from '#bots/contract.ts';
import { verifySignature, type SignatureScheme } from '#bots/signing/signature.ts';
import { rotatingSecret } from '#monitoring/settings.ts';

/** GitHub signs no time: a replay is told by its delivery id alone. */
export const signatureScheme: SignatureScheme = {
  header: 'x-hub-signature-256',
  prefix: 'sha256=',
  encoding: 'hex',
  content: ['body'],
  key: 'text',
};

const rejections = {
  absent: 'signature_absent',
  wrong: 'signature_wrong',
  stale: 'timestamp_stale',
} as const satisfies Record<string, RejectReason>;

/** Verifies a request of GitHub on its bytes. The body is parsed later, by the worker. */
export function receive(request: InboundRequest, settings: Readonly<Record<string, string>>): Received {
  const secrets = rotatingSecret(settings['webhookSecret'] ?? '');
  if (secrets.length === 0) return rejected('not_configured');
  const verdict = verifySignature(signatureScheme, request, secrets);
  if (!verdict.ok) return rejected(rejections[verdict.reason]);

  const externalId = request.headers['x-github-delivery'] ?? '';
  const event = request.headers['x-github-event'] ?? '';
  const isReadable = /^[\w-]{1,100}$/.test(externalId) && /^[a-z_]{1,100}$/.test(event);
  if (!isReadable) return rejected('malformed_handshake');
  return { kind: 'delivery', externalId, event, keyIndex: verdict.keyIndex };
}

const rejected = (reason: RejectReason): Received => ({ kind: 'rejected', reason });
