import { request as requestHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Logger } from '#monitoring/logger.ts';
import { sendProblem, type Problem } from '../problem.ts';

/** Of one connection, not of the message (RFC 9110, section 7.6.1). */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const connectMs = 5_000;

/**
 * Passes `/v1/*` on to the gateway, byte for byte in both directions: the hub itself knows no model. Whoever leaves
 * first ends the other side too.
 * @param gatewayUrl without a slash at its end; undefined when this AMAS has no gateway.
 */
export function createGatewayRoute(gatewayUrl: string | undefined, log: Logger) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (gatewayUrl === undefined) {
      sendProblem(request, response, absent);
      return;
    }
    const target = new URL(gatewayUrl);
    const send = target.protocol === 'https:' ? requestHttps : requestHttp;
    const forward = send(`${gatewayUrl}${request.url ?? '/'}`, {
      method: request.method,
      headers: {
        ...passedOn(request),
        host: target.host,
        'x-forwarded-for': request.socket.remoteAddress ?? '',
      },
      timeout: connectMs,
    });
    // The limit is for connecting: an answer may take its time.
    forward.once('socket', (socket) => socket.once('connect', () => forward.setTimeout(0)));
    forward.once('timeout', () => forward.destroy(new Error('the gateway does not answer')));
    forward.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, passedOn(answer));
      answer.pipe(response);
      answer.once('error', () => response.destroy());
    });
    forward.once('error', (error) => {
      if (response.destroyed) return;
      log.warn({ err: error }, 'the gateway could not be asked');
      sendProblem(request, response, away);
    });
    response.once('close', () => forward.destroy());
    request.pipe(forward);
  };
}

function passedOn({ headers }: IncomingMessage): Record<string, string | string[]> {
  const named = new Set((headers.connection ?? '').toLowerCase().split(/\s*,\s*/));
  const kept = Object.entries(headers).filter(
    (entry): entry is [string, string | string[]] =>
      entry[1] !== undefined && !hopByHop.has(entry[0]) && !named.has(entry[0]),
  );
  return Object.fromEntries(kept);
}

const absent: Problem = {
  status: 503,
  code: 'apps.no_gateway',
  detail:
    'This AMAS runs without its gateway. Start it with the hub (npm start), or say where it is by AMAS_GATEWAY_URL.',
};

const away: Problem = {
  status: 503,
  code: 'apps.gateway_away',
  detail: 'The gateway of this AMAS does not answer. It is started again by itself; try again shortly.',
  retryAfterMs: 1_000,
};
