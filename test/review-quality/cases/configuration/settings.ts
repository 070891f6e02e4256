import { changesOf } from '../../changed-file.ts';
import type { QualityCase } from '../../quality-case.ts';

const pipeline = `include:
  - template: Jobs/Secret-Detection.gitlab-ci.yml
  - project: acme/pipelines
    ref: v4.1.0
    file: /node.yml

stages: [test, build, deploy]

variables:
  NODE_ENV: test
  DEPLOY_HOST: shop.internal

default:
  image: node:24.4-bookworm-slim
  interruptible: true

unit:
  stage: test
  services: [postgres:17.5]
  variables:
    POSTGRES_PASSWORD: postgres
  script:
    - npm ci
    - npm test

dependency_audit:
  stage: test
  script:
    - npm audit --audit-level=high

tag:
  stage: build
  script:
    - ./scripts/tag.sh -- "$CI_COMMIT_TITLE"
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH

deploy:
  stage: deploy
  before_script:
    - curl -fsSLo deploy.tgz https://tools.internal/deploy-2.3.1.tgz
    - echo "$DEPLOY_SHA256  deploy.tgz" | sha256sum --check
  script:
    - ./deploy.sh "$DEPLOY_HOST"
  environment: production
`;

const spring = `spring:
  application:
    name: shop
  datasource:
    url: jdbc:postgresql://db.internal:5432/shop?sslmode=verify-full
    username: shop
    password: \${SHOP_DB_PASSWORD}
  jpa:
    open-in-view: false

server:
  port: 8443
  error:
    include-message: never
    include-stacktrace: never
  servlet:
    session:
      timeout: 30m
      cookie:
        http-only: true
        secure: true

management:
  endpoints:
    web:
      exposure:
        include: health, info, prometheus
  endpoint:
    health:
      show-details: when-authorized
`;

const values = `replicaCount: 3

image:
  repository: registry.internal/shop
  tag: 4.18.2

podSecurityContext:
  runAsNonRoot: true
  runAsUser: 10001
  fsGroup: 10001

containerSecurityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true

networkPolicy:
  enabled: true

resources:
  limits:
    memory: 512Mi
`;

export const cases: readonly QualityCase[] = [
  ...changesOf({ family: 'gitlab-ci', language: 'yaml', path: '.gitlab-ci.yml', base: pipeline }, [
    {
      what: 'title-read-by-a-shell',
      replaces: './scripts/tag.sh -- "$CI_COMMIT_TITLE"',
      faulty: 'bash -c "./scripts/tag.sh $CI_COMMIT_TITLE"',
      safe: './scripts/tag.sh --short -- "$CI_COMMIT_TITLE"',
      at: 'bash -c',
    },
    {
      what: 'scan-without-a-say',
      replaces: '    - npm audit --audit-level=high\n',
      faulty: '    - npm audit --audit-level=high\n  allow_failure: true\n',
      safe: '    - npm audit --audit-level=moderate\n  allow_failure: false\n',
      at: 'allow_failure',
    },
    {
      what: 'secret-detection-gone',
      replaces: '  - template: Jobs/Secret-Detection.gitlab-ci.yml\n',
      faulty: '',
      safe: '  - template: Jobs/Secret-Detection.gitlab-ci.yml\n  - template: Jobs/SAST.gitlab-ci.yml\n',
      at: 'Secret-Detection',
      side: 'old',
    },
    {
      what: 'file-of-elsewhere',
      replaces: '  - project: acme/pipelines\n    ref: v4.1.0\n    file: /node.yml\n',
      faulty: '  - remote: https://raw.ci-files.example/node.yml\n',
      safe: '  - project: acme/pipelines\n    ref: v4.2.0\n    file: /node.yml\n',
      at: 'remote:',
    },
    {
      what: 'installer-piped-to-a-shell',
      replaces:
        '    - curl -fsSLo deploy.tgz https://tools.internal/deploy-2.3.1.tgz\n    - echo "$DEPLOY_SHA256  deploy.tgz" | sha256sum --check\n',
      faulty: '    - curl -fsSL https://tools.internal/install.sh | sh\n',
      safe: '    - curl -fsSLo deploy.tgz https://tools.internal/deploy-2.4.0.tgz\n    - echo "$DEPLOY_SHA256  deploy.tgz" | sha256sum --check\n',
      at: '| sh',
    },
    {
      what: 'every-variable-in-the-log',
      replaces: '  NODE_ENV: test\n',
      faulty: '  NODE_ENV: test\n  CI_DEBUG_TRACE: "true"\n',
      safe: '  NODE_ENV: test\n  LOG_LEVEL: debug\n',
      at: 'CI_DEBUG_TRACE',
    },
  ]),
  ...changesOf(
    { family: 'spring', language: 'yaml', path: 'src/main/resources/application.yml', base: spring },
    [
      {
        what: 'all-endpoints',
        replaces: 'include: health, info, prometheus',
        faulty: 'include: "*"',
        safe: 'include: health, info',
        at: 'include: "*"',
      },
      {
        what: 'stack-traces',
        replaces: 'include-stacktrace: never',
        faulty: 'include-stacktrace: always',
        safe: 'include-stacktrace: on_param',
        at: 'include-stacktrace',
      },
      {
        what: 'cookie-over-http',
        replaces: '        secure: true\n',
        faulty: '        secure: false\n',
        safe: '        secure: true\n        same-site: lax\n',
        at: 'secure: false',
      },
      {
        what: 'database-without-tls',
        replaces: 'sslmode=verify-full',
        faulty: 'sslmode=disable',
        safe: 'sslmode=verify-full&connectTimeout=5',
        at: 'sslmode=disable',
      },
    ],
  ),
  ...changesOf({ family: 'helm', language: 'yaml', path: 'charts/shop/values.yaml', base: values }, [
    {
      what: 'privileged',
      replaces: '  allowPrivilegeEscalation: false\n',
      faulty: '  allowPrivilegeEscalation: false\n  privileged: true\n',
      safe: '  allowPrivilegeEscalation: false\n  capabilities: { drop: [ALL] }\n',
      at: 'privileged: true',
    },
    {
      what: 'network-policy-off',
      replaces: 'networkPolicy:\n  enabled: true',
      faulty: 'networkPolicy:\n  enabled: false',
      safe: 'networkPolicy:\n  enabled: true\n  allowExternal: false',
      at: 'enabled: true',
      side: 'old',
    },
  ]),
];
