import { holdConfigurationCases } from '../configuration-cases.ts';

const image = (steps: string) => `FROM debian:12.11-slim\n${steps}\nUSER 10001\nCMD ["/app"]\n`;

holdConfigurationCases('Dockerfile', {
  'configuration/docker-base-unpinned': {
    faulty: [
      'FROM node\nUSER node\n',
      'FROM node:latest AS build\nRUN npm ci\nFROM gcr.io/distroless/nodejs22:nonroot\nCOPY --from=build /a /a\n',
      'FROM --platform=$BUILDPLATFORM registry.example.com:5000/team/base\nUSER 1\n',
      'ARG TAG=latest\nFROM python:${TAG}\nUSER 1\n',
    ],
    safe: [
      'FROM node:24.4-slim\nUSER node\n',
      'ARG VERSION\nFROM node:${VERSION}\nUSER node\n',
      'ARG BASE=node:24\nFROM ${BASE}\nUSER node\n',
      'FROM node:24 AS build\nRUN npm ci\nFROM build AS test\nUSER node\nFROM scratch\nCOPY --from=build /a /a\n',
      'FROM node@sha256:' + 'a'.repeat(64) + '\nUSER node\n',
      'ARG KIND=slim\nFROM node:24 AS run-slim\nFROM run-${KIND} AS run\nUSER node\n',
      'FROM BASEIMAGE\nUSER 1\n',
      'FROM registry.example.com/TEAM_BASE AS run\nUSER 1\n',
    ],
    removed: [[`FROM node:24@sha256:${'a'.repeat(64)}\nUSER node\n`, 'FROM node:24\nUSER node\n']],
    kept: [['FROM node:latest\nUSER node\n', 'FROM node:latest\nRUN npm ci\nUSER node\n']],
  },
  'configuration/docker-root-user': {
    faulty: [
      'FROM node:24\nUSER node\nRUN npm ci\nUSER root\nCMD ["node", "x.js"]\n',
      'FROM node:24\nUSER 0:0\n',
      'FROM python:3.13-slim\nCOPY . /app\nCMD ["python", "app.py"]\n',
      'FROM debian:12\nCOPY server /\nEXPOSE 8080\nCMD ["/server"]\n',
    ],
    safe: [
      'FROM node:24\nUSER root\nRUN apt-get update\nUSER node\nCMD ["node"]\n',
      'FROM gcr.io/distroless/static-debian12\nCOPY app /\nENTRYPOINT ["/app"]\n',
      'FROM golang:1.24 AS build\nUSER root\nRUN go build\nFROM gcr.io/distroless/static:nonroot\nCOPY --from=build /app /\nCMD ["/app"]\n',
      'FROM node:24 AS base\nUSER node\nFROM base\nCMD ["node"]\n',
      'FROM postgres:17\nCOPY init.sql /docker-entrypoint-initdb.d/\n',
      'FROM node:24\nRUN npm ci && npm run build\n',
      'ARG BASE\nFROM ${BASE}\nCMD ["x"]\n',
      // A tool, and a shell that waits for somebody who types.
      'FROM alpine:3.22\nRUN apk add make\nENTRYPOINT ["make"]\n',
      'FROM node:24\nCMD ["bash"]\n',
    ],
    removed: [['FROM node:24\nUSER node\nCMD ["node"]\n', 'FROM node:24\nCMD ["node"]\n']],
  },
  'configuration/docker-add-url': {
    faulty: [image('ADD https://example.com/tool.tgz /tmp/'), image('ADD ["http://example.com/a", "/a"]')],
    safe: [
      image(`ADD --checksum=sha256:${'0'.repeat(64)} https://example.com/tool.tgz /tmp/`),
      image('ADD app.tar.gz /app'),
      image(`ADD https://github.com/a/b.git#${'0'.repeat(40)} /src`),
    ],
  },
  'configuration/docker-secret-in-image': {
    faulty: [
      image('ENV API_KEY=abc123def456'),
      image('ENV HOME=/app \\\n    DB_PASSWORD="hunter2 hunter2"'),
      image('ARG NPM_TOKEN\nRUN npm ci'),
      image('ENV SECRET_KEY abc123'),
      image("RUN echo 'root:letmein' | chpasswd"),
    ],
    safe: [
      image('RUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci'),
      image('ENV DB_PASSWORD_FILE=/run/secrets/db'),
      image('ENV SECRET_KEY_BASE=dummy'),
      image('ENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D PYTHON_VERSION=3.13.0'),
      image('ARG VERSION=1.2.3'),
      image('ENV NEXT_PUBLIC_API_KEY=abc'),
    ],
  },
  'configuration/docker-copied-secret': {
    faulty: [
      image('COPY .env /app/.env'),
      image('COPY --chown=app id_rsa /root/.ssh/id_rsa'),
      image('COPY ["certs/server.key", "/etc/ssl/"]'),
      image('ADD .aws /root/.aws'),
    ],
    safe: [
      image('COPY .env.example /app/'),
      image('COPY ca.pem /etc/ssl/'),
      image('COPY --from=build /app/.env.sample /app/'),
      image('COPY src/ package.json /app/'),
    ],
  },
  'configuration/docker-world-writable': {
    faulty: [
      image('RUN chmod -R 777 /app'),
      image('RUN mkdir /x && chmod a+rwx /x'),
      image('COPY --chmod=0777 a /a'),
    ],
    safe: [
      image('RUN chmod 755 /app && chmod +x /run.sh'),
      image('RUN chmod 1777 /tmp'),
      image('COPY --chmod=755 a /a'),
    ],
  },
  'configuration/docker-unverified-packages': {
    faulty: [
      image('RUN apt-get install -y --allow-unauthenticated foo'),
      image('RUN echo "deb [trusted=yes] http://example.com ./" > /etc/apt/sources.list.d/x.list'),
      image('RUN apk add --allow-untrusted x.apk'),
      image('RUN <<EOF\napt-get update\napt-get install --force-yes x\nEOF'),
    ],
    safe: [image('RUN apt-get install -y foo=1.2'), image('RUN apk add --no-cache foo')],
  },
  'configuration/remote-script': {
    faulty: [
      image('RUN apt-get update && \\\n    # the installer\n    curl -fsSL https://example.com/i.sh | bash'),
      image('RUN <<EOF\ncurl -fsSL https://example.com/i.sh | sh\nEOF'),
    ],
    safe: [
      image('RUN curl -fsSL https://example.com/k.asc | gpg --dearmor > /k'),
      image('RUN curl https://example.com/a.tgz | tar xz'),
    ],
  },
  'configuration/tls-verification-off': {
    faulty: [
      image('RUN curl -k https://example.com/a -o a'),
      image('ENV NODE_TLS_REJECT_UNAUTHORIZED=0'),
      image('RUN pip install --trusted-host pypi.example.com x'),
      image('RUN npm config set strict-ssl false && npm ci'),
    ],
    safe: [image('RUN curl --fail https://example.com/a -o k'), image('ENV NODE_ENV=production')],
  },
});
