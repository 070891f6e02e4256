import { holdConfigurationCases } from '../configuration-cases.ts';

const job = (...lines: readonly string[]) =>
  `build:\n  stage: build\n${lines.map((line) => `  ${line}\n`).join('')}`;

holdConfigurationCases('.gitlab-ci.yml', {
  'configuration/gitlab-script-injection': {
    faulty: [
      job('script:', '  - eval "echo $CI_COMMIT_MESSAGE"'),
      job('script:', '  - bash -c "./tag.sh $CI_COMMIT_REF_NAME"'),
      job('script:', '  - ssh deploy@host "release ${CI_MERGE_REQUEST_TITLE}"'),
    ],
    safe: [
      job('script:', '  - ./tag.sh "$CI_COMMIT_TITLE"'),
      job('script:', '  - echo $CI_COMMIT_MESSAGE'),
      job(`script:`, `  - bash -c './tag.sh "$CI_COMMIT_TITLE"'`),
      job('script:', '  - bash -c "./tag.sh $CI_COMMIT_SHA"'),
    ],
  },
  'configuration/gitlab-remote-include': {
    faulty: [
      `include:\n  - remote: https://ci.example.com/build.yml\n`,
      `include: https://ci.example.com/build.yml\n`,
      `include:\n  - project: acme/pipelines\n    file: /build.yml\n`,
    ],
    safe: [
      `include:\n  - local: /ci/build.yml\n  - template: Jobs/Build.gitlab-ci.yml\n`,
      `include:\n  - project: acme/pipelines\n    ref: v1.2.0\n    file: /build.yml\n`,
      `include:\n  - remote: https://ci.example.com/build.yml\n    integrity: sha256-L3/GAoKaw0Arw6hDCKeKQlV1QPEgHYxGBHsH4zG1IY8=\n`,
    ],
  },
  'configuration/gitlab-debug-trace': {
    faulty: [
      `variables:\n  CI_DEBUG_TRACE: "true"\n`,
      job('variables: {CI_DEBUG_SERVICES: "1"}', 'script: [make]'),
    ],
    safe: [`variables:\n  CI_DEBUG_TRACE: "false"\n`],
  },
  'configuration/literal-secret': {
    faulty: [
      `variables:\n  DEPLOY_TOKEN: hunter2abc\n`,
      job('variables:', '  API_PASSWORD: {value: hunter2abc, description: x}', 'script: [make]'),
    ],
    safe: [
      `variables:\n  DEPLOY_TOKEN: $VAULT_TOKEN\n  TOKEN_TTL: "60"\n`,
      job('services: [postgres:17]', 'variables: {POSTGRES_PASSWORD: postgres}', 'script: [make test]'),
    ],
  },
  'configuration/tls-verification-off': {
    faulty: [
      `variables:\n  GIT_SSL_NO_VERIFY: "true"\n`,
      job('script:', '  - curl -k https://host/a'),
      `variables:\n  DOCKER_TLS_CERTDIR: ""\n`,
    ],
    safe: [`variables:\n  DOCKER_TLS_CERTDIR: /certs\n`, job('script:', '  - curl -fsS https://host/a')],
  },
  'configuration/remote-script': {
    faulty: [job('before_script:', '  - curl -s https://example.com/install.sh | bash')],
    safe: [job('before_script:', '  - curl -fsSLo tool.tgz https://example.com/tool.tgz')],
  },
  'configuration/gitlab-unpinned-image': {
    faulty: [
      `image: node:latest\n${job('script: [make]')}`,
      job('image: {name: alpine:latest}', 'script: [make]'),
    ],
    safe: [
      `image: node:24\n${job('script: [make]')}`,
      job('image: $CI_REGISTRY_IMAGE:latest', 'script: [make]'),
    ],
  },
  'configuration/gitlab-ignored-scan': {
    faulty: [`secret_detection:\n  script: [gitleaks]\n  allow_failure: true\n`],
    safe: [`secret_detection:\n  script: [gitleaks]\n`, job('script: [make]', 'allow_failure: true')],
    removed: [
      [`${job('script: [make]')}sast:\n  script: [semgrep]\n`, job('script: [make]')],
      [
        `include:\n  - template: Jobs/Build.gitlab-ci.yml\n  - template: Security/SAST.gitlab-ci.yml\n`,
        `include:\n  - template: Jobs/Build.gitlab-ci.yml\n`,
      ],
    ],
    kept: [[`sast:\n  script: [semgrep]\n`, `sast:\n  script: [semgrep, --error]\n`]],
  },
});
