import type { QualityCase } from '../../quality-case.ts';
import { changesOf } from '../../changed-file.ts';

const dockerfile = `# syntax=docker/dockerfile:1
FROM node:24.4-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24.4-bookworm-slim
ENV NODE_ENV=production PORT=3000
WORKDIR /app
RUN apt-get update \\
    && apt-get install --yes --no-install-recommends tini=0.19.0-1+b3 \\
    && rm -rf /var/lib/apt/lists/*
COPY --from=build --chown=node:node /src/dist ./dist
COPY --from=build --chown=node:node /src/node_modules ./node_modules
USER node
EXPOSE 3000
ENTRYPOINT ["tini", "--"]
CMD ["node", "dist/server.js"]
`;

const compose = `name: shop
services:
  web:
    image: ghcr.io/acme/shop-web:3.8.1
    restart: unless-stopped
    read_only: true
    tmpfs: [/tmp]
    security_opt:
      - no-new-privileges:true
    environment:
      DATABASE_HOST: db
      DATABASE_PASSWORD_FILE: /run/secrets/db_password
    secrets: [db_password]
    ports:
      - "127.0.0.1:8080:3000"
    networks: [front, back]
  db:
    image: postgres:17.5
    restart: unless-stopped
    environment:
      POSTGRES_USER: shop
      POSTGRES_PASSWORD_FILE: /run/secrets/db_password
    secrets: [db_password]
    volumes:
      - db-data:/var/lib/postgresql/data
    networks: [back]

networks:
  front:
  back:
    internal: true

volumes:
  db-data:

secrets:
  db_password:
    file: ./secrets/db_password.txt
`;

