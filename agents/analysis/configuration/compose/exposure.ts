import { isTrue, placeOf, scalarsOf, valueOf } from '../yaml/yaml-node.ts';
import type { Fault } from '../configuration-rule.ts';
import { isPlaceholder, namesCredential } from '../secret-names.ts';
import { literalSecretText, tlsOffText } from '../shared-texts.ts';
import { isUnverifiedVariable } from '../shell/unverified-variable.ts';
import { type ComposeFile, mountsOf, portsOf, type Service, variablesOf } from './compose-file.ts';
import { defineComposeRule } from './define.ts';

/** Ports of databases, caches and daemons that expect to stand behind a wall. */
export const inwardPorts: ReadonlyMap<number, string> = new Map([
  [5432, 'PostgreSQL'],
  [3306, 'MySQL'],
  [1433, 'SQL Server'],
  [1521, 'Oracle'],
  [6379, 'Redis'],
  [27017, 'MongoDB'],
  [9200, 'Elasticsearch'],
  [9300, 'Elasticsearch'],
  [11211, 'Memcached'],
  [5984, 'CouchDB'],
  [9042, 'Cassandra'],
  [2375, 'the Docker daemon'],
  [2379, 'etcd'],
  [8086, 'InfluxDB'],
  [7687, 'Neo4j'],
  [26257, 'CockroachDB'],
  [2181, 'ZooKeeper'],
  [9092, 'Kafka'],
  [5672, 'RabbitMQ'],
]);

export const publishedDatabase = defineComposeRule({
  id: 'configuration/compose-published-port',
  title: '{sink} is open to every network of the host',
  cwe: 'CWE-668',
  severity: 'medium',
  confidence: 0.8,
  why: 'Docker publishes on all addresses and past the host’s firewall: whoever reaches the machine reaches the service, and tries passwords or finds that none is asked.',
  instead: 'Drop the port, containers of one network reach each other without, or bind it to 127.0.0.1.',
  example: `ports:
  - "127.0.0.1:5432:5432"`,
  *find(file): Iterable<Fault> {
    if (file.isLocal) return;
    for (const { name, node } of file.services) {
      for (const port of portsOf(node)) {
        if (!/^(0\.0\.0\.0|\[?::\]?)?$/.test(port.hostAddress)) continue;
        const [first = 0, last = first] = port.container.split('-').map(Number);
        const hit = [...inwardPorts].find(([number]) => first <= number && number <= last);
        if (hit === undefined) continue;
        yield {
          ...placeOf(port.node),
          identity: `${name} ${hit[0]}`,
          sink: hit[1],
          ...(hit[0] === 2375 ? { severity: 'high' } : isDeveloped(file) ? { severity: 'low' } : {}),
        };
      }
    }
  },
});

/** The project's own folder is mounted: somebody works on it here. */
function isDeveloped({ services }: ComposeFile): boolean {
  return services.some(({ node }) => mountsOf(node).some(({ source }) => /^\.\/?$/.test(source)));
}

export const hostMount = defineComposeRule({
  id: 'configuration/compose-host-mount',
  title: 'The container `{sink}` gets the host’s `{source}`',
  cwe: 'CWE-668',
  severity: 'medium',
  confidence: 0.85,
  why: 'Whoever takes over the process reads the host’s accounts, keys and settings there, and where it may write, changes them.',
  instead: 'Mount the one file or folder that is needed, read-only, or a named volume.',
  example: `volumes:
  - ./config/app.yml:/etc/app/app.yml:ro`,
  *find({ services, isLocal }): Iterable<Fault> {
    for (const { name, node, image } of services) {
      for (const mount of mountsOf(node)) {
        const source = mount.source.replace(/(.)\/+$/, '$1');
        if (!sensitiveFolder.test(source)) continue;
        if (
          (mount.isReadOnly && measuresHost.test(`${image} ${name}`)) ||
          (isLocal && /^(~|\$)/.test(source))
        )
          continue;
        yield {
          ...placeOf(mount.node),
          identity: `${name} ${source}`,
          sink: name,
          source,
          ...(/^(\/|\/root|\/etc)$/.test(source) && !mount.isReadOnly ? { severity: 'high' } : {}),
        };
      }
    }
  },
});

const sensitiveFolder =
  /^(\/|\/(etc|proc|root|sys|boot|dev|home|usr|var|bin|sbin|lib|run|var\/run|var\/lib\/docker|var\/lib\/kubelet|var\/lib\/containers|etc\/(shadow|passwd|sudoers(\.d)?|ssh|kubernetes|docker|cron\.d|systemd(\/.*)?))|(~|\/root|\$\{?HOME\}?)\/\.(ssh|aws|kube|gnupg|docker|config\/gcloud)(\/.*)?)$/;
