import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** IANA's special-purpose registries (RFC 6890): loopback, private, link-local, shared, benchmarking, multicast, reserved. */
const notPublic = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  notPublic.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  notPublic.addSubnet(network, prefix, 'ipv6');
}

/** Addresses of a host name; for tests, the system's own otherwise. */
export type Resolve = (host: string) => Promise<readonly string[]>;

const resolveBySystem: Resolve = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address);

/**
 * Whether a URL points into a network that is not the public one, by its address or by any that its name has now. A name
 * that nobody knows points nowhere. Who owns a name may point it elsewhere later: `publicFetch` looks at every connection.
 */
export async function isPrivateUrl(url: string, resolve: Resolve = resolveBySystem): Promise<boolean> {
  const host = URL.parse(url)?.hostname.replace(/^\[|\]$/g, '') ?? '';
  if (host === '' || /(^|\.)(localhost|local|internal|home\.arpa)\.?$/i.test(host)) return true;
  const addresses = isIP(host) ? [host] : await resolve(host).catch(() => []);
  return addresses.some(isPrivate);
}

/** Of an address, not a name. */
export function isPrivate(address: string): boolean {
  // An IPv4 address in IPv6's clothes: BlockList reads it as what it is.
  return notPublic.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** The name points into a network that is not the public one. */
export class PrivateAddressError extends Error {
  constructor() {
    super('the address is not of the public network');
    this.name = 'PrivateAddressError';
  }
}
