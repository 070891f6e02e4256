import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A port that is free at this moment: the wanted one, else any. Rejects when the wanted one is taken. */
export async function freePort(host: string, wanted = 0): Promise<number> {
  const server = createServer().listen(wanted, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
