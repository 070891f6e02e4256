import type { ServerConfig } from '#monitoring/server-config.ts';

/** Where a hub with these settings is reached from this machine: an address to listen on may mean every address. */
export function hubUrl({ host, port }: Pick<ServerConfig, 'host' | 'port'>): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
