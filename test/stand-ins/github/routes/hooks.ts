import { timestamp } from '../json/links.ts';
import { checkBody, text, textOf } from '../http/fields.ts';
import { pageUrl, perPageOf } from '../http/pagination.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import { json, ok, type Reply } from '../http/reply.ts';
import { numberParam, type Exchange, type Route } from '../http/route.ts';
import type { Hook } from '../state/model.ts';
import type { Delivery } from '../webhooks/deliveries.ts';
import { appOf } from './apps.ts';

/** The app's webhook and what was sent through it. */
export const hookRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/app/hook/config',
    docs: 'apps/webhooks#get-a-webhook-configuration-for-an-app',
    access: 'app',
    handle: (exchange) => ok(configJson(appOf(exchange).hook)),
  },
  {
    method: 'PATCH',
    path: '/app/hook/config',
    docs: 'apps/webhooks#update-a-webhook-configuration-for-an-app',
    access: 'app',
    handle: updateConfig,
  },
  {
    method: 'GET',
    path: '/app/hook/deliveries',
    docs: 'apps/webhooks#list-deliveries-for-an-app-webhook',
    access: 'app',
    handle: listDeliveries,
  },
  {
    method: 'GET',
    path: '/app/hook/deliveries/:id',
    docs: 'apps/webhooks#get-a-delivery-for-an-app-webhook',
    access: 'app',
    handle: (exchange) => {
      const delivery = deliveryOf(exchange);
      const { response } = delivery.outcome;
      return ok({
        ...deliveryJson(delivery),
        url: delivery.url,
        request: { headers: delivery.requestHeaders, payload: delivery.payload },
        response,
      });
    },
  },
  {
    method: 'POST',
    path: '/app/hook/deliveries/:id/attempts',
    docs: 'apps/webhooks#redeliver-a-delivery-for-an-app-webhook',
    access: 'app',
    handle: (exchange) => {
      exchange.deliveries.redeliver(deliveryOf(exchange));
      return json(202, {});
    },
  },
];

function updateConfig(exchange: Exchange): Reply {
  const { body } = exchange;
  const { hook } = appOf(exchange);
  checkBody(body, { optional: { url: text(), content_type: text(), secret: text() } });
  const contentType = textOf(body, 'content_type');
  hook.url = textOf(body, 'url') ?? hook.url;
  hook.secret = textOf(body, 'secret') ?? hook.secret;
  if (contentType !== undefined) hook.contentType = contentType === 'json' ? 'json' : 'form';
  return ok(configJson(hook));
}

function configJson(hook: Hook) {
  return { content_type: hook.contentType, insecure_ssl: '0', secret: '********', url: hook.url ?? '' };
}

/** Newest first. The cursor names the last delivery of the page before. */
function listDeliveries(exchange: Exchange): Reply {
  const { query, deliveries } = exchange;
  const matching = deliveries
    .of(appOf(exchange))
    .filter((delivery) => hasStatus(delivery, query.get('status')));
  const cursor = query.get('cursor');
  const before = cursor === null ? Infinity : Number(/^v1_(\d+)$/.exec(cursor)?.[1] ?? Number.NaN);
  if (Number.isNaN(before)) throw new Refusal(422, 'Invalid cursor');
  const older = matching.filter(({ id }) => id < before);
  const page = older.slice(0, perPageOf(query));
  const last = page.at(-1);
  const next =
    last && older.length > page.length ? pageUrl(exchange, { cursor: `v1_${last.id}` }) : undefined;
  return ok(page.map(deliveryJson), next === undefined ? {} : { link: `<${next}>; rel="next"` });
}

/** `failure` means an answer from 400 to 599: what timed out or never connected is in neither list. */
function hasStatus({ outcome: { statusCode } }: Delivery, status: string | null): boolean {
  if (status === 'success') return statusCode >= 200 && statusCode < 400;
  if (status === 'failure') return statusCode >= 400 && statusCode < 600;
  return true;
}

function deliveryJson(delivery: Delivery) {
  const { outcome } = delivery;
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: timestamp(delivery.deliveredAt),
    redelivery: delivery.isRedelivery,
    duration: outcome.durationSeconds,
    status: outcome.status,
    status_code: outcome.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

function deliveryOf(exchange: Exchange): Delivery {
  const id = numberParam(exchange, 'id');
  const delivery = exchange.deliveries.of(appOf(exchange)).find((candidate) => candidate.id === id);
  if (!delivery) throw notFound();
  return delivery;
}