export const cases: readonly QualityCase[] = [
  ...changesOf({ family: 'dockerfile', language: 'dockerfile', path: 'Dockerfile', base: dockerfile }, [
    {
      what: 'floating-runtime-image',
      replaces: 'FROM node:24.4-bookworm-slim\nENV',
      faulty: 'FROM node:latest\nENV',
      safe: 'FROM node:24.5-bookworm-slim\nENV',
      at: 'node:latest',
    },
    {
      what: 'back-to-root',
      replaces: 'USER node\nEXPOSE 3000\n',
      faulty: 'USER root\nEXPOSE 80\n',
      safe: 'USER 1000:1000\nEXPOSE 3000\n',
      at: 'USER root',
    },
    {
      what: 'user-dropped',
      replaces: 'USER node\n',
      faulty: '',
      safe: 'USER node:node\n',
      at: 'USER node',
      side: 'old',
    },
    {
      what: 'token-as-argument',
      replaces: 'RUN --mount=type=cache,target=/root/.npm npm ci\n',
      faulty: 'ARG NPM_TOKEN\nRUN npm config set //npm.acme.example/:_authToken "$NPM_TOKEN" && npm ci\n',
      safe: 'RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci\n',
      at: 'ARG NPM_TOKEN',
    },
    {
      what: 'password-in-the-environment',
      replaces: 'ENV NODE_ENV=production PORT=3000\n',
      faulty: 'ENV NODE_ENV=production PORT=3000 REDIS_PASSWORD=correct-horse-7\n',
      safe: 'ENV NODE_ENV=production PORT=3000 REDIS_PASSWORD_FILE=/run/secrets/redis\n',
      at: 'REDIS_PASSWORD',
    },
    {
      what: 'settings-file-with-secrets',
      replaces: 'USER node\n',
      faulty: 'COPY --chown=node:node .env.production ./.env\nUSER node\n',
      safe: 'COPY --chown=node:node config/production.json ./config.json\nUSER node\n',
      at: '.env.production',
    },
    {
      what: 'fetched-binary',
      replaces: 'USER node\n',
      faulty:
        'ADD https://github.com/acme/probe/releases/download/v1.2.0/probe /usr/local/bin/probe\nUSER node\n',
      safe: `ADD --checksum=sha256:${'3f'.repeat(32)} https://github.com/acme/probe/releases/download/v1.2.0/probe /usr/local/bin/probe\nUSER node\n`,
      at: 'ADD ',
    },
    {
      what: 'everybody-may-write',
      replaces: 'USER node\n',
      faulty: 'RUN mkdir -p /app/uploads && chmod -R 777 /app/uploads\nUSER node\n',
      safe: 'RUN install --directory --owner=node --mode=750 /app/uploads\nUSER node\n',
      at: 'chmod -R 777',
    },
    {
      what: 'piped-installer',
      replaces: 'RUN apt-get update \\\n',
      faulty:
        'RUN apt-get update && apt-get install -y curl \\\n    && curl -sL https://deb.example.com/setup | bash - \\\n',
      safe: 'RUN apt-get update && apt-get install -y ca-certificates \\\n',
      at: '| bash -',
    },
    {
      what: 'unchecked-certificate',
      replaces: 'USER node\n',
      faulty: 'RUN wget --no-check-certificate -O /app/geo.db https://data.acme.example/geo.db\nUSER node\n',
      safe: 'RUN wget -O /app/geo.db https://data.acme.example/geo.db\nUSER node\n',
      at: '--no-check-certificate',
    },
  ]),
  ...changesOf({ family: 'compose', language: 'compose', path: 'deploy/compose.yaml', base: compose }, [
    {
      what: 'privileged-web',
      replaces: '    tmpfs: [/tmp]\n',
      faulty: '    tmpfs: [/tmp]\n    privileged: true\n',
      safe: '    tmpfs: [/tmp]\n    cap_drop: [ALL]\n',
      at: 'privileged',
    },
    {
      what: 'database-on-every-address',
      replaces: '      - db-data:/var/lib/postgresql/data\n',
      faulty: '      - db-data:/var/lib/postgresql/data\n    ports:\n      - "5432:5432"\n',
      safe: '      - db-data:/var/lib/postgresql/data\n    ports:\n      - "127.0.0.1:5432:5432"\n',
      at: '5432:5432',
    },
    {
      what: 'password-in-plain-text',
      replaces: '      POSTGRES_PASSWORD_FILE: /run/secrets/db_password\n',
      faulty: '      POSTGRES_PASSWORD: sh0p-2026\n',
      safe: '      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set it in .env}\n',
      at: 'sh0p-2026',
    },
    {
      what: 'commands-the-daemon',
      replaces: '    networks: [front, back]\n',
      faulty:
        '    networks: [front, back]\n    volumes:\n      - type: bind\n        source: /var/run/docker.sock\n        target: /var/run/docker.sock\n',
      safe: '    networks: [front, back]\n    volumes:\n      - type: bind\n        source: ./themes\n        target: /app/themes\n        read_only: true\n',
      at: 'source: /var/run/docker.sock',
    },
    {
      what: 'trusts-everybody',
      replaces: '      POSTGRES_USER: shop\n',
      faulty: '      POSTGRES_USER: shop\n      POSTGRES_HOST_AUTH_METHOD: trust\n',
      safe: '      POSTGRES_USER: shop\n      POSTGRES_INITDB_ARGS: --data-checksums\n',
      at: 'trust',
    },
    {
      what: 'network-of-the-host',
      replaces: '    networks: [front, back]\n',
      faulty: '    network_mode: host\n',
      safe: '    networks:\n      front:\n      back:\n        aliases: [shop]\n',
      at: 'network_mode',
    },
    {
      what: 'writable-again',
      replaces: '    read_only: true\n',
      faulty: '',
      safe: '    read_only: true\n    init: true\n',
      at: 'read_only: true',
      side: 'old',
    },
    {
      what: 'may-gain-rights',
      replaces: '    security_opt:\n      - no-new-privileges:true\n',
      faulty: '    security_opt:\n      - seccomp:unconfined\n',
      safe: '    security_opt:\n      - no-new-privileges:true\n      - seccomp:./seccomp.json\n',
      at: 'seccomp',
    },
    {
      what: 'network-that-leads-outside',
      replaces: '  back:\n    internal: true\n',
      faulty: '  back:\n',
      safe: '  back:\n    internal: true\n    driver: bridge\n',
      at: 'internal: true',
      side: 'old',
    },
  ]),
];
