import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands between a client and a server, and can keep the server's answers back. */
export interface TcpProxy {
  readonly port: number;
  /** Requests still reach the server; its answers wait. */
  holdAnswers(): void;
  release(): void;
  /** Cuts every connection. */
  cut(): void;
  close(): Promise<void>;
}

export async function createTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const upstreams = new Set<Socket>();
  let isHolding = false;
  const server = createServer((client) => {
    const upstream = connect(targetPort, '127.0.0.1');
    upstreams.add(upstream);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    client.on('data', (chunk) => upstream.write(chunk));
    upstream.on('data', (chunk) => client.write(chunk));
    if (isHolding) upstream.pause();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    upstreams.clear();
  };
  return {
    port: (server.address() as AddressInfo).port,
    holdAnswers: () => {
      isHolding = true;
      for (const upstream of upstreams) upstream.pause();
    },
    release: () => {
      isHolding = false;
      for (const upstream of upstreams) upstream.resume();
    },
    cut,
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
