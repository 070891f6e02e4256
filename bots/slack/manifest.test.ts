import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { settingsFromEnv, settingsOf } from '#monitoring/settings.ts';
import { defaultScopes } from '#test/stand-ins/slack/stand-in.ts';
import { manifest } from './manifest.ts';

it('both secrets are marked as such, and only the API address has a default', () => {
  const settings = settingsOf(manifest.settings);
  expect(settings.filter((each) => each.secret).map((each) => each.env)).toEqual([
    'SLACK_SIGNING_SECRET',
    'SLACK_BOT_TOKEN',
  ]);
  expect(settings.filter((each) => !each.required).map((each) => each.name)).toEqual([
    'githubUsers',
    'approvers',
    'apiUrl',
  ]);
  const env = { SLACK_SIGNING_SECRET: 's', SLACK_BOT_TOKEN: 't' };
  expect(manifest.settings.parse(settingsFromEnv(manifest.settings, env)).apiUrl).toBe(
    'https://slack.com/api/',
  );
});

it.each([
  ['U0123ABCD=rosa, W0456EFGH=max-m', true],
  ['U0123ABCD=rosa', true],
  ['rosa', false],
  ['U0123ABCD=rosa;U0456EFGH=max', false],
  ['U0123ABCD=', false],
])('who is who on GitHub may be %j: %s', (githubUsers, isTaken) => {
  const settings = { signingSecret: 's', botToken: 't', githubUsers };
  expect(manifest.settings.safeParse(settings).success).toBe(isTaken);
});

it('the app asks Slack for the scopes that the stand-in grants, and for no more', () => {
  const app = JSON.parse(readFileSync(new URL('app-manifest.json', import.meta.url), 'utf8')) as {
    oauth_config: { scopes: { bot: string[] } };
  };
  expect(app.oauth_config.scopes.bot).toEqual(defaultScopes);
});
