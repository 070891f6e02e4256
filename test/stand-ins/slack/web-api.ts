import { CallArguments } from './call-arguments.ts';
import * as chat from './methods/chat.ts';
import * as conversations from './methods/conversations.ts';
import * as people from './methods/people.ts';
import type { RateLimits } from './rate-limits.ts';
import { Refusal } from './refusal.ts';
import type { Workspace } from './workspace.ts';

/** What the stand-in answers to one call, or `after` the effect of one. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Request {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** The tokens that exist, by what Slack says of them. */
export interface Credentials {
  readonly tokens: Map<string, 'valid' | 'token_revoked' | 'token_expired' | 'account_inactive'>;
  scopes: readonly string[];
}

interface Method {
  readonly run: (args: CallArguments, workspace: Workspace) => object;
  /** Scopes of which the app needs the one for the conversation's kind, or simply the one. */
  readonly scopes?: readonly string[];
}

const byKind = (suffix: string): string[] => [`channels:${suffix}`, `groups:${suffix}`, `im:${suffix}`];

const methods: Readonly<Record<string, Method>> = {
  'auth.test': { run: people.authTest },
  'chat.postMessage': { run: chat.postMessage, scopes: ['chat:write'] },
  'chat.update': { run: chat.update, scopes: ['chat:write'] },
  'chat.postEphemeral': { run: chat.postEphemeral, scopes: ['chat:write'] },
  'chat.delete': { run: chat.remove, scopes: ['chat:write'] },
  'chat.getPermalink': { run: chat.getPermalink },
  'conversations.info': { run: conversations.info, scopes: byKind('read') },
  'conversations.history': { run: conversations.history, scopes: byKind('history') },
  'conversations.replies': { run: conversations.replies, scopes: byKind('history') },
  'conversations.open': { run: conversations.open, scopes: ['im:write'] },
  'users.info': { run: people.userInfo, scopes: ['users:read'] },
  'reactions.add': { run: people.addReaction, scopes: ['reactions:write'] },
};

/** Answers one call as Slack does: refusals are HTTP 200 with `ok: false`, except for limits. */
export function answerCall(
  method: string,
  request: Request,
  slack: { workspace: Workspace; credentials: Credentials; rateLimits: RateLimits },
): Answer {
  const { workspace, credentials, rateLimits } = slack;
  const headers = { 'x-oauth-scopes': credentials.scopes.join(',') };
  try {
    const known = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (!known) throw new Refusal('unknown_method', { req_method: method });
    const args = CallArguments.read(request.headers['content-type'] ?? '', request.body);
    checkToken(request.headers['authorization'], args, credentials);
    checkScope(known, args, slack);
    const waitSeconds = rateLimits.take(method, args.optional('channel'));
    if (waitSeconds !== undefined) return rateLimited(waitSeconds);
    return json({ ok: true, ...known.run(args, workspace) }, headers);
  } catch (error) {
    if (error instanceof Refusal) return json(error.body, headers);
    throw error;
  }
}

export function rateLimited(retryAfterSeconds: number | undefined): Answer {
  return {
    status: 429,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
    },
    body: JSON.stringify({ ok: false, error: 'ratelimited' }),
  };
}

export function json(body: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

function checkToken(authorization: string | undefined, args: CallArguments, credentials: Credentials): void {
  const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? args.optional('token');
  if (token === undefined) throw new Refusal('not_authed');
  const state = credentials.tokens.get(token);
  if (state === undefined) {
    throw new Refusal(/^x(app|oxe)/.test(token) ? 'not_allowed_token_type' : 'invalid_auth');
  }
  if (state !== 'valid') throw new Refusal(state);
}

function checkScope(
  method: Method,
  args: CallArguments,
  { workspace, credentials }: { workspace: Workspace; credentials: Credentials },
): void {
  const { scopes } = method;
  if (!scopes) return;
  const kind = workspace.channels.get(args.optional('channel') ?? '')?.kind ?? 'public';
  const needed = scopes.length === 1 ? scopes[0] : scopes[['public', 'private', 'im'].indexOf(kind)];
  if (needed !== undefined && !credentials.scopes.includes(needed)) {
    throw new Refusal('missing_scope', { needed, provided: credentials.scopes.join(',') });
  }
}
