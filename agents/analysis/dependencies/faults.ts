import type { Severity } from '#agents/contract.ts';
import { code } from '../findings/shown-text.ts';
import type { Ecosystem, Fault } from './declared.ts';
import { popularTwin } from './near-names.ts';
import { compareVersions, isBreakingStep, lowestVersion } from './versions.ts';

export function sourceFault(name: string, text: string, what: string, severity: Severity): Fault {
  return {
    rule: 'source',
    severity,
    title: `${code(name)} ${what}: ${code(text)}`,
    why: 'What is installed tomorrow is whatever stands at that place then: no version, no checksum, no audit.',
    instead: 'Use a published version, or pin the full commit.',
    cwe: 'CWE-829',
  };
}

export function unpinnedFault(name: string, version: string): Fault {
  return {
    rule: 'unpinned',
    severity: 'medium',
    title: `${code(name)} takes any version${version === '' ? '' : `: ${code(version)}`}`,
    why: 'The next release, breaking or taken over, is installed without a change that somebody could review.',
    instead: 'Name a version or a range that ends.',
    cwe: 'CWE-1357',
  };
}

export function nameFault(name: string, ecosystem: Ecosystem): Fault | undefined {
  const twin = popularTwin(name, ecosystem);
  if (twin === undefined) return undefined;
  return {
    rule: 'near-name',
    severity: 'high',
    title: `${code(name)} is nearly ${code(twin)}: is it the package that is meant?`,
    why: 'Names one slip away from well-known packages are registered to be installed by mistake, and run code at once.',
    instead: `Check who publishes it; if a slip it was, write ${code(twin)}.`,
    cwe: 'CWE-1357',
  };
}

const deprecated: Readonly<Partial<Record<Ecosystem, Readonly<Record<string, string>>>>> = {
  npm: {
    request: 'no longer maintained; `fetch` is built in',
    'request-promise': 'no longer maintained; `fetch` is built in',
    'request-promise-native': 'no longer maintained; `fetch` is built in',
    'node-uuid': 'renamed to `uuid`',
    'left-pad': 'replaced by `String.prototype.padStart`',
    'node-sass': 'no longer maintained; use `sass`',
    vm2: 'given up: its sandbox can be left',
    csurf: 'no longer maintained',
    'event-stream': 'once published with malicious code',
    'flatmap-stream': 'malicious code',
    'crypto-js': 'no longer maintained; `node:crypto` is built in',
    tslint: 'no longer maintained; use `eslint` or `oxlint`',
    faker: 'withdrawn by its author; use `@faker-js/faker`',
    colors: 'once sabotaged by its author; use `picocolors`',
    'babel-eslint': 'renamed to `@babel/eslint-parser`',
    har: 'no longer maintained',
    'har-validator': 'no longer maintained',
    xmldom: 'moved to `@xmldom/xmldom`',
    'express-jwt-authz': 'no longer maintained',
    'bcrypt-nodejs': 'no longer maintained; use `bcryptjs`',
    'node-serialize': 'unsafe by design: it runs code from what it reads',
    shortid: 'no longer maintained; use `nanoid`',
    querystring: 'replaced by `URLSearchParams`',
    protractor: 'no longer maintained',
    enzyme: 'no longer maintained',
  },
  pypi: {
    pycrypto: 'no longer maintained; use `cryptography` or `pycryptodome`',
    'python-jose': 'hardly maintained; use `pyjwt`',
    nose: 'no longer maintained; use `pytest`',
    sklearn: 'a placeholder; the package is `scikit-learn`',
    fuzzywuzzy: 'renamed to `thefuzz`',
    pypdf2: 'renamed to `pypdf`',
    bs4: 'a placeholder; the package is `beautifulsoup4`',
    slackclient: 'replaced by `slack-sdk`',
    aioredis: 'merged into `redis`',
    adal: 'no longer maintained; use `msal`',
    'mysql-python': 'no longer maintained; use `mysqlclient`',
    optparse: 'part of the standard library',
    distribute: 'merged into `setuptools`',
  },
  go: {
    'github.com/dgrijalva/jwt-go': 'no longer maintained; use `github.com/golang-jwt/jwt`',
    'github.com/satori/go.uuid': 'no longer maintained; use `github.com/google/uuid`',
    'github.com/jinzhu/gorm': 'moved to `gorm.io/gorm`',
    'github.com/golang/protobuf': 'replaced by `google.golang.org/protobuf`',
    'github.com/boltdb/bolt': 'no longer maintained; use `go.etcd.io/bbolt`',
    'github.com/golang/mock': 'no longer maintained; use `go.uber.org/mock`',
  },
  crates: {
    'rust-crypto': 'no longer maintained; use the RustCrypto crates or `ring`',
    'serde-yaml': 'no longer maintained',
    tempdir: 'replaced by `tempfile`',
    failure: 'no longer maintained; use `thiserror` or `anyhow`',
    structopt: 'merged into `clap`',
    dotenv: 'no longer maintained; use `dotenvy`',
    'term-size': 'no longer maintained',
  },
  rubygems: {
    paperclip: 'no longer maintained; use Active Storage',
    poltergeist: 'no longer maintained',
    attr_encrypted: 'hardly maintained; Rails encrypts attributes',
    sass: 'no longer maintained; use `sassc` or `dartsass`',
    webpacker: 'no longer maintained',
    factory_girl: 'renamed to `factory_bot`',
  },
  maven: {
    'log4j:log4j': 'no longer maintained, with known holes; use `org.apache.logging.log4j:log4j-core`',
    'commons-httpclient:commons-httpclient':
      'no longer maintained; use `org.apache.httpcomponents.client5:httpclient5`',
    'mysql:mysql-connector-java': 'moved to `com.mysql:mysql-connector-j`',
    'io.springfox:springfox-swagger2': 'no longer maintained; use springdoc',
    'commons-lang:commons-lang': 'replaced by `org.apache.commons:commons-lang3`',
  },
  packagist: {
    'swiftmailer/swiftmailer': 'no longer maintained; use `symfony/mailer`',
    'fzaninotto/faker': 'no longer maintained; use `fakerphp/faker`',
    'fruitcake/laravel-cors': 'no longer maintained; Laravel has it',
    'phpunit/php-token-stream': 'no longer maintained',
    'barryvdh/laravel-cors': 'no longer maintained; Laravel has it',
  },
  nuget: {
    'microsoft.azure.keyvault': 'replaced by `Azure.Security.KeyVault.Secrets`',
    'windowsazure.storage': 'replaced by `Azure.Storage.Blobs`',
    identityserver4: 'no longer maintained',
    dotnetzip: 'no longer maintained, with a known hole',
    'system.data.sqlclient': 'replaced by `Microsoft.Data.SqlClient`',
  },
};

