import { dependencyCases } from '../../dependency-cases.ts';
import { base64, hex } from '../../made-up.ts';

const requirements = `# web
django==5.2.4
psycopg[binary]==3.2.9
@@
gunicorn==23.0.0
`;
const poetry = `[tool.poetry]
name = "reports"
version = "0.3.0"

[tool.poetry.dependencies]
python = "^3.12"
fastapi = "^0.116.1"
@@

[tool.poetry.group.dev.dependencies]
pytest = "^8.4.1"
`;
const project = `[project]
name = "etl"
version = "1.0.0"
requires-python = ">=3.12"
dependencies = [
  "httpx~=0.28",
  @@
  "sqlalchemy~=2.0",
]
`;
const goMod = `module corp.internal/shop

go 1.25

require (
	github.com/go-chi/chi/v5 v5.2.2
	@@
	golang.org/x/sync v0.16.0
)
`;
const cargo = `[package]
name = "indexer"
version = "0.2.0"
edition = "2024"

[dependencies]
anyhow = "1.0.98"
@@
tokio = { version = "1.46", features = ["full"] }
`;
const gemfile = `source 'https://rubygems.org'

ruby '3.4.4'
gem 'rails', '~> 8.0.2'
@@
gem 'pg', '~> 1.5'
`;
const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>internal.corp</groupId>
  <artifactId>orders</artifactId>
  <version>1.0.0</version>
  <dependencies>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-api</artifactId>
      <version>2.0.17</version>
    </dependency>
@@
  </dependencies>
</project>
`;
const maven = (group: string, artifact: string, version: string) => `    <dependency>
      <groupId>${group}</groupId>
      <artifactId>${artifact}</artifactId>
      <version>${version}</version>
    </dependency>`;
const gradle = `plugins {
    id("java")
}

repositories {
    mavenCentral()
}

dependencies {
    implementation("com.google.guava:guava:33.4.8-jre")
    @@
}
`;
const composer = `{
    "name": "corp/shop",
    "require": {
        "php": "^8.4",
        "guzzlehttp/guzzle": "^7.9"@@
    }
}
`;
const csproj = `<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Serilog" Version="4.3.0" />
    @@
  </ItemGroup>
