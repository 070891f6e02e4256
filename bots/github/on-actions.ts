import { z } from 'zod';
import type { Normalised } from '#bots/contract.ts';
import { ignored, type Inbound } from './inbound.ts';
import { readPayload } from './payload.ts';

export type Handler = (inbound: Inbound) => Normalised;

const Happened = z.object({ action: z.string() });

/**
 * A handler for some actions of an event. The action is read first: payloads of others need not fit the schema, and
 * lead to nothing.
 */
export function onActions<Schema extends z.ZodType>(
  actions: readonly string[],
  schema: Schema,
  toNormalised: (payload: z.output<Schema>, inbound: Inbound) => Normalised,
): Handler {
  return (inbound) => {
    const happened = readPayload(Happened, inbound.payload);
    if (!happened.ok) return { kind: 'malformed', reason: happened.reason };
    if (!actions.includes(happened.value.action)) return ignored('event_not_used');
    const payload = readPayload(schema, inbound.payload);
    if (!payload.ok) return { kind: 'malformed', reason: payload.reason };
    return toNormalised(payload.value, inbound);
  };
}
