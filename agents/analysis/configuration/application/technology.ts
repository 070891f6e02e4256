import type { Severity } from '#agents/contract.ts';
import { type ConfigurationRule, rulesOf } from '../configuration-rule.ts';
import { tlsOffText } from '../shared-texts.ts';
import { defineTechnology } from '../technology.ts';
import { readSettings, type SettingsFile } from './settings-file.ts';

const defineRule = rulesOf<SettingsFile>('spring');

/** A setting that is wrong when it has such a value; by the normal path of `Setting`. */
interface Weak {
  readonly path: RegExp;
  readonly value: RegExp;
  readonly severity?: Severity;
}

/** Settings that are a fault by their value. Names: docs.spring.io, "Common Application Properties". */
function weakSettings(weak: readonly Weak[]): Pick<ConfigurationRule<SettingsFile>, 'find'> {
  return {
    *find({ settings }) {
      for (const { path, name, value, at } of settings) {
        const found = weak.find((one) => one.path.test(path) && one.value.test(value.trim()));
        if (found === undefined) continue;
        yield {
          at,
          identity: path,
          sink: `${name}: ${value}`,
          ...(found.severity === undefined ? {} : { severity: found.severity }),
        };
      }
    },
  };
}

const yes = /^true$/i;
const no = /^false$/i;

const rules: readonly ConfigurationRule<SettingsFile>[] = [
  defineRule({
    id: 'configuration/spring-management-open',
    title: 'Internals of the application are open: `{sink}`',
    cwe: 'CWE-489',
    severity: 'high',
    why: 'Heap dumps, the environment and thread dumps hold passwords and sessions of users: whoever reaches the address downloads them.',
    instead: 'Name the endpoints that are needed: mostly `health` and `info`.',
    example: 'management:\n  endpoints:\n    web:\n      exposure:\n        include: health, info',
    ...weakSettings([
      {
        path: /^management\.endpoints\.web\.exposure\.include$/,
        value: /^["']?\*["']?$|(^|[,\s])(heapdump|env|threaddump|shutdown)\b/,
      },
      {
        path: /^management\.endpoint\.(env|configprops)\.showvalues$/,
        value: /^always$/i,
        severity: 'medium',
      },
      { path: /^(management\.endpoint|endpoints)\.shutdown\.enabled$/, value: yes },
      { path: /^(management\.security\.enabled|endpoints\.(\w+\.)?sensitive)$/, value: no },
      { path: /^spring\.h2\.console\.settings\.weballowothers$/, value: yes },
      { path: /^spring\.h2\.console\.enabled$/, value: yes, severity: 'medium' },
      { path: /^spring\.devtools\.remote\.secret$/, value: /./ },
    ]),
  }),
  defineRule({
    id: 'configuration/spring-error-details',
    title: 'Errors tell strangers about the inside: `{sink}`',
    cwe: 'CWE-209',
    severity: 'medium',
    why: 'A stack trace names classes, versions, queries and paths: the map for the next step.',
    instead: 'Keep them in the log.',
    example: 'server:\n  error:\n    include-stacktrace: never',
    ...weakSettings([
      { path: /^server\.error\.includestacktrace$/, value: /^always$/i },
      { path: /^server\.error\.includeexception$/, value: yes, severity: 'low' },
    ]),
  }),
  defineRule({
    id: 'configuration/spring-session-cookie',
    title: 'The session cookie lacks a protection: `{sink}`',
    cwe: 'CWE-614',
    severity: 'medium',
    why: 'A script of the page, or an unencrypted request, gets at the session and acts as its owner.',
    instead: 'Leave `secure` and `http-only` on.',
    example:
      'server:\n  servlet:\n    session:\n      cookie:\n        secure: true\n        http-only: true',
    ...weakSettings([
      { path: /^server\.(servlet|reactive)\.session\.cookie\.(secure|httponly)$/, value: no },
      { path: /^server\.(servlet|reactive)\.session\.cookie\.samesite$/, value: /^none$/i },
    ]),
  }),
  defineRule({
    id: 'configuration/spring-security-off',
    title: 'Requests are let in unasked: `{sink}`',
    cwe: 'CWE-306',
    severity: 'high',
    why: 'The filters that ask who calls are off: every address answers everybody.',
    instead: 'Leave security on, and open single addresses in its rules.',
    example: 'security:\n  ignored: /assets/**',
    ...weakSettings([
      { path: /^(security\.basic|spring\.security|security)\.enabled$/, value: no },
      { path: /^security\.ignored$/, value: /^\/\*\*$/ },
      {
        path: /^spring\.autoconfigure\.exclude$/,
        value: /SecurityAutoConfiguration|UserDetailsServiceAutoConfiguration/,
      },
    ]),
  }),
  defineRule({
    ...tlsOffText,
    example: 'spring:\n  datasource:\n    url: jdbc:postgresql://db/shop?sslmode=verify-full',
    ...weakSettings([
      {
        path: /url$/,
        value:
          /^jdbc:.*[?&;](trustServerCertificate=true|verifyServerCertificate=false|sslmode=(disable|allow)|useSSL=false|ssl\.server\.cert\.validation=false)/i,
      },
      {
        path: /(^|\.)(skipsslvalidation|insecureskipverify|trustall(certificates|certs)?|disablecertificatevalidation)$|^spring\.mail\.properties\.mail\.smtps?\.ssl\.trust$/,
        value: /^(true|\*)$/i,
      },
    ]),
  }),
];

/** Profiles that run on the machine of a developer. */
const devProfile = /application-(dev\w*|local\w*|test\w*|it|h2)\.\w+$/i;

export const applicationTechnology = defineTechnology<SettingsFile>({
  id: 'spring',
  rules,
  matches: (path) =>
    /(^|\/)(application|bootstrap)(-[\w-]+)?\.(ya?ml|properties)$/.test(path) &&
    !devProfile.test(path) &&
    !/(^|\/)src\/test\//.test(path),
  read: readSettings,
  subjects: () => [],
});
