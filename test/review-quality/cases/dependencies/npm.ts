import { dependencyCases } from '../../dependency-cases.ts';
import { base64, hex } from '../../made-up.ts';

const manifest = `{
  "name": "shop",
  "version": "1.4.0",
  "license": "MIT",
  "scripts": {
    "build": "tsc -p ."
  },
  "dependencies": {
    "express": "^5.1.0"@@
  },
  "devDependencies": {
    "typescript": "^5.9.2"
  }
}
`;
const scripts = manifest.replace('"^5.1.0"@@', '"^5.1.0"').replace('"tsc -p ."', '"tsc -p ."@@');

const entry = (name: string, version: string, sum: string, more = '') => `    "node_modules/${name}": {
      "version": "${version}",
      "resolved": "https://registry.npmjs.org/${name}/-/${name}-${version}.tgz",
      "integrity": "sha512-${sum}=="${more}
    }`;
const sums = [base64(86, 301), base64(86, 302), base64(86, 303), base64(86, 304)] as const;
const packageLock = (middle: string) => `{
  "name": "shop",
  "lockfileVersion": 3,
  "requires": true,
  "packages": {
    "": {
      "name": "shop",
      "dependencies": { "a-library": "^1.0.0", "b-library": "^2.0.0" }
    },
${entry('a-library', '1.0.3', sums[0])},
${middle},
${entry('c-library', '3.1.0', sums[2])}
  }
}
`;
const yarnLock = `# yarn lockfile v1


ansi-styles@^4.0.0:
  version "4.3.0"
  resolved "https://registry.yarnpkg.com/ansi-styles/-/ansi-styles-4.3.0.tgz#${hex(40, 305)}"
  integrity sha512-${sums[0]}==
  dependencies:
    color-convert "^2.0.1"

@@

color-name@~1.1.4:
  version "1.1.4"
  resolved "https://registry.yarnpkg.com/color-name/-/color-name-1.1.4.tgz#${hex(40, 306)}"
  integrity sha512-${sums[1]}==
`;
const colorConvert = (resolved: string, integrity: string) => `color-convert@^2.0.1:
  version "2.0.1"
  resolved "${resolved}"
  integrity ${integrity}
  dependencies:
    color-name "~1.1.4"`;
const yarnAddress = `https://registry.yarnpkg.com/color-convert/-/color-convert-2.0.1.tgz#${hex(40, 307)}`;