export function deprecationFault(name: string, ecosystem: Ecosystem): Fault | undefined {
  const known = deprecated[ecosystem] ?? {};
  const reason = Object.hasOwn(known, name) ? known[name] : undefined;
  if (reason === undefined) return undefined;
  return {
    rule: 'deprecated',
    severity: 'low',
    title: `${code(name)} is ${reason}`,
    why: 'Nobody mends what is found in it from now on.',
    instead: 'Choose a maintained package.',
    cwe: 'CWE-1104',
  };
}

/** What the step from one version to another means. */
export function stepFault(name: string, old: string, version: string): Fault | undefined {
  const [from, to] = [lowestVersion(old), lowestVersion(version)];
  if (from === undefined || to === undefined) return undefined;
  const step = `${code(old)} → ${code(version)}`;
  if (compareVersions(to, from) < 0) return downgradeFault(name, step);
  if (isBreakingStep(from, to)) return majorFault(name, step);
  if (to.prerelease === '' || from.prerelease !== '') return undefined;
  return preReleaseFault(name, `moves to a pre-release: ${step}`);
}

export function preReleaseFault(name: string, what: string): Fault {
  return {
    rule: 'pre-release',
    severity: 'low',
    title: `${code(name)} ${what}`,
    why: 'Its interface may still change, and fixes may not come for it.',
    instead: 'Wait for the release, or say why it is needed now.',
  };
}

export function confusionFault(name: string): Fault {
  return {
    rule: 'confusion',
    severity: 'high',
    title: `${code(name)} was of this workspace and now comes from the registry`,
    why: 'Anyone may have registered the name there.',
    instead: 'Keep the local reference, or make sure that the name on the registry is yours.',
    cwe: 'CWE-427',
  };
}

export function registryFault(what: string, severity: Severity = 'high'): Fault {
  return {
    rule: 'registry',
    severity,
    title: what,
    why: 'Of two registries the one with the higher version wins: whoever can publish a name on the other one, or answer in its place, has their code installed.',
    instead: 'Name one registry over https, and let it pass the public one on.',
    cwe: 'CWE-427',
  };
}

function downgradeFault(name: string, step: string): Fault {
  return {
    rule: 'downgrade',
    severity: 'medium',
    title: `${code(name)} goes back: ${step}`,
    why: 'Fixes of the newer version, security fixes among them, are lost.',
    instead: 'Keep the newer version, or say what is wrong with it.',
    cwe: 'CWE-1395',
  };
}

function majorFault(name: string, step: string): Fault {
  return {
    rule: 'major-step',
    severity: 'low',
    title: `${code(name)} takes a step that may break: ${step}`,
    why: 'A new major version (before 1.0: minor) may change what callers rely on.',
    instead: 'Read its migration notes against the places that use it.',
  };
}
