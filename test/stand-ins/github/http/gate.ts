import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { admitToRepository } from './access.ts';
import type { ApiRequest } from './api-request.ts';
import { checkApiVersion } from './api-version.ts';
import { authenticate } from './authenticate.ts';
import type { Fault, Faults } from './faults.ts';
import { isObject, type Body } from './fields.ts';
import type { Limits } from './limits.ts';
import { matchRoute, type RouteMatch } from './match-route.ts';
import { mediaTypeOf } from './media-type.ts';
import { notFound, Refusal, validationFailed } from './refusal.ts';
import { json, type Reply } from './reply.ts';
import type { Identity, Platform, Route } from './route.ts';

export interface Gate {
  readonly platform: Platform;
  readonly routes: readonly Route[];
  readonly faults: Faults;
  readonly retiredApiVersions: readonly string[];
}

/** A refused connection: the caller sees the socket close. */
export type Answer = Reply | 'cut';

const docsRoot = 'https://docs.github.com/rest';

/** Takes a request through every check in GitHub's order, to its route, and shapes whatever comes out. */
export async function answer(gate: Gate, request: ApiRequest): Promise<Answer> {
  if (!request.headers['user-agent']) return agentRefusal();
  const match = matchRoute(gate.routes, request.method, request.path);
  try {
    const apiVersion = checkApiVersion(request.headers['x-github-api-version'], gate.retiredApiVersions);
    const { authorization } = request.headers;
    const identity = authenticate(gate.platform.world, authorization, match?.route.access === 'app');
    return await answerCaller(gate, request, { identity, match, apiVersion });
  } catch (error) {
    return refusalReply(error, match?.route);
  }
}

interface Caller {
  readonly identity: Identity;
  readonly match: RouteMatch | undefined;
  readonly apiVersion: string;
}

async function answerCaller(gate: Gate, request: ApiRequest, caller: Caller): Promise<Answer> {
  const { limits } = gate.platform;
  const leave = limits.enter(caller.identity);
  try {
    const reply = await throughFaults(gate, request, caller);
    if (reply === 'cut') return reply;
    const headers = {
      ...limits.headers(caller.identity),
      'x-github-api-version-selected': caller.apiVersion,
    };
    return { ...reply, headers: { ...headers, ...reply.headers } };
  } finally {
    leave();
  }
}

async function throughFaults(gate: Gate, request: ApiRequest, caller: Caller): Promise<Answer> {
  const fault = gate.faults.take(request.method, request.path);
  if (!fault) return serve(gate, request, caller);
  if (fault.kind !== 'slow') {
    if (fault.isApplied) serve(gate, request, caller);
    return faultAnswer(gate, fault, caller);
  }
  const early = fault.isApplied ? serve(gate, request, caller) : undefined;
  await sleep(fault.delayMs);
  return early ?? serve(gate, request, caller);
}

function faultAnswer(gate: Gate, fault: Exclude<Fault, { kind: 'slow' }>, caller: Caller): Answer {
  if (fault.kind === 'cut') return 'cut';
  if (fault.kind === 'server-error') {
    return htmlReply(
      fault.status,
      '<html><body><h1>This page is taking too long to load.</h1></body></html>',
    );
  }
  return refusalReply(faultRefusal(gate.platform.limits, fault, caller.identity), caller.match?.route);
}

function faultRefusal(
  limits: Limits,
  fault: Extract<Fault, { kind: 'abuse' | 'forbidden' | 'primary-limit' | 'secondary-limit' }>,
  identity: Identity,
): Refusal {
  if (fault.kind === 'primary-limit') return limits.primaryRefusal(identity, fault.status);
  if (fault.kind === 'secondary-limit') return limits.secondaryRefusal(fault.status, fault.retryAfterSeconds);
  if (fault.kind === 'forbidden') {
    const headers = { 'x-accepted-github-permissions': fault.needed };
    return new Refusal(403, 'Resource not accessible by integration', { headers });
  }
  return validationFailed({ resource: 'Issue', field: 'body', code: 'abuse' });
}

function serve(gate: Gate, request: ApiRequest, { identity, match, apiVersion }: Caller): Reply {
  const { limits, world } = gate.platform;
  const isFree = match?.route.isFree === true;
  try {
    if (!isFree) limits.admit(identity, request.method, match?.route);
    if (!match) throw notFound();
    const mediaType = mediaTypeOf(request.headers['accept']);
    const body = parseBody(request);
    const repository = admitToRepository(world, identity, match, request);
    const { path, query, headers } = request;
    const { params } = match;
    const exchange = {
      ...gate.platform,
      identity,
      path,
      params,
      query,
      headers,
      body,
      mediaType,
      apiVersion,
      repository,
    };
    const reply = withTag(request, match.route.handle(exchange));
    if (!isFree && reply.status !== 304) limits.charge(identity);
    return reply;
  } catch (error) {
    if (!isFree) limits.charge(identity);
    return refusalReply(error, match?.route);
  }
}

function parseBody({ method, body }: ApiRequest): Body {
  if (method === 'GET' || body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
  if (!isObject(value)) throw new Refusal(400, 'Body should be a JSON object');
  return value;
}

/** A validator on every answer to a read; the same one sent back costs nothing. */
function withTag({ method, headers }: ApiRequest, reply: Reply): Reply {
  if (method !== 'GET' || reply.status !== 200) return reply;
  const etag = `W/"${createHash('sha256').update(reply.body).digest('hex')}"`;
  const known = (headers['if-none-match'] ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^(?:W\/)?/, 'W/'));
  const tagged = { ...reply, headers: { ...reply.headers, etag } };
  return known.includes(etag) ? { ...tagged, status: 304, contentType: '', body: '' } : tagged;
}

/** GitHub's error shape: `status` is a string, and 401 and unknown paths point to the root of the documentation. */
function refusalReply(error: unknown, route: Route | undefined): Reply {
  if (!(error instanceof Refusal)) throw error;
  const { status, message, options } = error;
  const docs = options.docs ?? route?.docs;
  const page = status === 401 || docs === undefined ? docsRoot : `${docsRoot}/${docs}`;
  const { errors, extra, headers = {} } = options;
  const body = {
    message,
    ...(errors ? { errors } : {}),
    ...extra,
    documentation_url: page,
    status: String(status),
  };
  return json(status, body, headers);
}

function agentRefusal(): Reply {
  return htmlReply(
    403,
    'Request forbidden by administrative rules. Please make sure your request has a User-Agent header ' +
      '(https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required). ' +
      'Check https://developer.github.com for other possible causes.',
  );
}

function htmlReply(status: number, body: string): Reply {
  return { status, contentType: 'text/html; charset=utf-8', body, headers: {} };
}
