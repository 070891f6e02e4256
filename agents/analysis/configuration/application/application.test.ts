import { describe, expect, it } from 'vitest';
import { reviewSource } from '../../cases/review-source.ts';
import { holdConfigurationCases } from '../configuration-cases.ts';

holdConfigurationCases('src/main/resources/application.yml', {
  'configuration/spring-management-open': {
    faulty: [
      `management:\n  endpoints:\n    web:\n      exposure:\n        include: "*"\n`,
      `management.endpoints.web.exposure.include: [health, heapdump]\n`,
      `spring:\n  h2:\n    console:\n      enabled: true\n`,
      `management:\n  endpoint:\n    env:\n      show-values: ALWAYS\n`,
    ],
    safe: [
      `management:\n  endpoints:\n    web:\n      exposure:\n        include: health, info, prometheus\n`,
      `spring:\n  h2:\n    console:\n      enabled: false\n`,
    ],
  },
  'configuration/spring-error-details': {
    faulty: [
      `server:\n  error:\n    include-stacktrace: always\n`,
      `server:\n  error:\n    includeException: true\n`,
    ],
    safe: [`server:\n  error:\n    include-stacktrace: never\n`],
  },
  'configuration/spring-session-cookie': {
    faulty: [`server:\n  servlet:\n    session:\n      cookie:\n        http-only: false\n`],
    safe: [`server:\n  servlet:\n    session:\n      cookie:\n        http-only: true\n`],
  },
  'configuration/spring-security-off': {
    faulty: [`security:\n  ignored: /**\n`, `security:\n  basic:\n    enabled: false\n`],
    safe: [`security:\n  ignored: /assets/**\n`],
  },
  'configuration/tls-verification-off': {
    faulty: [`spring:\n  datasource:\n    url: jdbc:mysql://db/shop?useSSL=false\n`],
    safe: [`spring:\n  datasource:\n    url: jdbc:postgresql://db/shop?sslmode=verify-full\n`],
  },
});

describe('properties', () => {
  const source =
    'server.port=8080\n# server.error.include-stacktrace=always\nserver.error.include-stacktrace = always\n';

  it('are read line by line', async () => {
    const findings = await reviewSource(source, {
      path: 'src/main/resources/application-prod.properties',
      families: ['configuration'],
    });
    expect(findings.map(({ rule, location }) => [rule, location?.line])).toEqual([
      ['configuration/spring-error-details', 3],
    ]);
  });

  it('of profiles for developers and tests are left alone', async () => {
    for (const path of [
      'src/main/resources/application-dev.properties',
      'src/test/resources/application.properties',
    ])
      expect(await reviewSource(source, { path, families: ['configuration'] })).toEqual([]);
  });
});
