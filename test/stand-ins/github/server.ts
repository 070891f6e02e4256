import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { ApiRequest } from './http/api-request.ts';
import { answer, type Answer, type Gate } from './http/gate.ts';
import { pageAt } from './pages/page-at.ts';
import { AppRegistration } from './web/app-registration.ts';

/** Larger bodies are refused before they are read. */
const maxBodyBytes = 25 * 1024 * 1024;

/** The HTTP server over the gate and the pages. `Date` tells the stand-in's clock, by which clients mend theirs. */
export function createHttpServer(gate: Gate): Server {
  const web = new AppRegistration(gate.platform.world, gate.platform.deliveries);
  return createServer((request, response) => {
    void handle({ gate, web }, request, response);
  });
}

interface Site {
  readonly gate: Gate;
  readonly web: AppRegistration;
}

async function handle(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    writeReply(response, await respond(site, request), site.gate.platform.world.now());
  } catch (error) {
    response.writeHead(500, { 'content-type': 'text/plain' });
    response.end(`stand-in failed: ${error instanceof Error ? error.stack : String(error)}`);
  }
}

async function respond({ gate, web }: Site, request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://stand-in');
  const method = request.method ?? 'GET';
  const page = method === 'GET' ? pageAt(gate.platform.world, url.pathname) : undefined;
  if (page) return page;
  const body = await readBody(request);
  if (!body) return { status: 413, contentType: 'text/plain', body: 'Payload too large', headers: {} };
  const fromWeb = await web.answer({ method, path: url.pathname, query: url.searchParams, body });
  if (fromWeb) return fromWeb;
  const apiRequest: ApiRequest = {
    method,
    path: url.pathname,
    query: url.searchParams,
    headers: lowerCaseHeaders(request),
    body,
  };
  return answer(gate, apiRequest);
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  return size <= maxBodyBytes ? Buffer.concat(chunks) : undefined;
}

function lowerCaseHeaders({ headers }: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

function writeReply(response: ServerResponse, reply: Answer, now: number): void {
  if (reply === 'cut') {
    response.destroy();
    return;
  }
  const { status, contentType, body, headers } = reply;
  response.writeHead(status, {
    ...(contentType === '' ? {} : { 'content-type': contentType }),
    date: new Date(now).toUTCString(),
    server: 'github.com',
    'x-github-request-id': randomUUID(),
    'x-github-media-type': 'github.v3; format=json',
    ...headers,
  });
  response.end(body);
}
