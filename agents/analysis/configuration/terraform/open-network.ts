import type { Fault } from '../configuration-rule.ts';
import type { HclAttribute, HclBlock } from './hcl.ts';
import { defineTerraformRule } from './define.ts';
import {
  attributeOf,
  blocksOf,
  idOf,
  kindOf,
  type TerraformFile,
  textOf,
  textsOf,
  trailOf,
} from './terraform-file.ts';

export const openNetwork = defineTerraformRule({
  id: 'configuration/terraform-open-network',
  title: 'The whole internet may reach {sink}',
  cwe: 'CWE-284',
  severity: 'high',
  confidence: 0.9,
  why: 'Scanners find the port within minutes, and try passwords and known holes from then on.',
  instead: 'Name the networks that need it, or go through a VPN, a bastion or the cloud’s session manager.',
  example: `cidr_ipv4 = "10.0.0.0/8"`,
  *find(file): Iterable<Fault> {
    for (const resource of file.resources) {
      for (const { from, ports, key } of openings(file, resource)) {
        const sink = sensitivePorts(ports);
        if (sink === undefined) continue;
        yield {
          at: from.at,
          trail: [...trailOf(file, from.value), ...ports.map(({ at }) => at)],
          identity: `${idOf(resource)} ${key} ${sink}`,
          sink,
        };
      }
    }
  },
});

interface Port {
  readonly low: number;
  readonly high: number;
  readonly at: HclAttribute['at'];
}

interface Opening {
  readonly from: HclAttribute;
  readonly ports: readonly Port[];
  readonly key: string;
}

const everywhere = /^(0\.0\.0\.0\/0|::\/0|\*|any|internet|0\.0\.0\.0)$/i;
const known: ReadonlyMap<number, string> = new Map([
  [22, 'SSH'],
  [3389, 'RDP'],
  [3306, 'MySQL'],
  [5432, 'PostgreSQL'],
  [1433, 'SQL Server'],
  [1521, 'Oracle'],
  [6379, 'Redis'],
  [27017, 'MongoDB'],
  [9200, 'Elasticsearch'],
  [11211, 'Memcached'],
  [5439, 'Redshift'],
  [2375, 'the Docker daemon'],
  [2379, 'etcd'],
  [6443, 'the Kubernetes API'],
  [5985, 'WinRM'],
  [23, 'Telnet'],
  [445, 'SMB'],
]);
const manyPorts = 1_000;

function sensitivePorts(ports: readonly Port[]): string | undefined {
  for (const { low, high } of ports) {
    if (high - low >= manyPorts) return 'all ports';
    const hit = [...known].find(([port]) => low <= port && port <= high);
    if (hit !== undefined) return `${hit[1]} (port ${hit[0]})`;
  }
  return undefined;
}

function openings(file: TerraformFile, resource: HclBlock): readonly Opening[] {
  const kind = kindOf(resource);
  if (/^aws_(default_)?security_group$/.test(kind))
    return blocksOf(resource, 'ingress').flatMap((block, index) =>
      awsOpening(file, block, `ingress ${index}`),
    );
  if (kind === 'aws_security_group_rule')
    return textOf(file, attributeOf(resource, 'type')?.value) === 'egress'
      ? []
      : awsOpening(file, resource, '');
  if (kind === 'aws_vpc_security_group_ingress_rule') return awsOpening(file, resource, '');
  if (kind === 'google_compute_firewall') return googleOpening(file, resource);
  if (kind === 'azurerm_network_security_rule') return azureOpening(file, resource);
  if (kind === 'azurerm_network_security_group')
    return blocksOf(resource, 'security_rule').flatMap((block) => azureOpening(file, block));
  if (kind === 'digitalocean_firewall')
    return blocksOf(resource, 'inbound_rule').flatMap((block, index) =>
      opening(file, block, { names: ['source_addresses'], ports: ['port_range'], key: `rule ${index}` }),
    );
  return [];
}

function opening(
  file: TerraformFile,
  block: HclBlock,
  shape: { readonly names: readonly string[]; readonly ports: readonly string[]; readonly key: string },
): readonly Opening[] {
  const from = shape.names
    .map((name) => attributeOf(block, name))
    .find((attribute) => textsOf(file, attribute?.value).some((text) => everywhere.test(text)));
  if (from === undefined) return [];
  const ports = shape.ports.flatMap((name) => {
    const attribute = attributeOf(block, name);
    return textsOf(file, attribute?.value).flatMap((text) => toPort(text, attribute?.at ?? block));
  });
  return [{ from, ports, key: shape.key }];
}

function toPort(text: string, at: Port['at']): readonly Port[] {
  if (/^(\*|all|-1|any)$/i.test(text)) return [{ low: 0, high: 65_535, at }];
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  if (match === null) return [];
  return [{ low: Number(match[1]), high: Number(match[2] ?? match[1]), at }];
}

function awsOpening(file: TerraformFile, block: HclBlock, key: string): readonly Opening[] {
  const names = ['cidr_blocks', 'ipv6_cidr_blocks', 'cidr_ipv4', 'cidr_ipv6'];
  const [found] = opening(file, block, { names, ports: [], key });
  return found === undefined ? [] : [{ ...found, ports: awsPorts(file, block) }];
}

function awsPorts(file: TerraformFile, block: HclBlock): readonly Port[] {
  const protocol = attributeOf(block, 'protocol') ?? attributeOf(block, 'ip_protocol');
  if (protocol !== undefined && /^(-1|all)$/.test(textOf(file, protocol.value) ?? ''))
    return [{ low: 0, high: 65_535, at: protocol.at }];
  const [from, to] = [attributeOf(block, 'from_port'), attributeOf(block, 'to_port')];
  if (from === undefined || to === undefined) return [];
  const [low, high] = [from, to].map(({ value }) => Number(textOf(file, value) ?? Number.NaN));
  if (low === undefined || high === undefined || Number.isNaN(low + high)) return [];
  return [from, to].map(({ at }) => ({ low, high, at }));
}

function googleOpening(file: TerraformFile, resource: HclBlock): readonly Opening[] {
  if (textOf(file, attributeOf(resource, 'direction')?.value) === 'EGRESS') return [];
  const [found] = opening(file, resource, { names: ['source_ranges'], ports: [], key: '' });
  if (found === undefined) return [];
  const ports = blocksOf(resource, 'allow').flatMap((block) => {
    const attribute = attributeOf(block, 'ports');
    const protocol = textOf(file, attributeOf(block, 'protocol')?.value) ?? '';
    if (attribute === undefined)
      return /^(all|tcp|udp)$/.test(protocol) ? [{ low: 0, high: 65_535, at: block.header }] : [];
    return textsOf(file, attribute.value).flatMap((text) => toPort(text, attribute.at));
  });
  return [{ ...found, ports }];
}

function azureOpening(file: TerraformFile, block: HclBlock): readonly Opening[] {
  const said = (name: string) => (textOf(file, attributeOf(block, name)?.value) ?? '').toLowerCase();
  if (said('direction') === 'outbound' || said('access') === 'deny') return [];
  return opening(file, block, {
    names: ['source_address_prefix', 'source_address_prefixes'],
    ports: ['destination_port_range', 'destination_port_ranges'],
    key: said('name'),
  });
}
