import { z } from 'zod';
import type { BotManifest } from '#bots/contract.ts';

const settings = z.object({
  appId: z.string().regex(/^\w+$/).meta({
    env: 'GITHUB_APP_ID',
    label: 'App ID or client ID of the GitHub App (its settings page, About)',
  }),
  // People give the path of the file: that is told when it is set, not when the first event comes.
  privateKey: z
    .string()
    .regex(/-----BEGIN [A-Z ]*PRIVATE KEY-----/, {
      error: 'the content of the .pem file is needed, from -----BEGIN on',
    })
    .meta({
      env: 'GITHUB_PRIVATE_KEY',
      secret: true,
      label: 'Private key of the GitHub App, the whole PEM; \\n may stand for line breaks',
    }),
  webhookSecret: z.string().min(1).meta({
    env: 'GITHUB_WEBHOOK_SECRET',
    secret: true,
    label: 'Webhook secret of the GitHub App; two, separated by a comma, while it is rotated',
  }),
  apiUrl: z
    .url({ protocol: /^https?$/ })
    .default('https://api.github.com')
    .meta({
      env: 'GITHUB_API_URL',
      label: 'Base URL of the REST API; https://<host>/api/v3 for GitHub Enterprise Server',
    }),
  appSlug: z
    .string()
    .regex(/^[a-z0-9-]+$/i)
    .default('amas')
    .meta({
      env: 'GITHUB_APP_SLUG',
      label: 'Name of the GitHub App in its URL: people mention it, and its own events are told by it',
    }),
  writesPerMinute: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, { error: 'must be a whole number from 1 to 99999' })
    .default('80')
    .meta({
      env: 'GITHUB_WRITES_PER_MINUTE',
      label: 'How much all workers may write for one account; GitHub allows 80 a minute and 500 an hour',
    }),
  resolveThreads: z.enum(['yes', 'no']).default('no').meta({
    env: 'GITHUB_RESOLVE_THREADS',
    label:
      'yes: AMAS resolves its own threads of findings that are gone, for which GitHub wants the permission contents: write',
  }),
  clientId: z.string().min(1).optional().meta({
    env: 'GITHUB_CLIENT_ID',
    label: 'Client ID of the GitHub App; kept for what signs people in',
  }),
  clientSecret: z.string().min(1).optional().meta({
    env: 'GITHUB_CLIENT_SECRET',
    secret: true,
    label: 'Client secret of the GitHub App; kept for what signs people in',
  }),
});

export type Settings = z.infer<typeof settings>;

export const manifest = {
  id: 'github',
  title: 'GitHub',
  // GitHub drops events larger than this instead of sending them.
  maxBodyBytes: 25_000_000,
  contentTypes: ['application/json', 'application/x-www-form-urlencoded'],
  keptHeaders: [
    'content-type',
    'user-agent',
    'x-github-delivery',
    'x-github-event',
    'x-github-hook-id',
    'x-github-hook-installation-target-id',
    'x-github-hook-installation-target-type',
    // A digest, not a secret: with it a stored delivery can be verified again.
    'x-hub-signature-256',
  ],
  singularHeaders: ['content-type', 'x-github-delivery', 'x-github-event', 'x-hub-signature-256'],
  patienceMs: 10_000,
  settings,
  webhookSecretSetting: 'webhookSecret',
  isQuietUntilResult: true,
} as const satisfies BotManifest;
