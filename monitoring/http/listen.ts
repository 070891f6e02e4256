import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AmasError } from '../errors.ts';

export interface ListenAddress {
  readonly port: number;
  readonly url: string;
}

/**
 * Resolves once connections are taken. Port 0: the system chooses. Rejects with `apps.cannot_listen`.
 * @param variable the setting that holds the port, for the error's advice.
 */
export function listen(
  server: Server,
  {
    port,
    host,
    variable = 'PORT',
  }: { readonly port: number; readonly host: string; readonly variable?: string },
): Promise<ListenAddress> {
  return new Promise((resolve, reject) => {
    const onError = (cause: NodeJS.ErrnoException) => reject(cannotListen(cause, { port, host, variable }));
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      const bound = (server.address() as AddressInfo).port;
      resolve({ port: bound, url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}` });
    });
  });
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'it is in use',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'nobody knows that name',
  EAI_AGAIN: 'nobody could be asked what address that name has',
  EACCES: 'this user may not listen there',
};

/** What to do about an address that cannot be listened on. */
export function cannotListen(
  cause: NodeJS.ErrnoException,
  { port, host, variable }: { readonly port: number; readonly host: string; readonly variable: string },
): AmasError {
  const reason = reasons[cause.code ?? ''] ?? `the system says ${cause.code}`;
  return new AmasError('apps.cannot_listen', `Cannot listen on ${host} port ${port}.`, {
    publicMessage: `AMAS cannot listen on ${host} port ${port}: ${reason}. Set HOST or ${variable} to another.`,
    details: { host, port },
    cause,
  });
}

/** Idle connections do not end by themselves while their clients hold them open. */
const idleCheckMs = 50;

/** Takes no new connections, lets requests under way be answered for at most `graceMs`, then cuts the rest. */
export async function closeServer(server: Server, graceMs: number): Promise<void> {
  const idleCheck = setInterval(() => server.closeIdleConnections(), idleCheckMs);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  clearInterval(idleCheck);
  clearTimeout(cut);
}
