import type { ApiKeyRow } from '#prisma/repositories/api-keys.ts';
import type { Price } from '#providers/contract.ts';
import type { MemberHealth } from '#providers/router/health.ts';
import { ApiError } from './api-error.ts';
import { matches } from './authenticate.ts';
import type { Call, RouteHost } from './route.ts';
import { sendJson } from './send.ts';

/** Names that choose by policy instead of by model. */
const chosen = ['auto', 'auto:cheap', 'auto:fast'] as const;

/** `GET /v1/models`: what this key may ask for. */
export function answerModels(
  { router }: RouteHost,
  { response }: Call,
  _body: unknown,
  key: ApiKeyRow,
): void {
  sendJson(response, 200, { object: 'list', data: modelsFor(router, key) });
}

/** `GET /v1/models/{model}`; the name may hold slashes. */
export function answerModel(
  { router }: RouteHost,
  { request, response }: Call,
  _body: unknown,
  key: ApiKeyRow,
): void {
  const id = decode(request.url?.split('?', 1)[0]?.slice('/v1/models/'.length) ?? '');
  const model = modelsFor(router, key).find((each) => each.id === id);
  if (model === undefined)
    throw new ApiError(404, `This key knows no model ${id.slice(0, 100)}. All: GET /v1/models`, {
      type: 'invalid_request_error',
      code: 'model_not_found',
    });
  sendJson(response, 200, model);
}

function modelsFor(router: RouteHost['router'], { models: allowed }: ApiKeyRow) {
  const offered = new Map<string, Offered>(chosen.map((name) => [name, { owner: 'amas' }]));
  for (const each of router.models()) offered.set(`${each.provider}/${each.model}`, toOffered(each));
  for (const each of router.embeddings())
    offered.set(`${each.provider}/${each.model}`, toOffered(each, 'embeddings'));
  return [...offered]
    .filter(([id]) => allowed.length === 0 || allowed.some((pattern) => matches(pattern, id)))
    .map(([id, { owner, amas }]) => ({
      id,
      object: 'model',
      created: 0,
      owned_by: owner,
      ...(amas === undefined ? {} : { amas }),
    }));
}

/** What stands in a model beside what OpenAI's would hold: their clients hand it on unread. */
interface Offered {
  readonly owner: string;
  readonly amas?: {
    /** Absent: answers. */
    readonly makes?: 'embeddings';
    /** US dollars per million tokens, now; null = not known. */
    readonly price: Price | null;
    /** Absent where it may be asked. */
    readonly notAsked?: { readonly code: string; readonly message: string };
  };
}

function toOffered(
  { provider, price, outOfUse }: Pick<MemberHealth, 'provider' | 'price' | 'outOfUse'>,
  makes?: 'embeddings',
): Offered {
  return {
    owner: provider,
    amas: {
      ...(makes ? { makes } : {}),
      price: price ?? null,
      ...(outOfUse === 'price-unknown' ? { notAsked: priceUnknown } : {}),
    },
  };
}

const priceUnknown = {
  code: 'price-unknown',
  message:
    'Calls have a limit of money, and nobody knows what this model costs. The operator states its price under `prices` in the routing file.',
};

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
