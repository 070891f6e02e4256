import { z } from 'zod';
import type { BotManifest } from '#bots/contract.ts';

const settings = z.object({
  signingSecret: z.string().min(1).meta({
    env: 'SLACK_SIGNING_SECRET',
    secret: true,
    label:
      'Signing secret of the Slack app (Basic Information, App Credentials); two, separated by a comma, while it is rotated',
  }),
  botToken: z.string().min(1).meta({
    env: 'SLACK_BOT_TOKEN',
    secret: true,
    label:
      'Bot user OAuth token, xoxb-… (OAuth & Permissions), of an app made from bots/slack/app-manifest.json',
  }),
  githubUsers: z
    .string()
    .regex(/^\s*[UW][A-Z0-9]+\s*=\s*[\w-]+\s*(?:,\s*[UW][A-Z0-9]+\s*=\s*[\w-]+\s*)*$/, {
      error: 'must be pairs of a Slack member and a GitHub account, such as U0123ABCD=rosa, U0456EFGH=max',
    })
    .optional()
    .meta({
      env: 'SLACK_GITHUB_USERS',
      label:
        'Who is who on GitHub, such as U0123ABCD=rosa, U0456EFGH=max: then rights there are checked, and nobody else may ask about repositories',
    }),
  approvers: z
    .string()
    .regex(/^\s*[UW][A-Z0-9]+\s*(?:,\s*[UW][A-Z0-9]+\s*)*$/, {
      error: 'must be Slack members, such as U0123ABCD, U0456EFGH',
    })
    .optional()
    .meta({
      env: 'SLACK_APPROVERS',
      label:
        'Members who may decide about limits of money where SLACK_GITHUB_USERS does not say who is who, such as U0123ABCD, U0456EFGH; without it admins of the workspace',
    }),
  apiUrl: z
    .url({ protocol: /^https?$/ })
    .default('https://slack.com/api/')
    .meta({
      env: 'SLACK_API_URL',
      label: 'Base URL of the Slack Web API, with its trailing slash',
    }),
});

export type Settings = z.infer<typeof settings>;

export const manifest = {
  id: 'slack',
  title: 'Slack',
  maxBodyBytes: 1_000_000,
  contentTypes: ['application/json', 'application/x-www-form-urlencoded'],
  keptHeaders: [
    'content-type',
    'user-agent',
    'x-slack-request-timestamp',
    'x-slack-retry-num',
    'x-slack-retry-reason',
    // A digest, not a secret: with it a stored delivery can be verified again.
    'x-slack-signature',
  ],
  singularHeaders: ['content-type', 'x-slack-signature', 'x-slack-request-timestamp'],
  patienceMs: 3_000,
  settings,
} as const satisfies BotManifest;
