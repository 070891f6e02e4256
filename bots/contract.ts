/**
 * What bots and their host promise each other, by subject. Everybody imports it from here: where a promise lies is no
 * concern of theirs.
 */
export { roles } from './contract/access.ts';
export type * from './contract/access.ts';
export type * from './contract/bot.ts';
export type * from './contract/change.ts';
export type * from './contract/connection.ts';
export type * from './contract/conversation.ts';
export type * from './contract/event.ts';
export type * from './contract/inbound.ts';
export type * from './contract/issue.ts';
export type * from './contract/json.ts';
export type * from './contract/reply.ts';
export type * from './contract/setup.ts';
export type * from './contract/upkeep.ts';
