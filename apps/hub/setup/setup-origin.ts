import type { IncomingMessage } from 'node:http';

/** Hosts that only a browser on this machine can have asked for. */
const loopbackHost = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;
const loopbackAddress = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * The origin at which the browser sees this hub: what it comes back to. Undefined when it is none of ours: a name that
 * points here by somebody else's doing must get no page.
 */
export function originOf(request: IncomingMessage, publicUrl: string | undefined): string | undefined {
  const { host = '' } = request.headers;
  if (publicUrl !== undefined && host.toLowerCase() === new URL(publicUrl).host) return publicUrl;
  return loopbackHost.test(host) ? `http://${host.toLowerCase()}` : undefined;
}

/** Whether the browser is on this machine, and no proxy speaks for another one. */
export function isLocal(request: IncomingMessage): boolean {
  const isProxied = proxyHeaders.some((name) => request.headers[name] !== undefined);
  const { host = '' } = request.headers;
  return !isProxied && loopbackHost.test(host) && loopbackAddress.test(request.socket.remoteAddress ?? '');
}
