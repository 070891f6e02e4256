import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

const usualPort = 8_000;

export interface HubPort {
  readonly port: number;
  /** Set when it is not the port that people expect. */
  readonly why?: string;
}

/** A fixed port: a hub that is started again after a crash must be where the platforms know it to be. */
export async function chooseHubPort(wanted: number | undefined): Promise<HubPort> {
  if (wanted !== undefined) return { port: wanted === 0 ? await freePort(0) : wanted };
  try {
    return { port: await freePort(usualPort) };
  } catch {
    const port = await freePort(0);
    return { port, why: `Port ${usualPort} is taken, so the hub listens on ${port}.` };
  }
}

async function freePort(port: number): Promise<number> {
  const probe = createServer().listen(port, '127.0.0.1');
  await once(probe, 'listening');
  const { port: chosen } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return chosen;
}
