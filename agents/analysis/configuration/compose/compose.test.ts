import { holdConfigurationCases } from '../configuration-cases.ts';

const service = (...lines: readonly string[]) =>
  `services:\n  app:\n    image: acme/app:1.2\n${lines.map((line) => `    ${line}\n`).join('')}`;

holdConfigurationCases('deploy/docker-compose.yml', {
  'configuration/compose-privileged': {
    faulty: [
      service('privileged: true'),
      service('privileged: yes'),
      `x-base: &base\n  privileged: true\nservices:\n  app:\n    <<: *base\n    image: a\n`,
      `services: {app: {image: a, privileged: true}}\n`,
    ],
    safe: [service('privileged: false')],
  },
  'configuration/compose-docker-socket': {
    faulty: [
      service('volumes:', '  - /var/run/docker.sock:/var/run/docker.sock:ro'),
      service(
        'volumes:',
        '  - type: bind',
        '    source: /run/docker.sock',
        '    target: /var/run/docker.sock',
      ),
    ],
    safe: [
      `services:\n  socket-proxy:\n    image: tecnativa/docker-socket-proxy:0.3\n    volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]\n`,
      service('volumes: ["data:/data"]'),
    ],
  },
  'configuration/compose-host-namespace': {
    faulty: [service('network_mode: host'), service('pid: "host"'), service('ipc: host')],
    safe: [service('network_mode: bridge'), service('ipc: shareable')],
  },
  'configuration/compose-capabilities': {
    faulty: [
      service('cap_add: [ALL]'),
      service('cap_add:', '  - SYS_ADMIN'),
      service('cap_add: [CAP_NET_ADMIN]'),
    ],
    safe: [
      service('cap_add: [NET_BIND_SERVICE]'),
      `services:\n  vpn:\n    image: linuxserver/wireguard:1\n    cap_add: [NET_ADMIN]\n`,
    ],
  },
  'configuration/compose-unconfined': {
    faulty: [
      service('security_opt: ["seccomp:unconfined"]'),
      service('security_opt:', '  - apparmor=unconfined'),
      service('security_opt: ["no-new-privileges:false"]'),
    ],
    safe: [service('security_opt: ["no-new-privileges:true", "seccomp:./profile.json"]')],
  },
  'configuration/compose-hardening': {
    faulty: [],
    safe: [service('read_only: true')],
    removed: [
      [service('restart: always', 'read_only: true'), service('restart: always')],
      [service('restart: always', 'cap_drop: [ALL]'), service('restart: always')],
      [service('restart: always', 'user: "1000"'), service('restart: always')],
      [service('security_opt:', '  - no-new-privileges:true', 'restart: always'), service('restart: always')],
    ],
    kept: [
      [service('read_only: true', 'restart: always'), service('restart: always', 'read_only: true')],
      [
        `${service('restart: always')}  other:\n    image: b:1\n    read_only: true\n`,
        service('restart: always'),
      ],
    ],
  },
  'configuration/compose-published-port': {
    faulty: [
      service('ports:', '  - "5432:5432"'),
      service('ports: ["0.0.0.0:6379:6379/tcp"]'),
      service('ports:', '  - target: 3306', '    published: 13306'),
      service('ports: ["${PORT:-27017}:27017"]'),
    ],
    safe: [
      service('ports: ["127.0.0.1:5432:5432"]'),
      service('ports: ["8080:80"]'),
      service('expose: ["5432"]'),
      service('ports:', '  - target: 3306', '    host_ip: 127.0.0.1'),
      service('ports: ["${BIND:-127.0.0.1}:5432:5432"]'),
    ],
  },
  'configuration/compose-host-mount': {
    faulty: [
      service('volumes: ["/:/host"]'),
      service('volumes: ["/etc:/host-etc:ro"]'),
      service('volumes:', '  - {type: bind, source: /root, target: /r}'),
      service('volumes: ["~/.ssh:/root/.ssh:ro"]'),
    ],
    safe: [
      service(
        'volumes: ["./etc:/etc/app:ro", "/etc/localtime:/etc/localtime:ro", "data:/var/lib/x", "/srv/app:/data"]',
      ),
      `services:\n  node-exporter:\n    image: prom/node-exporter:v1.9.0\n    volumes: ["/:/rootfs:ro", "/proc:/host/proc:ro"]\n`,
    ],
  },
  'configuration/literal-secret': {
    faulty: [
      service('environment:', '  POSTGRES_PASSWORD: hunter2'),
      service('environment:', '  - API_TOKEN=abc123def'),
      service('environment: {JWT_SECRET: "s3cr3t-value"}'),
    ],
    safe: [
      service('environment:', '  POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?}'),
      service('environment:', '  POSTGRES_PASSWORD_FILE: /run/secrets/db'),
      service('environment:', '  - API_TOKEN'),
      service('environment:', '  TOKEN_TTL: 3600'),
    ],
  },
  'configuration/compose-no-authentication': {
    faulty: [
      service('environment:', '  POSTGRES_HOST_AUTH_METHOD: trust'),
      service('environment:', '  - xpack.security.enabled=false'),
      service('command: redis-server --protected-mode no'),
      service('command: ["--api.insecure=true"]'),
    ],
    safe: [
      service('environment:', '  POSTGRES_HOST_AUTH_METHOD: scram-sha-256'),
      service('command: redis-server --protected-mode yes'),
    ],
  },
  'configuration/tls-verification-off': {
    faulty: [service('environment:', '  NODE_TLS_REJECT_UNAUTHORIZED: 0')],
    safe: [service('environment:', '  NODE_TLS_REJECT_UNAUTHORIZED: 1')],
  },
});
