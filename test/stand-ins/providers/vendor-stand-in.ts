import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createConnection, type Connection } from './connection.ts';
import { sendEvents, type WireEvent } from './event-stream.ts';
import type { ScriptedAnswer, VendorError } from './scripted-answer.ts';

/** Thrown by a vendor's checks for what the vendor refuses. */
export class Refusal extends Error {
  readonly answer: VendorError;

  constructor(answer: VendorError) {
    super(`refused with ${answer.status}`);
    this.answer = answer;
  }
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed; undefined when it was no JSON object. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  /** The status it was answered with; undefined while it waits. */
  status: number | undefined;
  /** `performance.now()` when the client closed the connection before the answer was complete. */
  closedByClientAt: number | undefined;
}

export interface AcceptedRequest extends SeenRequest {
  readonly body: Readonly<Record<string, unknown>>;
}

/** How one vendor reads and writes. */
export interface VendorWire {
  /** Whether the answer is streamed, where the body does not say so. */
  readonly isStream?: (request: AcceptedRequest) => boolean;
  /** For a vendor that streams from an address of its own: what is answered first, and what is told of the end. */
  readonly separateStream?: {
    created(answer: ScriptedAnswer, request: AcceptedRequest, base: string): unknown;
    ended(answer: ScriptedAnswer, base: string): unknown;
  };
  /** The vendor's embeddings, which have an address and checks of their own. */
  readonly embeddings?: Pick<VendorWire, 'accept' | 'toJson'> & { matches(path: string): boolean };
  /** A GET that costs nothing and wants the key; it is no call of a model and is not scripted. */
  readonly free?: {
    readonly path: string;
    /** The header that holds the key, and what it must be. */
    readonly key: readonly [name: string, value: string];
    readonly answer: unknown;
    readonly refusal: VendorError;
  };
  /** The request, or a thrown `Refusal` when the vendor would not take it. */
  accept(request: SeenRequest): AcceptedRequest;
  /** The answer in one piece. */
  toJson(answer: ScriptedAnswer, request: AcceptedRequest): unknown;
  toEvents(answer: ScriptedAnswer, request: AcceptedRequest): readonly WireEvent[];
  toErrorEvent(error: VendorError): WireEvent;
  /** The header that names the request, and a value for it. */
  readonly requestId: readonly [name: string, value: string];
}

type AnswerOf = (request: AcceptedRequest) => ScriptedAnswer;

export interface StandInOptions {
  /** The only key that is accepted. */
  readonly apiKey?: string;
  /** What is answered when nothing is enqueued. */
  readonly fallback?: AnswerOf;
  /** 0, the default, lets the system choose. */
  readonly port?: number;
}

export interface ProviderStandIn {
  /** What the provider's `…_BASE_URL` must be. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Every request that arrived, in order. */
  readonly requests: readonly SeenRequest[];
  /** The next requests that the vendor would take are answered with these, in order. */
  enqueue(...answers: readonly (ScriptedAnswer | AnswerOf)[]): void;
  close(): Promise<void>;
}

/** Serves a vendor's wire on a loopback port. Wrong requests are refused by themselves; all else is scripted. */
export async function startStandIn(
  wire: VendorWire,
  basePath: string,
  { apiKey, fallback = () => ({ text: 'Hello.' }), port = 0 }: StandInOptions & { readonly apiKey: string },
): Promise<ProviderStandIn> {
  const requests: SeenRequest[] = [];
  const queue: (ScriptedAnswer | AnswerOf)[] = [];
  const answerTo = (seen: SeenRequest, connection: Connection): Promise<void> | void => {
    try {
      const face = wire.embeddings?.matches(seen.path) ? { ...wire, ...wire.embeddings } : wire;
      const request = face.accept(seen);
      const next = queue.shift() ?? fallback;
      const exchange = { wire: face, request, answer: typeof next === 'function' ? next(request) : next };
      waiting = exchange;
      return send(connection, exchange, base());
    } catch (error) {
      if (error instanceof Refusal) return sendError(connection, seen, error.answer);
      throw error;
    }
  };
  /** The one answer that waits at its own address. */
  let waiting: Exchange | undefined;
  const separate = ({ method, path }: SeenRequest, response: ServerResponse): boolean => {
    if (waiting === undefined || path === undefined) return false;
    const { request, answer } = waiting;
    if (method === 'GET' && path.endsWith('/stream')) {
      const connection = createConnection(response, () => {
        request.closedByClientAt = performance.now();
      });
      void sendStream(connection, waiting);
      return true;
    }
    const isCancel = method === 'POST' && path.endsWith('/cancel');
    if (!isCancel && !(method === 'GET' && path.endsWith('/get'))) return false;
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(wire.separateStream?.ended(answer, base())));
    return true;
  };
  const base = () => `${origin}${basePath}`;
  let origin = '';
  const server = createServer((message, response) => {
    const serve = async () => {
      const request = await readRequest(message);
      if (wire.separateStream && separate(request, response)) return;
      if (wire.free && request.method === 'GET' && request.path.split('?')[0] === wire.free.path) {
        const { key, answer, refusal } = wire.free;
        const { status, body } = request.headers[key[0]] === key[1] ? { status: 200, body: answer } : refusal;
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
        return;
      }
      requests.push(request);
      const connection = createConnection(response, () => {
        request.closedByClientAt = performance.now();
      });
      response.setHeader(...wire.requestId);
      await answerTo(request, connection);
    };
    serve().catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    baseUrl: `${origin}${basePath}`,
    apiKey,
    requests,
    enqueue: (...answers) => void queue.push(...answers),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(message: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return {
    method: message.method ?? '',
    path: message.url ?? '',
    headers: Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: objectIn(Buffer.concat(chunks).toString()),
    status: undefined,
    closedByClientAt: undefined,
  };
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

interface Exchange {
  readonly wire: VendorWire;
  readonly request: AcceptedRequest;
  readonly answer: ScriptedAnswer;
}

async function send(connection: Connection, exchange: Exchange, base: string): Promise<void> {
  const { wire, request, answer } = exchange;
  if (answer.delayMs) await wait(answer.delayMs);
  if (answer.hang === 'before-headers' || connection.response.destroyed) return;
  if (answer.error) {
    sendError(connection, request, answer.error);
    return;
  }
  request.status = 200;
  if (!(wire.isStream?.(request) ?? request.body['stream'] === true)) {
    await sendJson(connection, wire.toJson(answer, request), answer);
    return;
  }
  if (wire.separateStream) {
    await sendJson(connection, wire.separateStream.created(answer, request, base), {});
    return;
  }
  await sendStream(connection, exchange);
}

async function sendStream(connection: Connection, { wire, request, answer }: Exchange): Promise<void> {
  const script = answer.stream ?? {};
  await sendEvents(connection, {
    script,
    events: wire.toEvents(answer, request),
    errorEvent: script.error && wire.toErrorEvent(script.error),
  });
}

function sendError(
  { response }: Connection,
  request: SeenRequest,
  { status, headers = {}, body }: VendorError,
): void {
  request.status = status;
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...headers });
  response.end(isText ? body : JSON.stringify(body));
}

async function sendJson(
  { response, cut }: Connection,
  value: unknown,
  answer: ScriptedAnswer,
): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(value));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
  if (!answer.hang && !answer.cut) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)));
  if (answer.cut) await cut();
}
