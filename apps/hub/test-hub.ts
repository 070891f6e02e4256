import { createHmac, timingSafeEqual } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { z } from 'zod';
import type { BotManifest, InboundRequest, Received } from '#bots/contract.ts';
import { systemClock } from '#monitoring/clock.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { createMetrics } from '#monitoring/metrics.ts';
import { createIngestObserver } from './ingest/ingest-observer.ts';
import { createMicroBatch, type MicroBatchOptions } from './ingest/micro-batch.ts';
import type { IngestOutcome, IngestRow } from './ingest/row.ts';
import type { IntegrationEntry, PlatformReceiver } from './routes/endpoint.ts';
import { createHub, type HubOptions } from './server.ts';

const secret = 'a secret for tests';

const manifest: BotManifest = {
  id: 'signed',
  title: 'Signed',
  maxBodyBytes: 2 ** 20,
  contentTypes: ['application/json', 'application/x-www-form-urlencoded'],
  keptHeaders: ['x-event', 'x-delivery', 'user-agent'],
  singularHeaders: ['X-Signature', 'x-timestamp', 'x-event', 'x-delivery'],
  patienceMs: 3_000,
  settings: z.object({}),
};

/** A small real platform: HMAC over the bytes, a timestamp, a handshake, and a command that wants its own answer. */
export const signedPlatform: PlatformReceiver = {
  manifest,
  receive(request, settings): Received {
    if (settings['secret'] === undefined) return { kind: 'rejected', reason: 'not_configured' };
    const { 'x-signature': signature, 'x-timestamp': timestamp } = request.headers;
    if (signature === undefined) return { kind: 'rejected', reason: 'signature_absent' };
    if (!matches(signature, sign(request.body, settings['secret']))) {
      return { kind: 'rejected', reason: 'signature_wrong' };
    }
    if (timestamp !== undefined && Math.abs(request.receivedAt - Number(timestamp)) > 300_000) {
      return { kind: 'rejected', reason: 'timestamp_stale' };
    }
    return understand(request);
  },
};

function understand({ headers, query, body }: InboundRequest): Received {
  const { 'x-event': event = 'event', 'x-delivery': externalId = 'none' } = headers;
  if (event === 'handshake') {
    const challenge = query['challenge'];
    return challenge === undefined
      ? { kind: 'rejected', reason: 'malformed_handshake' }
      : { kind: 'handshake', status: 200, contentType: 'text/plain', body: challenge };
  }
  if (event === 'noise') return { kind: 'ignored', reason: 'noise' };
  const delivery = { kind: 'delivery', externalId, event, keyIndex: 0 } as const;
  if (event !== 'command') return delivery;
  return { ...delivery, acknowledgement: { contentType: 'text/plain', body: `heard ${body.byteLength}` } };
}

export function sign(body: Uint8Array, key = secret): string {
  return createHmac('sha256', key).update(body).digest('hex');
}

function matches(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Rows in memory that behave like the table: the key is unique, a second insert is a duplicate of the first. */
export function createStore() {
  const ids = new Map<string, string>();
  const rows: IngestRow[] = [];
  return {
    rows,
    write: async (batch: readonly IngestRow[]): Promise<IngestOutcome[]> =>
      batch.map((row) => {
        const known = ids.get(row.externalId);
        if (known !== undefined) return { id: known, outcome: 'duplicate' };
        const id = `id-${ids.size + 1}`;
        ids.set(row.externalId, id);
        rows.push(row);
        return { id, outcome: 'accepted' };
      }),
  };
}

export const integrationEntry: IntegrationEntry = {
  organizationId: 'organization',
  projectId: 'project',
  settings: { secret },
};

export interface TestHubOptions extends Partial<HubOptions> {
  readonly write?: MicroBatchOptions['write'];
}

/** A hub on a port of the system's choice, over an in-memory store. */
export async function startTestHub(options: TestHubOptions = {}) {
  const metrics = createMetrics();
  const log = options.log ?? silentLogger();
  const store = createStore();
  const ingest = createMicroBatch({
    write: options.write ?? store.write,
    clock: systemClock,
    observer: createIngestObserver(metrics, log),
  });
  const hub = createHub({
    receivers: { signed: signedPlatform },
    integrations: (_platform, project) => (project === undefined ? [integrationEntry] : undefined),
    ingest,
    readiness: {},
    metrics,
    log,
    clock: systemClock,
    version: '1.2.3',
    ...options,
  });
  const { port, url } = await hub.listen(0, '127.0.0.1');
  return {
    hub,
    port,
    url,
    store,
    metrics,
    async close() {
      await hub.close(1_000);
      await ingest.close();
      metrics.close();
    },
  };
}

export interface SignedRequest {
  readonly path?: string;
  readonly method?: string;
  readonly version?: string;
  readonly body?: string | Uint8Array;
  /** Added to, or with undefined taken from, those of a good request. A list is sent as copies. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** The bytes of a good signed request, with the given differences. */
export function signedRequest(request: SignedRequest = {}): Buffer {
  const { path = '/webhooks/signed', method = 'POST', version = '1.1' } = request;
  const body = Buffer.from(request.body ?? '{"hello":"world"}');
  const headers = {
    Host: 'localhost',
    'Content-Type': 'application/json',
    'Content-Length': String(body.length),
    'X-Delivery': 'delivery-1',
    'X-Signature': sign(body),
    ...request.headers,
  };
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((each) => `${name}: ${each}\r\n`),
  );
  return Buffer.concat([
    Buffer.from(`${method} ${path} HTTP/${version}\r\n${lines.join('')}\r\n`, 'latin1'),
    body,
  ]);
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RawConnection {
  readonly socket: Socket;
  /** Resolves with the next `count` answers in their order; with fewer when the connection ends first. */
  answers(count: number): Promise<RawAnswer[]>;
  readonly closed: Promise<void>;
}

/** A client that sends exactly the given bytes. */
export function openRaw(port: number, bytes: string | Uint8Array = ''): RawConnection {
  const socket = connect(port, '127.0.0.1');
  const answers: RawAnswer[] = [];
  let received = '';
  let wake = () => undefined as void;
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    for (let taken = takeAnswer(received); taken; taken = takeAnswer(received)) {
      answers.push(taken.answer);
      received = taken.rest;
    }
    wake();
  });
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      resolve();
      wake();
    });
  });
  if (bytes.length > 0) socket.write(bytes);
  return {
    socket,
    closed,
    async answers(count) {
      while (answers.length < count && !socket.closed) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return answers.splice(0, count);
    },
  };
}

function takeAnswer(text: string): { answer: RawAnswer; rest: string } | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const [statusLine = '', ...lines] = text.slice(0, headEnd).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  const bodyEnd = headEnd + 4 + Number(headers['content-length'] ?? 0);
  if (text.length < bodyEnd) return undefined;
  const status = Number(statusLine.split(' ')[1]);
  return { answer: { status, headers, body: text.slice(headEnd + 4, bodyEnd) }, rest: text.slice(bodyEnd) };
}

/** Sends the bytes on a connection of their own and resolves with the first answer. */
export async function exchange(port: number, bytes: string | Uint8Array): Promise<RawAnswer> {
  const connection = openRaw(port, bytes);
  const [answer] = await connection.answers(1);
  connection.socket.destroy();
  if (!answer) throw new Error('The connection ended without an answer.');
  return answer;
}
