import type { Bot } from '#bots/contract.ts';
import { connect } from './connection.ts';
import { manifest } from './manifest.ts';
import { normalise } from './normalise.ts';
import { receive } from './receive.ts';

export const bot: Bot = {
  manifest,
  receive,
  normalise,
  connect: (settings, _accountId, host) => connect(settings, host),
};
