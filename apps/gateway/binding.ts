import type { ApiKeyRow } from '#prisma/repositories/api-keys.ts';
import type { Binding } from '#providers/router/router.ts';
import { invalidRequest } from './api-error.ts';
import type { Call, RouteHost } from './route.ts';

/** The limits and the owner of one request: its key's, and what the client asks for below them. */
export function bindingOf(
  { clock, limits, maxCostUsd }: RouteHost,
  { id, request }: Call,
  key: ApiKeyRow,
): Binding {
  const { headers } = request;
  const timeoutMs = numberOf(headers['x-amas-timeout-ms'], 'x-amas-timeout-ms');
  const costUsd = numberOf(headers['x-amas-max-cost-usd'], 'x-amas-max-cost-usd');
  return {
    agent: 'gateway',
    organizationId: key.organizationId,
    apiKeyId: key.id,
    requestId: id,
    deadline: clock.now() + Math.min(timeoutMs ?? limits.deadlineMs, limits.deadlineMs),
    maxCostUsd: Math.min(costUsd ?? maxCostUsd, maxCostUsd),
    spentUsd: 0,
    priority: priorityOf(headers['x-amas-priority']),
    ...cacheOf(headers['x-amas-cache']),
  };
}

function priorityOf(text: string | readonly string[] | undefined): NonNullable<Binding['priority']> {
  if (text === undefined || text === 'interactive') return 'interactive';
  if (text === 'background') return 'background';
  throw invalidRequest('The header x-amas-priority takes interactive or background.', 'x-amas-priority');
}

/** Says nothing where the client says nothing: then answers at temperature 0 are kept, as everywhere. */
function cacheOf(text: string | readonly string[] | undefined): Pick<Binding, 'cache'> {
  if (text === undefined) return {};
  if (text === 'on' || text === 'off') return { cache: text === 'on' };
  throw invalidRequest('The header x-amas-cache takes on or off.', 'x-amas-cache');
}

function numberOf(text: string | readonly string[] | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (typeof text === 'string' && /^\d+(\.\d+)?$/.test(text) && value > 0) return value;
  throw invalidRequest(`The header ${name} takes a positive number.`, name);
}
