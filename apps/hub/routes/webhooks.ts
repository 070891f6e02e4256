import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InboundRequest } from '#bots/contract.ts';
import type { Clock } from '#monitoring/clock.ts';
import { codeOf } from '#monitoring/errors.ts';
import type { Metrics } from '#monitoring/metrics.ts';
import { createAdmission } from '../admission/admission.ts';
import { createByteBudget } from '#monitoring/http/byte-budget.ts';
import { readBody } from '#monitoring/http/read-body.ts';
import { toStorableKey, type IngestOutcome, type IngestRow } from '../ingest/row.ts';
import type { HubLimits } from '../limits.ts';
import { sendProblem, type Problem } from '../problem.ts';
import { rateLimited, refusals } from '../refusals.ts';
import {
  createEndpoint,
  mediaTypeOf,
  type Endpoint,
  type IntegrationEntry,
  type PlatformReceiver,
} from './endpoint.ts';

export interface WebhookHost {
  readonly receivers: Readonly<Record<string, PlatformReceiver>>;
  /**
   * Who may send to `/webhooks/<platform>` (`projectSlug` undefined: the default project) or
   * `/webhooks/<platform>/<project>`, from memory: this runs for strangers. Undefined when there is no such project.
   * Throws an `AmasError` that may be retried while nothing is loaded yet, so that senders are told to come again.
   */
  readonly integrations: (
    platform: string,
    projectSlug: string | undefined,
  ) => readonly IntegrationEntry[] | undefined;
  readonly ingest: { accept(row: IngestRow, deadlineAt: number): Promise<IngestOutcome> };
  readonly metrics: Pick<Metrics, 'deliveries'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly limits: HubLimits;
}

/** Where Express matched: `/webhooks/:platform{/:project}`. */
export type WebhookRequest = IncomingMessage & {
  readonly params: { readonly platform?: string; readonly project?: string };
};

interface Address {
  readonly endpoint: Endpoint;
  readonly integrations: readonly IntegrationEntry[];
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** For the metrics. */
  readonly outcome: string;
}

/**
 * Takes deliveries in, cheapest check first, so that a stranger costs little: address, head, rate, body, signature,
 * commit, answer. A 2xx is sent only for what is stored or needs no storing; what `ingest` rejects with is left to
 * the error handler.
 */
export function createWebhookHandler(host: WebhookHost) {
  const { clock, limits } = host;
  const endpoints = new Map(
    Object.entries(host.receivers).map(([id, platform]) => [
      id,
      createEndpoint(platform, limits.headerCount),
    ]),
  );
  const admit = createAdmission([...endpoints.keys()], limits, clock);
  const budget = createByteBudget(limits.bodyBytesInFlight);
  const count = (platform: string, outcome: string) => host.metrics.deliveries.inc({ platform, outcome });

  function locate({ params: { platform = '', project } }: WebhookRequest): Address | undefined {
    const endpoint = endpoints.get(platform);
    const integrations = endpoint && host.integrations(platform, project);
    return endpoint && integrations && { endpoint, integrations, receivedAt: clock.now() };
  }

  async function answerTo(
    address: Address,
    request: WebhookRequest,
    response: ServerResponse,
  ): Promise<Answer | Problem> {
    const { endpoint } = address;
    const { manifest } = endpoint;
    const refusal = endpoint.screen(request);
    if (refusal) return refusal;
    const waitMs = admit(manifest.id);
    if (waitMs > 0) return rateLimited(waitMs);
    if (request.headers.expect !== undefined) response.writeContinue();
    const read = await readBody(request, manifest.maxBodyBytes, budget);
    if (read.kind !== 'read') return unreadRefusals[read.kind];
    try {
      return await decide(host, address, request, read.body);
    } finally {
      budget.release(read.reservedBytes);
    }
  }

  return async function handleWebhook(request: WebhookRequest, response: ServerResponse): Promise<void> {
    const address = locate(request);
    if (!address) {
      sendProblem(request, response, refusals.notFound);
      return;
    }
    const { id } = address.endpoint.manifest;
    try {
      const answer = await answerTo(address, request, response);
      const isProblem = 'code' in answer;
      count(id, isProblem ? answer.code : answer.outcome);
      if (isProblem) sendProblem(request, response, answer);
      else send(response, answer);
    } catch (error) {
      count(id, codeOf(error));
      throw error;
    }
  };
}

const unreadRefusals = {
  too_large: refusals.bodyTooLarge,
  over_budget: refusals.bodyBudget,
  shredded: refusals.shredded,
  aborted: refusals.aborted,
} as const;

/** What the bytes turn out to be, its commit, and what the sender is told. */
async function decide(
  host: WebhookHost,
  { endpoint, integrations, receivedAt }: Address,
  request: WebhookRequest,
  body: Uint8Array,
): Promise<Answer | Problem> {
  const verified = endpoint.verify(toInbound(request, body, receivedAt), integrations);
  if ('refusal' in verified) return verified.refusal;
  const { received, integration } = verified;
  if (received.kind === 'handshake') return { ...received, outcome: 'handshake' };
  if (received.kind === 'ignored') {
    return jsonAnswer({ delivery: null, outcome: 'ignored', reason: received.reason });
  }
  const { manifest } = endpoint;
  const row: IngestRow = {
    organizationId: integration.organizationId,
    projectId: integration.projectId,
    platform: manifest.id,
    event: toStorableKey(received.event),
    externalId: toStorableKey(received.externalId),
    keyIndex: received.keyIndex,
    headers: endpoint.keep(request),
    body,
    receivedAt,
    contentType: mediaTypeOf(request.headers['content-type']),
  };
  const deadlineAt = receivedAt + manifest.patienceMs - host.limits.acknowledgeMarginMs;
  const { id, outcome } = await host.ingest.accept(row, deadlineAt);
  const { acknowledgement } = received;
  return acknowledgement
    ? { ...acknowledgement, status: 200, outcome }
    : jsonAnswer({ delivery: id, outcome });
}

const noQuery: Readonly<Record<string, string>> = Object.freeze({});

/** `screen` has refused every header that Node would give as a list. */
function toInbound(request: WebhookRequest, body: Uint8Array, receivedAt: number): InboundRequest {
  const url = request.url ?? '';
  const queryAt = url.indexOf('?');
  return {
    method: 'POST',
    headers: request.headers as Record<string, string>,
    query: queryAt === -1 ? noQuery : Object.fromEntries(new URLSearchParams(url.slice(queryAt))),
    body,
    receivedAt,
  };
}

function jsonAnswer(body: { readonly outcome: string; readonly [key: string]: string | null }): Answer {
  return {
    status: 200,
    contentType: 'application/json',
    body: JSON.stringify(body),
    outcome: body.outcome,
  };
}

function send(response: ServerResponse, { status, contentType, body }: Answer): void {
  response.writeHead(status, [
    'content-type',
    contentType,
    'content-length',
    String(Buffer.byteLength(body)),
  ]);
  response.end(body);
}
