import { freePort } from '#apps/cli/server/free-port.ts';

const host = '127.0.0.1';
const usualPort = 8_000;

export interface HubPort {
  readonly port: number;
  /** Set when it is not the port that people expect. */
  readonly why?: string;
}

/** A fixed port: a hub that is started again after a crash must be where the platforms know it to be. */
export async function chooseHubPort(wanted: number | undefined): Promise<HubPort> {
  if (wanted !== undefined) return { port: wanted === 0 ? await freePort(host) : wanted };
  try {
    return { port: await freePort(host, usualPort) };
  } catch {
    const port = await freePort(host);
    return { port, why: `Port ${usualPort} is taken, so the hub listens on ${port}.` };
  }
}
