import { isTrue, itemsAt, placeOf, scalarsOf, textAt, valueOf } from '../yaml/yaml-node.ts';
import type { Fault } from '../configuration-rule.ts';
import { mountsOf, serviceEntry, type Service } from './compose-file.ts';
import { defineComposeRule } from './define.ts';

export const privileged = defineComposeRule({
  id: 'configuration/compose-privileged',
  title: 'The container `{sink}` may do everything that the host may',
  cwe: 'CWE-250',
  severity: 'high',
  confidence: 0.95,
  why: 'A privileged container sees all devices and keeps all rights of the kernel: whoever takes over its process mounts the host’s disk, and owns the machine.',
  instead: 'Leave it out, and give single devices or capabilities where something fails without.',
  example: `services:
  app:
    cap_drop: [ALL]
    devices: ["/dev/ttyUSB0:/dev/ttyUSB0"]`,
  *find({ services, isLocal }): Iterable<Fault> {
    for (const service of services) {
      const entry = serviceEntry(service, 'privileged');
      if (entry === undefined || !isTrue(entry.value)) continue;
      yield {
        ...placeOf(entry),
        identity: service.name,
        sink: service.name,
        ...(isLocal || /\bdind\b/.test(service.image) ? { severity: 'medium' } : {}),
      };
    }
  },
});

export const dockerSocket = defineComposeRule({
  id: 'configuration/compose-docker-socket',
  title: 'The container `{sink}` commands the Docker daemon',
  cwe: 'CWE-250',
  severity: 'high',
  confidence: 0.9,
  why: 'Whoever takes over its process starts a container with the host’s disk in it: the socket is root on the host, read-only mounts of it too.',
  instead: 'Put a proxy in front that lets through the few calls that are needed, or do without.',
  example: `services:
  socket-proxy:
    image: tecnativa/docker-socket-proxy:0.3
    environment: { CONTAINERS: 1 }`,
  *find({ services, isLocal }): Iterable<Fault> {
    for (const service of services) {
      if (/socket-?proxy/.test(`${service.image} ${service.name}`)) continue;
      for (const { source, node } of mountsOf(service.node)) {
        if (!/(docker|containerd|podman|crio)\.sock\b/.test(source)) continue;
        const isExpected =
          isLocal ||
          /traefik|portainer|watchtower|dozzle|nginx-proxy|docker-gen|autoheal|ouroboros|diun/.test(
            service.image,
          );
        yield {
          ...placeOf(node),
          identity: service.name,
          sink: service.name,
          ...(isExpected ? { severity: 'medium' } : {}),
        };
      }
    }
  },
});

export const hostNamespace = defineComposeRule({
  id: 'configuration/compose-host-namespace',
  title: 'The container `{sink}` shares a namespace with the host: {source}',
  cwe: 'CWE-653',
  severity: 'medium',
  confidence: 0.85,
  why: 'Whoever takes over its process reaches services that listen on the host alone, sees its processes with their environment, or its shared memory.',
  instead: 'Use a network of the project, and publish the ports that are needed.',
  example: `services:
  app:
    networks: [backend]
    ports: ["127.0.0.1:8080:8080"]`,
  *find({ services, isLocal }): Iterable<Fault> {
    if (isLocal) return;
    for (const service of services) {
      for (const key of ['network_mode', 'pid', 'ipc', 'userns_mode', 'uts', 'cgroup']) {
        const entry = serviceEntry(service, key);
        if (entry === undefined || textAt(entry.value) !== 'host') continue;
        yield {
          ...placeOf(entry),
          identity: `${service.name} ${key}`,
          sink: service.name,
          source: key,
          ...(key === 'network_mode' && needsHostNetwork.test(service.image) ? { severity: 'low' } : {}),
        };
      }
    }
  },
});

/** They find devices of the local network by broadcast, or measure the host. */
const needsHostNetwork =
  /home-?assistant|node-exporter|homebridge|plex|jellyfin|pihole|adguard|mdns|avahi|netdata|tailscale|keepalived/;

export const capabilities = defineComposeRule({
  id: 'configuration/compose-capabilities',
  title: 'The container `{sink}` gets the kernel right {source}',
  cwe: 'CWE-250',
  severity: 'medium',
  confidence: 0.85,
  why: 'With such a right, whoever takes over the process can mount file systems, look into other processes or load code into the kernel, and leave the container.',
  instead: 'Drop all, and add the narrow ones that the program asks for.',
  example: `services:
  app:
    cap_drop: [ALL]
    cap_add: [NET_BIND_SERVICE]`,
  *find({ services, isLocal }): Iterable<Fault> {
    for (const service of services) {
      for (const item of scalarsOf(valueOf(service.node, 'cap_add'))) {
        const name = item.text.toUpperCase().replace(/^CAP_/, '');
        if (!strongRights.test(name) || isExpected(service, name) || (isLocal && name === 'SYS_PTRACE'))
          continue;
        yield {
          ...placeOf(item),
          identity: `${service.name} ${name}`,
          sink: service.name,
          source: name,
          ...(/^(ALL|SYS_ADMIN|SYS_MODULE)$/.test(name) ? { severity: 'high' } : {}),
        };
      }
    }
  },
});