</Project>
`;
const cargoLock = (checksum: string, version = '1.0.98') => `[[package]]
name = "anyhow"
version = "${version}"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "${checksum}"`;

export const cases = dependencyCases([
  {
    what: 'letters-swapped',
    path: 'requirements.txt',
    text: requirements,
    bad: 'reqeusts==2.32.4',
    good: 'requests==2.32.4',
    rules: ['near-name'],
  },
  {
    what: 'prefix-of-the-language',
    path: 'requirements/base.txt',
    text: requirements,
    bad: 'python-pandas==2.3.1',
    good: 'pandas==2.3.1',
    rules: ['near-name'],
  },
  {
    what: 'pin-dropped',
    path: 'requirements.txt',
    text: requirements,
    before: 'cryptography==45.0.5',
    bad: 'cryptography>=42',
    good: 'cryptography==45.0.6',
    rules: ['unpinned'],
  },
  {
    what: 'no-version',
    path: 'requirements-dev.txt',
    text: requirements,
    bad: 'celery',
    good: 'celery==5.5.3',
    rules: ['unpinned'],
  },
  {
    what: 'second-index',
    path: 'requirements.txt',
    text: requirements,
    bad: '--extra-index-url https://pypi.corp.internal/simple',
    good: '--index-url https://pypi.corp.internal/simple',
    rules: ['registry'],
  },
  {
    what: 'certificate-not-checked',
    path: 'requirements.txt',
    text: requirements,
    bad: '--trusted-host pypi.corp.internal',
    good: '--only-binary :all:',
    rules: ['registry'],
  },
  {
    what: 'branch',
    path: 'requirements.txt',
    text: requirements,
    bad: 'git+https://github.com/someone/tables.git@main#egg=tables-tool',
    good: 'tables-tool==1.2.0',
    rules: ['source'],
  },
  {
    what: 'checksum-dropped',
    path: 'requirements.txt',
    text: requirements,
    before: `urllib3==2.5.0 \\\n    --hash=sha256:${hex(64, 401)}`,
    bad: 'urllib3==2.5.0',
    good: `urllib3==2.5.1 \\\n    --hash=sha256:${hex(64, 402)}`,
    rules: ['unpinned'],
  },
  {
    what: 'downgrade',
    path: 'requirements.txt',
    text: requirements,
    before: 'pillow==11.3.0',
    bad: 'pillow==9.5.0',
    good: 'pillow==11.4.0',
    rules: ['downgrade'],
  },
  {
    what: 'no-longer-maintained',
    path: 'requirements.txt',
    text: requirements,
    bad: 'pycrypto==2.6.1',
    good: 'pycryptodome==3.23.0',
    rules: ['deprecated'],
  },
  {
    what: 'star',
    path: 'pyproject.toml',
    text: poetry,
    bad: 'redis = "*"',
    good: 'redis = "^6.2.0"',
    rules: ['unpinned'],
  },
  {
    what: 'git-table',
    path: 'services/api/pyproject.toml',
    text: poetry,
    bad: 'authkit = { git = "https://github.com/corp/authkit.git", branch = "develop" }',
    good: 'authkit = "^2.1.0"',
    rules: ['source'],
  },
  {
    what: 'near-name-in-a-list',
    path: 'pyproject.toml',
    text: project,
    bad: '"beautifulsuop4~=4.13",',
    good: '"beautifulsoup4~=4.13",',
    rules: ['near-name'],
  },
  {
    what: 'at-least',
    path: 'libs/etl/pyproject.toml',
    text: project,
    before: '"pyarrow~=20.0",',
    bad: '"pyarrow>=14",',
    good: '"pyarrow~=20.1",',
    rules: ['unpinned', 'downgrade'],
  },
  {
    what: 'owner-with-a-letter-more',
    path: 'go.mod',
    text: goMod,
    bad: 'github.com/sirupsenn/logrus v1.9.3',
    good: 'github.com/sirupsen/logrus v1.9.3',
    rules: ['near-name'],
  },
  {
    what: 'replaced-by-a-fork',
    path: 'go.mod',
    text: `${goMod.replace('\t@@\n', '')}@@\n`,
    bad: 'replace golang.org/x/crypto => github.com/someone/crypto v0.0.0-20250701120000-0123456789ab',
    good: 'exclude golang.org/x/crypto v0.30.0',
    rules: ['replaced'],
  },
  {
    what: 'older-again',
    path: 'go.mod',
    text: goMod,
    before: 'golang.org/x/net v0.42.0',
    bad: 'golang.org/x/net v0.17.0',
    good: 'golang.org/x/net v0.42.1',
    rules: ['downgrade', 'major-step'],
  },
  {
    what: 'archived',
    path: 'cmd/tool/go.mod',
    text: goMod,
    bad: 'github.com/dgrijalva/jwt-go v3.2.0+incompatible',
    good: 'github.com/golang-jwt/jwt/v5 v5.3.0',
    rules: ['deprecated'],
  },
  {
    what: 'hash-of-a-known-version',
    path: 'go.sum',
    text: `github.com/go-chi/chi/v5 v5.2.2 h1:${base64(43, 403)}=\ngithub.com/go-chi/chi/v5 v5.2.2/go.mod h1:${base64(43, 404)}=\n@@\ngolang.org/x/sync v0.16.0/go.mod h1:${base64(43, 405)}=\n`,
    before: `golang.org/x/sync v0.16.0 h1:${base64(43, 406)}=`,
    bad: `golang.org/x/sync v0.16.0 h1:${base64(43, 407)}=`,
    good: `golang.org/x/sync v0.16.0 h1:${base64(43, 406)}=\ngolang.org/x/sync v0.17.0 h1:${base64(43, 408)}=`,
    rules: ['lock-integrity'],
  },
  {
    what: 'wildcard',
    path: 'Cargo.toml',
    text: cargo,
    bad: 'serde_json = "*"',
    good: 'serde_json = "1.0.140"',
    rules: ['unpinned'],
  },
  {
    what: 'near-name',
    path: 'crates/indexer/Cargo.toml',
    text: cargo,
    bad: 'reqwset = "0.12.22"',
    good: 'reqwest = "0.12.22"',
    rules: ['near-name'],
  },
  {
    what: 'git-branch',
    path: 'Cargo.toml',
    text: cargo,
    bad: 'parser = { git = "https://github.com/corp/parser", branch = "next" }',
    good: `parser = { git = "https://github.com/corp/parser", version = "0.4", path = "../parser" }`.replace(
      'git = "https://github.com/corp/parser", ',
      '',
    ),
    rules: ['source'],
  },
  {
    what: 'patched-for-all',
    path: 'Cargo.toml',
    text: `${cargo.replace('@@\n', '')}\n[profile.release]\nlto = true\n@@\n`,
    bad: '\n[patch.crates-io]\nring = { git = "https://github.com/someone/ring" }',
    good: 'codegen-units = 1',
    rules: ['replaced'],
    at: 'ring = ',
  },
  {
    what: 'another-checksum',
    path: 'Cargo.lock',
    text: `version = 4\n\n@@\n\n[[package]]\nname = "autocfg"\nversion = "1.5.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "${hex(64, 409)}"\n`,
    before: cargoLock(hex(64, 410)),
    bad: cargoLock(hex(64, 411)),
    good: cargoLock(hex(64, 412), '1.0.99'),
    rules: ['lock-integrity'],
    at: hex(64, 411),
  },
  {
    what: 'build-script-that-fetches',
    path: 'build.rs',
    text: `use std::process::Command;

fn main() {
    @@
}
`,
    before: 'println!("cargo:rerun-if-changed=tables.proto");',
    bad: 'Command::new("curl").args(["-o", "model.bin", "https://files.corp.internal/model.bin"]).status().unwrap();',
    good: 'println!("cargo:rerun-if-changed=schema.proto");',
    rules: ['install-script'],
  },
  {
    what: 'no-protocol-no-pin',
    path: 'Gemfile',
    text: gemfile,
    bad: `gem 'rails_admin_ui', github: 'someone/rails_admin_ui'`,
    good: `gem 'rails_admin', '~> 3.3'`,
    rules: ['source'],
  },
  {
    what: 'second-source',
    path: 'Gemfile',
    text: gemfile,
    bad: `source 'https://gems.corp.internal'`,
    good: `gem 'puma', '~> 6.6'`,
    rules: ['registry'],
  },
  {
    what: 'near-name',
    path: 'Gemfile',
    text: gemfile,
    bad: `gem 'nokogirl', '~> 1.18'`,
    good: `gem 'nokogiri', '~> 1.18'`,
    rules: ['near-name'],
  },
  {
    what: 'source-in-the-open',
    path: 'backend/Gemfile',
    text: `@@\n\ngem 'sinatra', '~> 4.1'\n`,
    before: `source 'https://rubygems.org'`,
    bad: `source 'http://rubygems.org'`,
    good: `source 'https://rubygems.org/'`,
    rules: ['registry'],
  },
  {
    what: 'snapshot',
    path: 'pom.xml',
    text: pom,
    before: maven('org.postgresql', 'postgresql', '42.7.7'),
    bad: maven('org.postgresql', 'postgresql', '42.8.0-SNAPSHOT'),
    good: maven('org.postgresql', 'postgresql', '42.7.8'),
    rules: ['unpinned', 'pre-release'],
    at: 'SNAPSHOT',
  },
  {
    what: 'artifact-nearly',
    path: 'orders/pom.xml',
    text: pom,
    bad: maven('com.fasterxml.jackson.core', 'jackson-databnd', '2.19.1'),
    good: maven('com.fasterxml.jackson.core', 'jackson-databind', '2.19.1'),
    rules: ['near-name'],
    at: 'jackson-databnd',
  },
  {
    what: 'repository-in-the-open',
    path: 'pom.xml',
    text: pom.replace('@@\n', '').replace('</project>', '@@\n</project>'),
    bad: '  <repositories><repository><id>corp</id><url>http://maven.corp.internal/releases</url></repository></repositories>',
    good: '  <properties><maven.compiler.release>21</maven.compiler.release></properties>',
    rules: ['registry'],
  },
  {
    what: 'given-up',
    path: 'legacy/pom.xml',
    text: pom,
    bad: maven('log4j', 'log4j', '1.2.17'),
    good: maven('org.apache.logging.log4j', 'log4j-core', '2.25.1'),
    rules: ['deprecated'],
    at: '<artifactId>log4j<',
  },
  {
    what: 'plus',
    path: 'build.gradle',
    text: gradle,
    bad: 'implementation("com.squareup.okhttp3:okhttp:5.+")',
    good: 'implementation("com.squareup.okhttp3:okhttp:5.1.0")',
    rules: ['unpinned'],
  },
  {
    what: 'near-artifact',
    path: 'app/build.gradle.kts',
    text: gradle,
    bad: 'implementation("com.squareup.retrofit2:retroflt:3.0.0")',
    good: 'implementation("com.squareup.retrofit2:retrofit:3.0.0")',
    rules: ['near-name'],
  },
  {
    what: 'insecure-repository',
    path: 'build.gradle.kts',
    text: gradle.replace('    @@\n', '').replace('mavenCentral()', 'mavenCentral()\n    @@'),
    bad: 'maven { url = uri("http://repo.corp.internal/maven"); isAllowInsecureProtocol = true }',
    good: 'google()',
    rules: ['registry'],
  },
  {
    what: 'branch',
    path: 'composer.json',
    text: composer,
    bad: `,\n        "corp/mailer": "dev-master"`,
    good: `,\n        "corp/mailer": "^3.0"`,
    rules: ['unpinned'],
    at: 'corp/mailer',
  },
  {
    what: 'near-package',
    path: 'composer.json',
    text: composer,
    bad: `,\n        "symfony/http-foundatoin": "^7.3"`,
    good: `,\n        "symfony/http-foundation": "^7.3"`,
    rules: ['near-name'],
    at: 'http-foundatoin',
  },
  {
    what: 'plugins-may-run',
    path: 'composer.json',
    text: composer.replace('"@@', '"').replace('\n    }\n}', '\n    },\n    "config": { @@ }\n}'),
    bad: '"allow-plugins": true',
    good: '"sort-packages": true',
    rules: ['npm-settings'],
  },
  {
    what: 'script-after-install',
    path: 'composer.json',
    text: composer.replace('"@@', '"').replace('\n    }\n}', '\n    },\n    "scripts": { @@ }\n}'),
    bad: `"post-install-cmd": "curl -s https://get.corp.internal/agent | sh"`,
    good: `"test": "phpunit"`,
    rules: ['install-script'],
  },
  {
    what: 'floating',
    path: 'src/Shop/Shop.csproj',
    text: csproj,
    bad: '<PackageReference Include="Polly" Version="*" />',
    good: '<PackageReference Include="Polly" Version="8.6.2" />',
    rules: ['unpinned'],
  },
  {
    what: 'near-package',
    path: 'src/Api/Api.csproj',
    text: csproj,
    bad: '<PackageReference Include="Newtonsoft.Jsom" Version="13.0.3" />',
    good: '<PackageReference Include="Newtonsoft.Json" Version="13.0.3" />',
    rules: ['near-name'],
  },
  {
    what: 'downgrade',
    path: 'Directory.Packages.props',
    text: csproj.replaceAll('PackageReference', 'PackageVersion'),
    before: '<PackageVersion Include="System.Text.Json" Version="9.0.7" />',
    bad: '<PackageVersion Include="System.Text.Json" Version="8.0.3" />',
    good: '<PackageVersion Include="System.Text.Json" Version="9.0.8" />',
    rules: ['downgrade'],
  },
  {
    what: 'install-from-a-branch',
    path: 'Dockerfile',
    text: `FROM python:3.13.5-slim
WORKDIR /app
COPY requirements.txt .
RUN @@
USER 1000
CMD ["python", "-m", "app"]
`,
    before: 'pip install --no-cache-dir -r requirements.txt',
    bad: 'pip install git+https://github.com/someone/app-plugins.git',
    good: 'pip install --no-cache-dir --require-hashes -r requirements.txt',
    rules: ['source'],
  },
  {
    what: 'mistyped-command',
    path: 'scripts/setup.sh',
    text: `#!/bin/sh
set -e
python -m venv .venv
. .venv/bin/activate
@@
`,
    bad: 'pip install requets',
    good: 'pip install requests==2.32.4',
    rules: ['near-name'],
  },
  {
    what: 'program-that-fetches',
    path: 'setup.py',
    text: `from setuptools import setup

@@

setup(name="tables", version="1.0.0", packages=["tables"])
`,
    bad: 'import urllib.request; exec(urllib.request.urlopen("https://files.corp.internal/boot.py").read())',
    good: 'README = open("README.md").read()',
    rules: ['install-script'],
  },
]);
