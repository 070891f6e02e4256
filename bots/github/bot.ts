import type { Bot } from '#bots/contract.ts';
import { connect } from './connection.ts';
import { manifest } from './manifest.ts';
import { normalise } from './normalise.ts';
import { receive } from './receive.ts';
import { parsePullRequestUrl } from './subject-id.ts';

export const bot: Bot = {
  manifest,
  receive,
  normalise,
  connect,
  recognises: (url) => parsePullRequestUrl(url) !== undefined,
};