export const cases = dependencyCases([
  {
    what: 'name-with-a-letter-less',
    path: 'package.json',
    text: manifest,
    bad: `,\n    "body-praser": "^2.2.0"`,
    good: `,\n    "body-parser": "^2.2.0"`,
    rules: ['near-name'],
    at: 'body-praser',
  },
  {
    what: 'scope-flattened',
    path: 'packages/web/package.json',
    text: manifest,
    bad: `,\n    "crossenv": "^7.0.3"`,
    good: `,\n    "cross-env": "^7.0.3"`,
    rules: ['near-name'],
    at: 'crossenv',
  },
  {
    what: 'digit-for-a-letter',
    path: 'package.json',
    text: manifest,
    bad: `,\n    "1odash": "^4.17.21"`,
    good: `,\n    "lodash": "^4.17.21"`,
    rules: ['near-name'],
    at: '1odash',
  },
  {
    what: 'scope-with-a-letter-more',
    path: 'package.json',
    text: manifest,
    bad: `,\n    "@nestjss/core": "^11.0.0"`,
    good: `,\n    "@nestjs/core": "^11.0.0"`,
    rules: ['near-name'],
    at: '@nestjss',
  },
  {
    what: 'install-script-that-fetches',
    path: 'package.json',
    text: scripts,
    bad: `,\n    "preinstall": "curl -fsSL https://get.corp.internal/setup.sh | sh"`,
    good: `,\n    "setup": "curl -fsSL https://get.corp.internal/setup.sh | sh"`,
    rules: ['install-script'],
    at: 'preinstall',
  },
  {
    what: 'install-script-of-its-own',
    path: 'package.json',
    text: scripts,
    bad: `,\n    "postinstall": "node ./scripts/telemetry.js"`,
    good: `,\n    "postinstall": "patch-package"`,
    rules: ['install-script'],
    at: 'postinstall',
  },
  {
    what: 'branch-of-a-fork',
    path: 'package.json',
    text: manifest,
    bad: `,\n    "pdf-tools": "github:someone/pdf-tools#main"`,
    good: `,\n    "pdf-tools": "^4.0.1"`,
    rules: ['source'],
    at: 'pdf-tools',
  },
  {
    what: 'tarball-in-the-open',
    path: 'package.json',
    text: manifest,
    bad: `,\n    "theme": "http://files.corp.internal/theme-1.0.0.tgz"`,
    good: `,\n    "theme": "file:../theme"`,
    rules: ['source'],
    at: '"theme"',
  },
  {
    what: 'any-version',
    path: 'package.json',
    text: manifest,
    bad: `,\n    "zod": "latest"`,
    good: `,\n    "zod": "^4.1.0"`,
    rules: ['unpinned'],
    at: '"zod"',
  },
  {
    what: 'back-to-an-older-version',
    path: 'package.json',
    text: manifest,
    before: `,\n    "jsonwebtoken": "^9.0.2"`,
    bad: `,\n    "jsonwebtoken": "^8.5.1"`,
    good: `,\n    "jsonwebtoken": "^9.0.3"`,
    rules: ['downgrade'],
    at: 'jsonwebtoken',
  },
  {
    what: 'major-step',
    path: 'package.json',
    text: manifest,
    before: `,\n    "uuid": "^9.0.1"`,
    bad: `,\n    "uuid": "^11.1.0"`,
    good: `,\n    "uuid": "^9.2.0"`,
    rules: ['major-step'],
    at: '"uuid"',
  },
  {
    what: 'workspace-name-from-the-registry',
    path: 'apps/site/package.json',
    text: manifest,
    before: `,\n    "@shop/ui": "workspace:*"`,
    bad: `,\n    "@shop/ui": "^1.0.0"`,
    good: `,\n    "@shop/ui": "workspace:^"`,
    rules: ['confusion'],
    at: '@shop/ui',
  },
  {
    what: 'given-up-by-its-authors',
    path: 'package.json',
    text: manifest,
    bad: `,\n    "request": "^2.88.2"`,
    good: `,\n    "undici": "^7.16.0"`,
    rules: ['deprecated'],
    at: '"request"',
  },
  {
    what: 'development-tool-ships',
    path: 'package.json',
    text: manifest,
    bad: `,\n    "typescript": "^5.9.2"`,
    good: `,\n    "helmet": "^8.1.0"`,
    rules: ['runtime'],
    at: '    "typescript"',
  },
  {
    what: 'alias-to-a-near-name',
    path: 'package.json',
    text: manifest,
    bad: `,\n    "http-client": "npm:axois@^1.7.0"`,
    good: `,\n    "http-client": "npm:axios@^1.7.0"`,
    rules: ['near-name'],
    at: 'http-client',
  },
  {
    what: 'licence-that-asks-for-more',
    path: 'package.json',
    text: manifest.replace('"^5.1.0"@@', '"^5.1.0"').replace('"MIT"', '"@@"'),
    before: 'MIT',
    bad: 'BUSL-1.1',
    good: 'MIT',
    rules: ['licence'],
  },
  {
    what: 'another-host',
    path: 'package-lock.json',
    text: packageLock('@@'),
    before: entry('b-library', '2.0.0', sums[1]),
    bad: entry('b-library', '2.0.1', sums[3]).replace('registry.npmjs.org', 'registry.npmjs.help'),
    good: entry('b-library', '2.0.1', sums[3]),
    rules: ['lock-source'],
    at: 'npmjs.help',
  },
  {
    what: 'another-checksum-for-the-same-version',
    path: 'package-lock.json',
    text: packageLock('@@'),
    before: entry('b-library', '2.0.0', sums[1]),
    bad: entry('b-library', '2.0.0', sums[3]),
    good: entry('b-library', '2.0.2', sums[3]),
    rules: ['lock-integrity'],
    at: sums[3].slice(0, 20),
  },
  {
    what: 'another-package-under-the-name',
    path: 'package-lock.json',
    text: packageLock('@@'),
    before: entry('b-library', '2.0.0', sums[1]),
    bad: entry('b-library', '2.0.1', sums[3]).replace('/b-library/-/b-library-', '/zx-helper/-/zx-helper-'),
    good: entry('b-library', '2.0.1', sums[3]),
    rules: ['lock-source'],
    at: 'zx-helper',
  },
  {
    what: 'package-that-runs-a-script',
    path: 'package-lock.json',
    text: packageLock('@@'),
    before: entry('b-library', '2.0.0', sums[1]),
    bad: entry('b-library', '2.1.0', sums[3], ',\n      "hasInstallScript": true'),
    good: entry('b-library', '2.1.0', sums[3]),
    rules: ['install-script'],
    at: 'hasInstallScript',
  },
  {
    what: 'locked-outside-of-the-range',
    path: 'package-lock.json',
    text: packageLock('@@'),
    before: entry('b-library', '2.0.0', sums[1]),
    bad: entry('b-library', '1.9.8', sums[3]),
    good: entry('b-library', '2.4.1', sums[3]),
    rules: ['lock-mismatch'],
    at: '"node_modules/b-library"',
    beside: [
      {
        path: 'package.json',
        base: manifest.replace('@@', ',\n    "b-library": "^2.0.0"'),
        head: manifest.replace('@@', ',\n    "b-library": "^2.0.0"').replace('tsc -p .', 'tsc --build'),
      },
    ],
  },
  {
    what: 'address-that-is-not-the-registry',
    path: 'yarn.lock',
    text: yarnLock,
    before: colorConvert(yarnAddress, `sha512-${sums[2]}==`),
    bad: colorConvert(
      'https://raw.githubusercontent.com/x/y/main/color-convert-2.0.1.tgz',
      `sha512-${sums[3]}==`,
    ),
    good: colorConvert(yarnAddress.replaceAll('2.0.1', '2.0.2'), `sha512-${sums[3]}==`).replace(
      'version "2.0.1"',
      'version "2.0.2"',
    ),
    rules: ['lock-source'],
    at: 'raw.githubusercontent.com',
  },
  {
    what: 'checksum-of-the-same-version',
    path: 'yarn.lock',
    text: yarnLock,
    before: colorConvert(yarnAddress, `sha512-${sums[2]}==`),
    bad: colorConvert(yarnAddress, `sha512-${sums[3]}==`),
    good: colorConvert(yarnAddress, `sha512-${sums[2]}==`).replace('"~1.1.4"', '"^1.1.4"'),
    rules: ['lock-integrity'],
    at: sums[3].slice(0, 20),
  },
  {
    what: 'tarball-of-a-stranger',
    path: 'pnpm-lock.yaml',
    text: `lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      ms:
        specifier: ^2.1.3
        version: 2.1.3

packages:

  debug@4.4.1:
    resolution: {integrity: sha512-${sums[0]}==}
    engines: {node: '>=6.0'}

  ms@2.1.3:
    @@

snapshots:

  debug@4.4.1:
    dependencies:
      ms: 2.1.3

  ms@2.1.3: {}
`,
    before: `resolution: {integrity: sha512-${sums[1]}==}`,
    bad: `resolution: {tarball: https://cdn.packages.help/ms-2.1.3.tgz, integrity: sha512-${sums[2]}==}`,
    good: `resolution: {integrity: sha512-${sums[1]}==}\n    deprecated: use another`,
    rules: ['lock-source', 'lock-integrity'],
  },
  {
    what: 'scripts-allowed-again',
    path: '.npmrc',
    text: `@@
engine-strict=true
`,
    before: 'ignore-scripts=true',
    bad: 'ignore-scripts=false',
    good: 'ignore-scripts=true\nfund=false',
    rules: ['npm-settings'],
  },
  {
    what: 'registry-in-the-open',
    path: '.npmrc',
    text: `save-exact=true
@@
`,
    bad: 'registry=http://npm.corp.internal/',
    good: 'registry=https://npm.corp.internal/',
    rules: ['registry'],
  },
  {
    what: 'protection-removed',
    path: 'pnpm-workspace.yaml',
    text: `packages:
  - apps/*
@@
`,
    before: 'blockExoticSubdeps: true\nminimumReleaseAge: 4320',
    bad: 'minimumReleaseAge: 60',
    good: 'blockExoticSubdeps: true\nminimumReleaseAge: 10080',
    rules: ['npm-settings'],
    side: 'old',
    at: 'minimumReleaseAge: 4320',
  },
  {
    what: 'install-of-an-address',
    path: '.github/workflows/build.yml',
    text: `name: build
on: push
permissions: { contents: read }
jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - run: npm ci
      - run: @@
`,
    before: 'npm test',
    bad: 'npm install -g https://files.corp.internal/lint-1.0.0.tgz',
    good: 'npx --no lint .',
    rules: ['source'],
    at: 'lint-1.0.0.tgz',
  },
]);
