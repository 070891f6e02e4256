import { alphanumeric, base64, hex, password } from '../../made-up.ts';
import { secretCases } from '../../secret-cases.ts';

export const cases = secretCases([
  {
    what: 'database-url',
    language: 'yaml',
    path: 'config/production.yaml',
    text: `server:
  port: 8080
database:
  url: @@
  pool: 20
`,
    secret: `postgres://app:${alphanumeric(18, 101)}@db-main.corp.internal:5432/app`,
    harmless: 'postgres://${DB_USER}:${DB_PASSWORD}@db-main.corp.internal:5432/app',
  },
  {
    what: 'local-database-is-open-anyway',
    language: 'env',
    path: '.env.development',
    text: `NODE_ENV=development
DATABASE_URL=@@
PORT=3000
`,
    secret: `mysql://reports:${password(102)}@10.20.4.7:3306/reports`,
    harmless: 'mysql://root:root@localhost:3306/reports',
  },
  {
    what: 'mongo-cluster',
    language: 'javascript',
    path: 'src/db.js',
    text: `import mongoose from 'mongoose';

export const connect = () => mongoose.connect(@@, { maxPoolSize: 10 });
`,
    secret: `'mongodb+srv://api:${password(103).replace('#', '!')}@cluster0.k3x9q.mongodb.net/shop'`,
    harmless: "'mongodb+srv://<username>:<password>@cluster0.k3x9q.mongodb.net/shop'",
  },
  {
    what: 'connection-string',
    language: 'json',
    path: 'src/Api/appsettings.json',
    text: `{
  "Logging": { "LogLevel": { "Default": "Information" } },
  "ConnectionStrings": {
    "Orders": "@@"
  }
}
`,
    secret: `Server=sql-prod.corp.internal;Database=Orders;User Id=orders;Password=${password(104)};Encrypt=True`,
    harmless:
      'Server=sql-prod.corp.internal;Database=Orders;Authentication=Active Directory Managed Identity;Encrypt=True',
  },
  {
    what: 'jdbc-parameter',
    language: 'java',
    path: 'src/main/java/app/Database.java',
    text: `package app;

import java.sql.Connection;
import java.sql.DriverManager;

final class Database {
    static Connection open() throws Exception {
        return DriverManager.getConnection(@@);
    }
}
`,
    secret: `"jdbc:postgresql://pg.corp.internal/app?user=app&password=${alphanumeric(14, 105)}&ssl=true"`,
    harmless: '"jdbc:postgresql://pg.corp.internal/app?ssl=true", properties()',
  },
  {
    what: 'three-arguments',
    language: 'kotlin',
    path: 'src/main/kotlin/app/Db.kt',
    text: `package app

import java.sql.DriverManager

fun open() = DriverManager.getConnection(url, @@)
`,
    secret: `"reporting", "${password(106)}"`,
    harmless: 'settings.user, settings.password',
  },
  {
    what: 'go-data-source',
    language: 'go',
    path: 'store/mysql.go',
    text: `package store

import "database/sql"

func Open() (*sql.DB, error) {
	return sql.Open("mysql", @@)
}
`,
    secret: `"billing:${alphanumeric(15, 107)}@tcp(mysql.corp.internal:3306)/billing?parseTime=true"`,
    harmless: 'os.Getenv("MYSQL_DSN")',
  },
  {
    what: 'keyword-dsn',
    language: 'python',
    path: 'etl/load.py',
    text: `import psycopg

with psycopg.connect(@@) as connection:
    connection.execute("select 1")
`,
    secret: `"host=warehouse.corp.internal dbname=dwh user=etl password=${alphanumeric(16, 108)}"`,
    harmless: 'f"host=warehouse.corp.internal dbname=dwh user=etl password={settings.password}"',
  },
  {
    what: 'short-password-by-its-name',
    language: 'python',
    path: 'jobs/ftp_upload.py',
    text: `from ftplib import FTP

FTP_HOST = "ftp.partner.internal"
FTP_PASSWORD = "@@"


def upload(name: str) -> None:
    with FTP(FTP_HOST, "feeds", FTP_PASSWORD) as ftp:
        ftp.storbinary(f"STOR {name}", open(name, "rb"))
`,
    secret: ['hunt', '3r', '-22'].join(''),
    harmless: 'password',
    at: 'FTP_PASSWORD = "',
  },
  {
    what: 'password-with-marks',
    language: 'php',
    path: 'wp-config.php',
    text: `<?php
define('DB_NAME', 'shop');
define('DB_USER', 'shop');
define('DB_PASSWORD', '@@');
define('DB_HOST', 'db.corp.internal');
`,
    secret: password(110),
    harmless: 'password_here',
  },
  {
    what: 'password-label-is-text',
    language: 'typescript',
    path: 'src/i18n/en.ts',
    text: `export const en = {
  password: 'Password',
  passwordHint: 'At least 12 characters, one of them a digit',
  adminPassword: '@@',
};
`,
    secret: password(111),
    harmless: 'Administrator password',
  },
  {
    what: 'spring-properties',
    language: 'properties',
    path: 'src/main/resources/application-prod.properties',
    text: `spring.datasource.url=jdbc:mysql://db.corp.internal/shop
spring.datasource.username=shop
spring.datasource.password=@@
spring.jpa.open-in-view=false
`,
    secret: alphanumeric(14, 112),
    harmless: '${DB_PASSWORD}',
  },
  {
    what: 'default-behind-the-variable',
    language: 'yaml',
    path: 'docker-compose.yml',
    text: `services:
  db:
    image: postgres:17.2
    environment:
      POSTGRES_DB: shop
      POSTGRES_PASSWORD: @@
`,
    secret: `\${POSTGRES_PASSWORD:-${alphanumeric(13, 113)}}`,
    harmless: '${POSTGRES_PASSWORD:?set it in .env}',
  },
  {
    what: 'name-and-value-on-two-lines',
    language: 'yaml',
    path: 'k8s/worker.yaml',
    text: `apiVersion: apps/v1
kind: Deployment
metadata: { name: worker }
spec:
  template:
    spec:
      containers:
        - name: worker
          image: registry.corp.internal/worker:1.4.2
          env:
            - name: RABBITMQ_PASSWORD
              @@
`,
    secret: `value: "${alphanumeric(17, 114)}"`,
    harmless: 'valueFrom: { secretKeyRef: { name: rabbit, key: password } }',
  },
  {
    what: 'kubernetes-secret-in-base64',
    language: 'yaml',
    path: 'k8s/secret.yaml',
    text: `apiVersion: v1
kind: Secret
metadata:
  name: api
type: Opaque
data:
  username: ${Buffer.from('api').toString('base64')}
  signing: @@
`,
    secret: Buffer.from(alphanumeric(20, 115)).toString('base64'),
    harmless: Buffer.from('<to-be-filled-by-ci>').toString('base64'),
  },
  {
    what: 'kubernetes-secret-as-text',
    language: 'yaml',
    path: 'deploy/base/db-secret.yml',
    text: `---
apiVersion: v1
kind: ConfigMap
metadata: { name: db }
data:
  host: db.corp.internal
---
kind: Secret
apiVersion: v1
metadata: { name: db }
stringData:
  postgres: @@
`,
    secret: password(116),
    harmless: 'CHANGE_ME',
  },
  {
    what: 'sealed-secret-is-public',
    language: 'yaml',
    path: 'k8s/sealed.yaml',
    text: `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: api
spec:
  encryptedData:
    password: Ag${base64(180, 117)}
  template:
    metadata:
      annotations:
        rotate-token: "@@"
`,
    secret: alphanumeric(30, 118),
    harmless: 'on-monday',
  },
  {
    what: 'image-build-argument',
    language: 'dockerfile',
    path: 'Dockerfile',
    text: `FROM node:22.12-alpine
WORKDIR /app
ENV NODE_ENV=production API_SECRET=@@
COPY . .
CMD ["node", "server.js"]
`,
    secret: alphanumeric(32, 119),
    harmless: '${API_SECRET}',
  },
  {
    what: 'workflow-environment',
    language: 'yaml',
    path: '.github/workflows/deploy.yml',
    text: `name: deploy
on: { push: { branches: [main] } }
permissions: { contents: read }
jobs:
  deploy:
    runs-on: ubuntu-24.04
    env:
      DEPLOY_TOKEN: @@
    steps:
      - run: ./deploy.sh
`,
    secret: alphanumeric(40, 120),
    harmless: '${{ secrets.DEPLOY_TOKEN }}',
  },
  {
    what: 'provider-keys',
    language: 'terraform',
    path: 'infra/provider.tf',
    text: `provider "datadog" {
  api_key = @@
  app_key = var.datadog_app_key
}
`,
    secret: `"${hex(32, 121)}"`,
    harmless: 'var.datadog_api_key',
  },
  {
    what: 'variable-with-default',
    language: 'terraform',
    path: 'infra/variables.tf',
    text: `variable "db_password" {
  type      = string
  sensitive = true
  @@
}
`,
    secret: `default   = "${password(122)}"`,
    harmless: 'nullable  = false',
  },
  {
    what: 'curl-user',
    language: 'shell',
    path: 'ci/publish.sh',
    text: `#!/usr/bin/env bash
set -euo pipefail
curl -sf @@ -T dist.tgz "https://artifacts.corp.internal/releases/$VERSION.tgz"
`,
    secret: `-u deploy:${alphanumeric(12, 123)}`,
    harmless: '-u "deploy:$ARTIFACTS_PASSWORD"',
  },
  {
    what: 'database-client',
    language: 'shell',
    path: 'ops/backup.sh',
    text: `#!/bin/sh
set -e
@@ pg_dump -h db.corp.internal -U backup shop | gzip > "/backups/$(date +%F).gz"
`,
    secret: `PGPASSWORD=${alphanumeric(13, 124)}`,
    harmless: 'PGPASSFILE=/etc/backup/pgpass',
  },
  {
    what: 'registry-login',
    language: 'yaml',
    path: '.gitlab-ci.yml',
    text: `build:
  image: docker:27.4
  script:
    - docker login registry.corp.internal -u ci @@
    - docker build -t registry.corp.internal/app:$CI_COMMIT_SHA .
`,
    secret: `-p ${alphanumeric(16, 125)}`,
    harmless: '--password-stdin < "$REGISTRY_PASSWORD_FILE"',
  },
  {
    what: 'netrc',
    language: 'text',
    path: 'docker/.netrc',
    text: `machine git.corp.internal
login builder
password @@
`,
    secret: alphanumeric(14, 126),
    harmless: '<password>',
  },
  {
    what: 'pgpass',
    language: 'text',
    path: 'ansible/files/.pgpass',
    text: `# host:port:database:user:password
db.corp.internal:5432:*:backup:@@
`,
    secret: alphanumeric(15, 127),
    harmless: 'changeme',
  },
  {
    what: 'git-credentials',
    language: 'text',
    path: 'home/.git-credentials',
    text: `@@
`,
    secret: `https://builder:${alphanumeric(20, 128)}@git.corp.internal`,
    harmless: 'https://builder@git.corp.internal',
  },
  {
    what: 'basic-header',
    language: 'typescript',
    path: 'src/legacy/soap.ts',
    text: `export const callLegacy = (body: string) =>
  fetch('https://legacy.corp.internal/soap', {
    method: 'POST',
    headers: { Authorization: @@, 'content-type': 'text/xml' },
    body,
  });
`,
    secret: `'Basic ${Buffer.from(`soap:${password(129)}`).toString('base64')}'`,
    harmless: '`Basic ${btoa(`${user}:${key}`)}`',
  },
  {
    what: 'bearer-header',
    language: 'shell',
    path: 'scripts/purge-cache.sh',
    text: `#!/bin/sh
curl -X POST "https://api.cdn.corp.internal/zones/$ZONE/purge" \\
  -H "Authorization: Bearer @@" \\
  -H "Content-Type: application/json" --data '{"purge_everything":true}'
`,
    secret: alphanumeric(40, 130),
    harmless: '${CDN_TOKEN}',
  },
  {
    what: 'auth-tuple',
    language: 'python',
    path: 'sync/jira.py',
    text: `import requests

BASE = "https://jira.corp.internal/rest/api/2"


def issue(key: str) -> dict:
    return requests.get(f"{BASE}/issue/{key}", auth=@@, timeout=10).json()
`,
    secret: `("sync-bot", "${password(131)}")`,
    harmless: '(settings.jira_user, settings.jira_password)',
  },
  {
    what: 'maven-server',
    language: 'xml',
    path: '.mvn/settings.xml',
    text: `<settings>
  <servers>
    <server>
      <id>releases</id>
      <username>deployer</username>
      <password>@@</password>
    </server>
  </servers>
</settings>
`,
    secret: alphanumeric(16, 132),
    harmless: '${env.NEXUS_PASSWORD}',
  },
  {
    what: 'nuget-source',
    language: 'xml',
    path: 'nuget.config',
    text: `<configuration>
  <packageSourceCredentials>
    <corp>
      <add key="Username" value="ci" />
      <add key="ClearTextPassword" value="@@" />
    </corp>
  </packageSourceCredentials>
</configuration>
`,
    secret: alphanumeric(24, 133),
    harmless: '%NUGET_PASSWORD%',
  },
  {
    what: 'sql-role',
    language: 'sql',
    path: 'migrations/0007_readers.sql',
    text: `create role reader login password @@;
grant usage on schema public to reader;
grant select on all tables in schema public to reader;
`,
    secret: `'${password(134)}'`,
    harmless: 'null',
  },
  {
    what: 'storage-account',
    language: 'csharp',
    path: 'src/Blobs.cs',
    text: `using Azure.Storage.Blobs;

public static class Blobs
{
    public static BlobServiceClient Client() => new(@@);
}
`,
    secret: `"DefaultEndpointsProtocol=https;AccountName=shopblobs;AccountKey=${base64(86, 135)}==;EndpointSuffix=core.windows.net"`,
    harmless: 'new Uri("https://shopblobs.blob.core.windows.net"), new DefaultAzureCredential()',
  },
  {
    what: 'rails-credentials',
    language: 'yaml',
    path: 'config/secrets.yml',
    text: `production:
  secret_key_base: @@
`,
    secret: hex(128, 136),
    harmless: `<%= ENV["SECRET_KEY_BASE"] %>`,
  },
  {
    what: 'encrypted-values-are-public',
    language: 'yaml',
    path: 'secrets/prod.enc.yaml',
    text: `smtp_password: ENC[AES256_GCM,data:${base64(24, 137)},iv:${base64(43, 138)}=,type:str]
api_token: @@
sops:
  lastmodified: "2026-01-07T10:00:00Z"
`,
    secret: alphanumeric(32, 139),
    harmless: `ENC[AES256_GCM,data:${base64(24, 140)},iv:${base64(43, 141)}=,type:str]`,
  },
  {
    what: 'hash-of-a-password-is-none',
    language: 'python',
    path: 'seed/users.py',
    text: `ADMIN = {
    "name": "admin",
    "password_hash": "$2b$12$${alphanumeric(53, 142)}",
    "recovery_secret": @@,
}
`,
    secret: `"${alphanumeric(24, 143)}"`,
    harmless: `"$2b$12$${alphanumeric(53, 144)}"`,
  },
  {
    what: 'powershell-secure-string',
    language: 'powershell',
    path: 'deploy/iis.ps1',
    text: `$password = @@
$credential = New-Object System.Management.Automation.PSCredential('CORP\\svc-iis', $password)
Invoke-Command -ComputerName web01 -Credential $credential -ScriptBlock { iisreset }
`,
    secret: `ConvertTo-SecureString '${password(145)}' -AsPlainText -Force`,
    harmless: `Get-Secret -Name svc-iis`,
  },
  {
    what: 'laravel-key',
    language: 'env',
    path: '.env.production',
    text: `APP_ENV=production
APP_KEY=@@
APP_URL=https://shop.corp.internal
`,
    secret: `base64:${base64(43, 146)}=`,
    harmless: '',
    at: 'APP_KEY=base64',
  },
]);