export const strongRights =
  /^(ALL|SYS_ADMIN|NET_ADMIN|SYS_PTRACE|SYS_MODULE|SYS_RAWIO|DAC_READ_SEARCH|BPF|PERFMON|SYS_BOOT|MAC_ADMIN|SYSLOG|SYS_TIME)$/;

/** Programs whose work is the network itself. */
function isExpected({ image, name }: Service, right: string): boolean {
  return (
    right === 'NET_ADMIN' &&
    /wireguard|wg-easy|openvpn|gluetun|tailscale|pihole|pi-hole|dnsmasq|vpn|keepalived|fail2ban|crowdsec|netbird|zerotier|strongswan/i.test(
      `${image} ${name}`,
    )
  );
}

export const unconfined = defineComposeRule({
  id: 'configuration/compose-unconfined',
  title: 'The container `{sink}` runs without {source}',
  cwe: 'CWE-693',
  severity: 'medium',
  confidence: 0.9,
  why: 'The profile that keeps a container from rare and dangerous calls of the kernel is off: a hole in the kernel is one step closer.',
  instead: 'Leave the default profile, or give one that allows what is missing.',
  example: `services:
  app:
    security_opt: ["no-new-privileges:true"]`,
  *find({ services, isLocal }): Iterable<Fault> {
    for (const service of services) {
      for (const item of scalarsOf(valueOf(service.node, 'security_opt'))) {
        const match = /^(seccomp|apparmor|systempaths)\s*[:=]\s*unconfined$|^(label)\s*[:=]\s*disable$/.exec(
          item.text,
        );
        if (match === null || isLocal) continue;
        const what = match[1] ?? match[2] ?? '';
        yield { ...placeOf(item), identity: `${service.name} ${what}`, sink: service.name, source: what };
      }
      const isOff = scalarsOf(valueOf(service.node, 'security_opt')).find(({ text }) =>
        /^no-new-privileges\s*[:=]\s*false$/.test(text),
      );
      if (isOff !== undefined)
        yield {
          ...placeOf(isOff),
          identity: `${service.name} no-new-privileges`,
          sink: service.name,
          source: 'no-new-privileges',
        };
    }
  },
});

export const hardening = defineComposeRule({
  id: 'configuration/compose-hardening',
  title: 'The container `{sink}` is no longer held back',
  guardTitle: 'The change removes `{sink}`, which held the container back',
  cwe: 'CWE-693',
  severity: 'medium',
  confidence: 0.8,
  why: 'Whoever takes over the process can now do what this line kept from them: write programs, gain rights, or reach further.',
  instead: 'Keep the line, or say in the change why the program cannot work with it.',
  example: `services:
  app:
    read_only: true
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]`,
  *guards({ services, root }) {
    for (const service of services) {
      const subject = `service:${service.name}`;
      for (const { item, name, at } of protections(service))
        yield { at, identity: `${service.name} ${name}`, subject, sink: item };
    }
    const networks = valueOf(root, 'networks');
    for (const { key, value } of networks?.kind === 'map' ? networks.entries : []) {
      const entry = value.kind === 'map' ? value.entries.find((one) => one.key === 'internal') : undefined;
      if (entry !== undefined && isTrue(entry.value))
        yield {
          at: entry.at,
          identity: `${key} internal`,
          subject: `network:${key}`,
          sink: 'internal: true',
        };
    }
  },
});

function* protections(service: Service) {
  const readOnly = serviceEntry(service, 'read_only');
  if (readOnly !== undefined && isTrue(readOnly.value))
    yield { item: 'read_only: true', name: 'read_only', at: readOnly.at };
  const dropped = serviceEntry(service, 'cap_drop');
  if (dropped !== undefined && itemsAt(dropped.value).length > 0)
    yield { item: 'cap_drop', name: 'cap_drop', at: { start: dropped.keyAt.start, end: dropped.at.end } };
  const user = serviceEntry(service, 'user');
  if (user?.value.kind === 'scalar' && !/^(root|0)(:|$)/.test(user.value.text))
    yield { item: `user: ${user.value.text}`, name: 'user', at: user.at };
  for (const item of scalarsOf(valueOf(service.node, 'security_opt'))) {
    if (/^no-new-privileges(\s*[:=]\s*true)?$/.test(item.text))
      yield { item: 'no-new-privileges', name: 'no-new-privileges', at: item };
  }
}