const measuresHost =
  /node[-_]?exporter|cadvisor|datadog|telegraf|netdata|prom(tail|etheus)|alloy|fluent|filebeat|metricbeat|vector|glances|otel|opentelemetry|newrelic|zabbix|sysdig|falco|process[-_]?exporter|beszel|scrutiny|crowdsec|grafana-agent|dashdot/;

export const literalSecret = defineComposeRule({
  ...literalSecretText,
  confidence: 0.8,
  example: `services:
  db:
    environment:
      POSTGRES_PASSWORD_FILE: /run/secrets/db_password
    secrets: [db_password]`,
  *find({ services, isLocal }): Iterable<Fault> {
    if (isLocal) return;
    for (const { name, node } of services) {
      for (const variable of variablesOf(node)) {
        if (!namesCredential(variable.name) || variable.value === '' || isPlaceholder(variable.value))
          continue;
        yield { ...placeOf(variable.entry), identity: `${name} ${variable.name}`, sink: variable.name };
      }
    }
  },
});

const openDoors: readonly (readonly [RegExp, RegExp])[] = [
  [/^POSTGRES_HOST_AUTH_METHOD$/, /^trust$/i],
  [/^(MYSQL|MARIADB)_ALLOW_EMPTY(_ROOT)?_PASSWORD$/, /^(yes|true|1)$/i],
  [/^ALLOW_(EMPTY_PASSWORD|ANONYMOUS_LOGIN|PLAINTEXT_LISTENER)$/, /^(yes|true|1)$/i],
  [/^xpack\.security\.enabled$/, /^false$/i],
  [/^(DISABLE_SECURITY_PLUGIN|plugins\.security\.disabled)$/, /^true$/i],
  [/^NEO4J_AUTH$/, /^none$/i],
  [/^GF_AUTH_ANONYMOUS_ENABLED$/, /^true$/i],
  [/^(AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED)$/, /^true$/i],
  [/^DOCKER_TLS_CERTDIR$/, /^$/],
];

export const noAuthentication = defineComposeRule({
  id: 'configuration/compose-no-authentication',
  title: '`{sink}` lets everybody in without a password',
  cwe: 'CWE-306',
  severity: 'medium',
  confidence: 0.85,
  why: 'Whoever reaches the service, another container on the same network is enough, reads and changes everything in it.',
  instead: 'Set a password from a secret.',
  example: `environment:
  POSTGRES_PASSWORD_FILE: /run/secrets/db_password`,
  *find(file): Iterable<Fault> {
    if (file.isLocal) return;
    for (const service of file.services) {
      const { name, node } = service;
      const apart = isApart(file, service) ? { severity: 'low' as const } : {};
      for (const variable of variablesOf(node)) {
        const isOpen = openDoors.some(
          ([names, values]) => names.test(variable.name) && values.test(variable.value),
        );
        if (isOpen)
          yield {
            ...placeOf(variable.entry),
            identity: `${name} ${variable.name}`,
            sink: variable.name,
            ...apart,
          };
      }
      for (const item of ['command', 'entrypoint'].flatMap((key) => scalarsOf(valueOf(node, key)))) {
        const match =
          /--protected-mode\s+no\b|--noauth\b|--api\.insecure(=true)?(?=\s|$)|--insecure-listen\S*|-H\s+tcp:\/\/0\.0\.0\.0:2375/.exec(
            item.text,
          );
        if (match !== null) yield { ...placeOf(item), identity: `${name} ${match[0]}`, sink: match[0] };
      }
    }
  },
});

/** On networks without a way out alone, and publishing nothing: containers beside it are all that reach it. */
function isApart({ root }: ComposeFile, { node }: Service): boolean {
  const networks = valueOf(node, 'networks');
  const names =
    networks?.kind === 'map'
      ? networks.entries.map(({ key }) => key)
      : scalarsOf(networks).map(({ text }) => text);
  const isInternal = (name: string) => isTrue(valueOf(root, 'networks', name, 'internal'));
  return names.length > 0 && names.every(isInternal) && portsOf(node).length === 0;
}

export const tlsOff = defineComposeRule({
  ...tlsOffText,
  example: `environment:
  NODE_EXTRA_CA_CERTS: /run/secrets/company-ca.pem`,
  *find({ services }): Iterable<Fault> {
    for (const { name, node } of services)
      for (const variable of variablesOf(node))
        if (isUnverifiedVariable(variable.name, variable.value))
          yield {
            ...placeOf(variable.entry),
            identity: `${name} ${variable.name}`,
            sink: `${variable.name}=${variable.value}`,
          };
  },
});
