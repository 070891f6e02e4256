import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock, type Clock } from '#monitoring/clock.ts';
import { createFailures, type Failure, type Failures } from './failures.ts';
import { createHubCaller, type HubCaller } from './hub-caller.ts';
import { channelPage, indexPage } from './page.ts';
import { createPeople, type People } from './people.ts';
import { createRateLimits, type RateLimitMode } from './rate-limits.ts';
import { createResponseUrls } from './response-urls.ts';
import { answerCall, json, rateLimited, type Answer, type Credentials } from './web-api.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

export interface SlackStandInOptions {
  readonly clock?: Clock;
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  readonly signingSecret?: string;
  readonly botToken?: string;
  readonly scopes?: readonly string[];
  readonly rateLimits?: RateLimitMode;
  /** Where commands and events go: the hub's whole webhook URL. */
  readonly hubUrl?: string;
  /** How long Slack waits for the hub, in real milliseconds. */
  readonly patienceMs?: number;
}

export interface SlackStandIn extends People, Pick<HubCaller, 'send'>, Pick<Failures, 'failNext'> {
  /** Such as `http://127.0.0.1:40123`. */
  readonly origin: string;
  /** What `SLACK_API_URL` must be. */
  readonly apiUrl: string;
  readonly signingSecret: string;
  readonly botToken: string;
  /** Everything that is in the workspace, and `effects`: what people could see happen. */
  readonly workspace: Workspace;
  readonly credentials: Credentials;
  /** Every call that arrived, in order: Web API methods and `response_url`. */
  readonly calls: readonly string[];
  setHubUrl(url: string): void;
  /** The page of a conversation, for a person to look at. */
  pageUrl(channelId: string): string;
  close(): Promise<void>;
}

/** The scopes that bots/slack/app-manifest.json asks for; a test keeps them equal. */
export const defaultScopes: readonly string[] = [
  'app_mentions:read',
  'channels:history',
  'chat:write',
  'commands',
  'groups:history',
  'im:history',
  'reactions:write',
  'users:read',
];

const maxRequestBytes = 1_000_000;

/** A workspace of Slack on a loopback port, as strict as the documents of Slack say that Slack is. */
export async function createSlackStandIn(options: SlackStandInOptions = {}): Promise<SlackStandIn> {
  const clock = options.clock ?? systemClock;
  const signingSecret = options.signingSecret ?? 'e2a1f7c94b6d0835e2a1f7c94b6d0835';
  const botToken = options.botToken ?? 'xoxb-stand-in-1-token';
  const credentials: Credentials = {
    tokens: new Map([[botToken, 'valid']]),
    scopes: options.scopes ?? defaultScopes,
  };
  const workspace = createWorkspace(clock);
  const failures = createFailures();
  const responseUrls = createResponseUrls(workspace);
  const rateLimits = createRateLimits(clock, options.rateLimits ?? 'internal');
  const calls: string[] = [];
  const closing = new AbortController();
  let hubUrl = options.hubUrl;

  const answer = (name: string, path: string, request: { headers: Headers; body: string }): Answer =>
    name === 'response_url'
      ? responseUrls.answer(path, request)
      : answerCall(name, request, { workspace, credentials, rateLimits });

  const server = createServer((request, response) => {
    void serve(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', 'http://stand-in');
    if (request.method === 'GET') return servePage(pathname, response);
    const name = callName(pathname);
    if (name === undefined) return void response.writeHead(404).end();
    const body = await readBody(request);
    calls.push(name);
    const headers = request.headers as Headers;
    await withFailure(failures.take(name), response, clock, () => answer(name, pathname, { headers, body }));
  };

  const servePage = (pathname: string, response: ServerResponse) => {
    const channelId = /^\/channels\/(\w+)$/.exec(pathname)?.[1];
    const html = channelId === undefined ? undefined : channelPage(workspace, channelId);
    const found = pathname === '/' ? indexPage(workspace) : html;
    response.writeHead(found === undefined ? 404 : 200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    });
    response.end(found ?? 'No such page.');
  };

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const hub = createHubCaller({
    clock,
    signingSecret,
    hubUrl: () => hubUrl,
    patienceMs: options.patienceMs ?? 3_000,
    signal: closing.signal,
  });

  return {
    ...createPeople({ workspace, hub, responseUrls, origin: () => origin }),
    send: (request) => hub.send(request),
    failNext: (...each) => failures.failNext(...each),
    origin,
    apiUrl: `${origin}/api/`,
    signingSecret,
    botToken,
    workspace,
    credentials,
    calls,
    setHubUrl: (url) => {
      hubUrl = url;
    },
    pageUrl: (channelId) => `${origin}/channels/${channelId}`,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Headers = Readonly<Record<string, string | undefined>>;

function callName(pathname: string): string | undefined {
  if (pathname.startsWith('/commands/')) return 'response_url';
  return /^\/api\/([\w.]+)$/.exec(pathname)?.[1];
}

/** Runs a call, or lets it fail before or after its effect. */
async function withFailure(
  failure: Failure | undefined,
  response: ServerResponse,
  clock: Clock,
  run: () => Answer,
): Promise<void> {
  if (failure === undefined) return write(response, run());
  switch (failure.kind) {
    case 'rate_limited':
      return write(response, rateLimited(failure.retryAfterSeconds));
    case 'refused':
      return write(response, json({ ok: false, error: failure.error }));
    case 'slow': {
      const answer = run();
      await clock.sleep(failure.ms);
      return write(response, answer);
    }
    case 'cut':
    case 'status':
    default:
      if (failure.when === 'after') run();
      if (failure.kind === 'cut') response.destroy();
      else response.writeHead(failure.status).end('<html>upstream error</html>');
      return undefined;
  }
}

function write(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { ...answer.headers }).end(answer.body);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > maxRequestBytes) throw new Error('request too large');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
