import { describe, expect, it, test } from 'vitest';
import { signatureOf, type SignatureScheme } from '#bots/signing/signature.ts';
import { receive } from './receive.ts';

const scheme: SignatureScheme = {
  header: 'x-hub-signature-256',
  prefix: 'sha256=',
  encoding: 'hex',
  content: ['body'],
  key: 'text',
};
const body = new TextEncoder().encode('{"zen":"Keep it logically awesome."}');
const settings = { webhookSecret: 'new, old' };

function signed(secret: string, headers: Record<string, string> = {}) {
  const request = { method: 'POST', headers: {}, query: {}, body, receivedAt: 0 };
  return {
    ...request,
    headers: {
      'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      'x-github-event': 'ping',
      'x-hub-signature-256': signatureOf(scheme, request, secret),
      ...headers,
    },
  };
}

describe('a signed request', () => {
  test.each([
    ['new', 0],
    ['old', 1],
  ])('by the secret %j is a delivery, and tells which secret it was', (secret, keyIndex) => {
    expect(receive(signed(secret), settings)).toEqual({
      kind: 'delivery',
      externalId: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      event: 'ping',
      keyIndex,
    });
  });

  test.each([
    [{ 'x-github-delivery': '' }],
    [{ 'x-github-delivery': 'not an id' }],
    [{ 'x-github-event': '' }],
    [{ 'x-github-event': '../ping' }],
  ])('without readable headers is answered 400: %j', (headers) => {
    expect(receive(signed('new', headers), settings)).toEqual({
      kind: 'rejected',
      reason: 'malformed_handshake',
    });
  });
});

describe('rejected', () => {
  it('without a signature', () => {
    const { 'x-hub-signature-256': _signature, ...headers } = signed('new').headers;
    const reason = 'signature_absent';
    expect(receive({ ...signed('new'), headers }, settings)).toEqual({ kind: 'rejected', reason });
  });

  it('with the signature of another secret or body', () => {
    const rejected = { kind: 'rejected', reason: 'signature_wrong' };
    expect(receive(signed('stolen'), settings)).toEqual(rejected);
    expect(receive({ ...signed('new'), body: body.slice(1) }, settings)).toEqual(rejected);
  });

  test.each([{}, { webhookSecret: '' }, { webhookSecret: ' , ' }])(
    'everything, with the settings %j',
    (unset) => {
      expect(receive(signed(''), unset)).toEqual({ kind: 'rejected', reason: 'not_configured' });
    },
  );
});
