import { alphanumeric, base32, base64, base64Url, hex, jwt, number, uuid } from '../../made-up.ts';
import { secretCases } from '../../secret-cases.ts';

export const cases = secretCases([
  {
    what: 'github-token-in-client',
    language: 'typescript',
    path: 'src/release/github.ts',
    text: `import { Octokit } from '@octokit/rest';

export const octokit = new Octokit({
  auth: @@,
  userAgent: 'release-bot/2.1',
});
`,
    secret: `'ghp_${alphanumeric(36, 11)}'`,
    harmless: 'process.env.GITHUB_TOKEN',
  },
  {
    what: 'stripe-live-key',
    language: 'python',
    path: 'billing/gateway.py',
    text: `import stripe

from billing.models import Invoice

stripe.api_key = @@


def charge(invoice: Invoice) -> str:
    intent = stripe.PaymentIntent.create(amount=invoice.cents, currency="eur")
    return intent.id
`,
    secret: `"sk_live_${alphanumeric(24, 12)}"`,
    harmless: 'os.environ["STRIPE_API_KEY"]',
  },
  {
    what: 'slack-bot-token',
    language: 'go',
    path: 'internal/notify/slack.go',
    text: `package notify

import "github.com/slack-go/slack"

func NewClient() *slack.Client {
	return slack.New(@@)
}
`,
    secret: `"xoxb-${number(11, 13)}-${number(12, 14)}-${alphanumeric(24, 15)}"`,
    harmless: 'os.Getenv("SLACK_BOT_TOKEN")',
  },
  {
    what: 'sendgrid-key',
    language: 'ruby',
    path: 'config/initializers/mail.rb',
    text: `ActionMailer::Base.smtp_settings = {
  address: 'smtp.sendgrid.net',
  port: 587,
  user_name: 'apikey',
  password: @@,
  authentication: :plain
}
`,
    secret: `'SG.${base64Url(22, 16)}.${base64Url(43, 17)}'`,
    harmless: `ENV.fetch('SENDGRID_API_KEY')`,
  },
  {
    what: 'twilio-key-beside-account',
    language: 'php',
    path: 'app/Services/Sms.php',
    text: `<?php

namespace App\\Services;

use Twilio\\Rest\\Client;

class Sms
{
    public function client(): Client
    {
        return new Client('AC${hex(32, 18)}', @@);
    }
}
`,
    secret: `'SK${hex(32, 19)}'`,
    harmless: `config('services.twilio.secret')`,
  },
  {
    what: 'gitlab-token-in-script',
    language: 'shell',
    path: 'scripts/mirror.sh',
    text: `#!/bin/sh
set -eu
project="$1"
curl --fail --header "PRIVATE-TOKEN: @@" \\
  "https://gitlab.corp.internal/api/v4/projects/$project/mirror/pull" --request POST
`,
    secret: `glpat-${base64Url(20, 20)}`,
    harmless: '$GITLAB_TOKEN',
  },
  {
    what: 'openai-project-key',
    language: 'python',
    path: 'assistant/client.py',
    text: `from openai import OpenAI

client = OpenAI(api_key=@@, timeout=30)
`,
    secret: `"sk-proj-${base64Url(58, 21)}T3BlbkFJ${base64Url(58, 22)}"`,
    harmless: 'settings.openai_api_key',
  },
  {
    what: 'anthropic-key',
    language: 'typescript',
    path: 'src/llm.ts',
    text: `import Anthropic from '@anthropic-ai/sdk';
const anthropic = new Anthropic({ apiKey: @@ });
export const ask = (prompt: string) =>
  anthropic.messages.create({ model: 'large', max_tokens: 500, messages: [{ role: 'user', content: prompt }] });
`,
    secret: `\`sk-ant-api03-${base64Url(93, 23)}AA\``,
    harmless: 'config.anthropic.apiKey',
  },
  {
    what: 'aws-pair',
    language: 'java',
    path: 'src/main/java/shop/Storage.java',
    text: `package shop;

public class Storage {
    S3Client client() {
        AwsBasicCredentials keys = @@
        return S3Client.builder().credentialsProvider(StaticCredentialsProvider.create(keys)).build();
    }
}
`,
    secret: `AwsBasicCredentials.create("AKIA${base32(16, 24)}", "${base64(40, 25)}");`,
    harmless: `AwsBasicCredentials.create(env("AWS_ACCESS_KEY_ID"), env("AWS_SECRET_ACCESS_KEY"));`,
  },
  {
    what: 'documented-aws-example',
    language: 'csharp',
    path: 'src/Uploads/BucketFactory.cs',
    text: `namespace Uploads;

public static class BucketFactory
{
    private const string AccessKey = @@;

    public static IAmazonS3 Create(string secret) => new AmazonS3Client(AccessKey, secret, RegionEndpoint.EUCentral1);
}
`,
    secret: `"AKIA${base32(16, 26)}"`,
    harmless: `"AKIAIOSFODNN7EXAMPLE"`,
  },
  {
    what: 'telegram-bot',
    language: 'javascript',
    path: 'bot/index.js',
    text: `const { Telegraf } = require('telegraf');
const bot = new Telegraf(@@);
bot.on('text', (ctx) => ctx.reply('hello'));
bot.launch();
`,
    secret: `'${number(10, 27)}:AA${base64Url(33, 28)}'`,
    harmless: 'process.env.BOT_TOKEN',
  },
  {
    what: 'discord-webhook',
    language: 'python',
    path: 'alerts/discord.py',
    text: `import httpx

WEBHOOK = @@


async def alert(text: str) -> None:
    async with httpx.AsyncClient() as client:
        await client.post(WEBHOOK, json={"content": text})
`,
    secret: `"https://discord.com/api/webhooks/${number(18, 29)}/${base64Url(68, 30)}"`,
    harmless: 'settings.DISCORD_WEBHOOK',
  },
  {
    what: 'slack-webhook-in-makefile',
    language: 'makefile',
    path: 'Makefile',
    text: `deploy:
	kubectl apply -f k8s/
	curl -s -X POST -d '{"text":"deployed"}' @@
`,
    secret: `https://hooks.slack.com/services/T${base32(9, 31)}/B${base32(10, 32)}/${alphanumeric(24, 33)}`,
    harmless: '$(SLACK_WEBHOOK)',
  },
  {
    what: 'service-token-of-three-parts',
    language: 'typescript',
    path: 'src/api/admin.ts',
    text: `const serviceToken = @@;

export async function listUsers() {
  const response = await fetch('https://api.corp.internal/users', {
    headers: { authorization: \`Bearer \${serviceToken}\` },
  });
  return response.json();
}
`,
    secret: `'${jwt({ sub: 'svc-reports', role: 'admin', iat: 1_700_000_000, exp: 4_000_000_000 }, 34)}'`,
    harmless: `'${jwt({ sub: '1234567890', name: 'John Doe', iat: 1_516_239_022 }, 35)}'`,
  },
  {
    what: 'service-role-key',
    language: 'javascript',
    path: 'lib/supabase.js',
    text: `import { createClient } from '@supabase/supabase-js';

export const supabase = createClient('https://qhxkzjv.supabase.co', @@);
`,
    secret: `'${jwt({ iss: 'supabase', ref: 'qhxkzjv', role: 'service_role', exp: 4_000_000_000 }, 36)}'`,
    harmless: `'${jwt({ iss: 'supabase', ref: 'qhxkzjv', role: 'anon', exp: 4_000_000_000 }, 37)}'`,
  },
  {
    what: 'google-key-of-a-server',
    language: 'go',
    path: 'geo/client.go',
    text: `package geo

import "googlemaps.github.io/maps"

const key = @@

func New() (*maps.Client, error) { return maps.NewClient(maps.WithAPIKey(key)) }
`,
    secret: `"AIza${base64Url(35, 38)}"`,
    harmless: `"AIzaSyExampleExampleExampleExampleExamp"`,
  },
  {
    what: 'hex-key-by-its-name',
    language: 'rust',
    path: 'src/weather.rs',
    text: `const API_KEY: &str = @@;

pub fn url(city: &str) -> String {
    format!("https://api.weather.test/v3/current?q={city}&appid={API_KEY}")
}
`,
    secret: `"${hex(32, 39)}"`,
    harmless: `env!("WEATHER_API_KEY")`,
  },
  {
    what: 'commit-is-no-token',
    language: 'typescript',
    path: 'src/version.ts',
    text: `export const build = {
  version: '4.2.0',
  commit: '${hex(40, 40)}',
  deployToken: @@,
};
`,
    secret: `'${alphanumeric(40, 41)}'`,
    harmless: 'undefined as string | undefined',
  },
  {
    what: 'token-in-test-is-shown-mildly',
    language: 'typescript',
    path: 'src/github/client.test.ts',
    text: `import { client } from './client';

it('lists repositories', async () => {
  expect(await client(@@).list()).toHaveLength(3);
});
`,
    secret: `'ghp_${alphanumeric(36, 42)}'`,
    harmless: `'${alphanumeric(36, 43)}'`,
  },
  {
    what: 'fallback-of-the-environment',
    language: 'typescript',
    path: 'src/auth/session.ts',
    text: `import { SignJWT } from 'jose';

const secret = new TextEncoder().encode(@@);

export const sign = (user: string) => new SignJWT({ user }).setProtectedHeader({ alg: 'HS256' }).sign(secret);
`,
    secret: `process.env.JWT_SECRET ?? '${alphanumeric(32, 44)}'`,
    harmless: "requireEnv('JWT_SECRET')",
  },
  {
    what: 'default-of-a-lookup',
    language: 'python',
    path: 'app/settings.py',
    text: `import os

DEBUG = False
SECRET_KEY = @@
ALLOWED_HOSTS = ["app.corp.internal"]
`,
    secret: `os.environ.get("SECRET_KEY", "${alphanumeric(50, 45)}")`,
    harmless: `os.environ.get("SECRET_KEY", "change-me-please-0123")`,
  },
  {
    what: 'token-replaced-by-another',
    language: 'kotlin',
    path: 'app/src/main/java/app/Api.kt',
    base: `object Api {
    private val uploadToken = BuildConfig.UPLOAD_TOKEN
    fun header() = "Token " + uploadToken
}
`,
    text: `object Api {
    private val uploadToken = @@
    fun header() = "Token " + uploadToken
}
`,
    secret: `"${alphanumeric(36, 46)}"`,
    harmless: 'Secrets.load("upload-token")',
  },
  {
    what: 'npm-token-in-rc',
    language: 'ini',
    path: '.npmrc',
    text: `@corp:registry=https://npm.corp.internal/
//npm.corp.internal/:_authToken=@@
engine-strict=true
`,
    secret: `npm_${alphanumeric(36, 47)}`,
    harmless: '${NPM_TOKEN}',
  },
  {
    what: 'id-of-a-tenant-is-no-secret',
    language: 'csharp',
    path: 'src/Identity/Azure.cs',
    text: `public static class Azure
{
    public const string TenantId = "${uuid(48)}";
    public static readonly string ClientSecret = @@;
}
`,
    secret: `"${alphanumeric(3, 49)}8Q~${base64Url(34, 50)}"`,
    harmless: `Environment.GetEnvironmentVariable("AZURE_CLIENT_SECRET")!`,
  },
]);
