import type { Bot } from '#bots/contract.ts';
import { connect } from './connection.ts';
import { manifest } from './manifest.ts';
import { normalise } from './normalise.ts';
import { prove } from './prove.ts';
import { receive } from './receive.ts';
import { reconcile } from './reconcile.ts';
import { replaceWebhookSecret } from './replace-webhook-secret.ts';
import { parsePullRequestUrl } from './subject-id.ts';

export const bot: Bot = {
  manifest,
  receive,
  normalise,
  connect,
  recognises: (url) => parsePullRequestUrl(url) !== undefined,
  prove,
  replaceWebhookSecret,
  reconcile,
};
