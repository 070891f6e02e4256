import { randomUUID } from 'node:crypto';
import type { App } from '../state/model.ts';
import type { World } from '../state/world.ts';
import { signBody } from './sign.ts';

/** What an app is told. */
export interface Message {
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface Delivery extends Message {
  readonly id: number;
  /** `X-GitHub-Delivery`: the same for every redelivery. */
  readonly guid: string;
  readonly app: App;
  readonly isRedelivery: boolean;
  readonly deliveredAt: number;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  outcome: Outcome;
}

export interface Outcome {
  /** `OK`, or why not. */
  readonly status: string;
  /** 0 when no answer came: GitHub's `status=failure` filter does not see those. */
  readonly statusCode: number;
  readonly durationSeconds: number;
  readonly response: { readonly headers: Readonly<Record<string, string>>; readonly payload: string };
}

const pending: Outcome = {
  status: 'pending',
  statusCode: 0,
  durationSeconds: 0,
  response: { headers: {}, payload: '' },
};

/** Larger events are never sent. */
const maxBodyBytes = 25 * 1024 * 1024;
const keptMs = 3 * 24 * 3_600_000;

/** Sends webhooks as GitHub does: signed, once, with limited patience, in no promised order. */
export class Deliveries {
  readonly #world: World;
  readonly #patienceMs: number;
  readonly #log: Delivery[] = [];
  readonly #running = new Set<Promise<void>>();
  readonly #closing = new AbortController();

  constructor(world: World, patienceMs: number) {
    this.#world = world;
    this.#patienceMs = patienceMs;
  }

  /** Nothing is sent while the app has no hook URL; the delivery is answered for whoever wants to follow it. */
  send(app: App, message: Message): Delivery | undefined {
    return this.#post(app, message, randomUUID(), false);
  }

  redeliver(delivery: Delivery): Delivery | undefined {
    return this.#post(delivery.app, delivery, delivery.guid, true);
  }

  /** Newest first, as far back as GitHub keeps them. */
  of(app: App): Delivery[] {
    const oldest = this.#world.now() - keptMs;
    return this.#log
      .filter((delivery) => delivery.app === app && delivery.deliveredAt >= oldest)
      .toReversed();
  }

  /** Resolves when every delivery sent so far has its outcome. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.settled();
  }

  #post(app: App, message: Message, guid: string, isRedelivery: boolean): Delivery | undefined {
    const { url, contentType, secret } = app.hook;
    const json = JSON.stringify(message.payload);
    if (url === undefined || Buffer.byteLength(json) > maxBodyBytes) return undefined;
    const body = contentType === 'json' ? json : `payload=${encodeURIComponent(json)}`;
    const delivery: Delivery = {
      event: message.event,
      action: message.action,
      installationId: message.installationId,
      repositoryId: message.repositoryId,
      payload: message.payload,
      id: this.#world.nextId(),
      guid,
      app,
      isRedelivery,
      deliveredAt: this.#world.now(),
      url,
      requestHeaders: {
        accept: '*/*',
        'content-type': contentType === 'json' ? 'application/json' : 'application/x-www-form-urlencoded',
        'user-agent': 'GitHub-Hookshot/1a2b3c4',
        'x-github-delivery': guid,
        'x-github-event': message.event,
        'x-github-hook-id': String(app.hook.id),
        'x-github-hook-installation-target-id': String(app.id),
        'x-github-hook-installation-target-type': 'integration',
        'x-hub-signature': signBody('sha1', secret, body),
        'x-hub-signature-256': signBody('sha256', secret, body),
      },
      outcome: pending,
    };
    this.#log.push(delivery);
    const running = this.#transmit(delivery, body).finally(() => this.#running.delete(running));
    this.#running.add(running);
    return delivery;
  }

  async #transmit(delivery: Delivery, body: string): Promise<void> {
    const start = performance.now();
    const seconds = () => Math.round(performance.now() - start) / 1000;
    const timeout = AbortSignal.timeout(this.#patienceMs);
    try {
      const response = await fetch(delivery.url, {
        method: 'POST',
        headers: delivery.requestHeaders,
        body,
        redirect: 'manual',
        signal: AbortSignal.any([timeout, this.#closing.signal]),
      });
      const payload = await response.text();
      delivery.outcome = {
        status: response.ok ? 'OK' : `Invalid HTTP Response: ${response.status}`,
        statusCode: response.status,
        durationSeconds: seconds(),
        response: { headers: Object.fromEntries(response.headers), payload },
      };
    } catch {
      const status = timeout.aborted ? 'timed out' : 'failed to connect to host';
      delivery.outcome = { ...pending, status, durationSeconds: seconds() };
    }
  }
}
