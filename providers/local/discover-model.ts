import { z } from 'zod';
import { malformed } from '../errors.ts';
import { jsonOf } from '../http/limited-body.ts';

const listing = z.object({ data: z.array(z.object({ id: z.string().min(1) })).min(1) });

type Get = (path: string, signal: AbortSignal) => Promise<Response>;

/** The first model that the server lists; asked for once, and again after a failure. */
export function createDiscovery(get: Get): (signal: AbortSignal) => Promise<string> {
  let known: string | undefined;
  return async (signal) => {
    known ??= await firstModel(get, signal);
    return known;
  };
}

async function firstModel(get: Get, signal: AbortSignal): Promise<string> {
  const response = await get('/models', signal);
  const { data } = listing.safeParse(await jsonOf(response));
  if (!data) throw malformed('local', 'GET /models lists no model');
  return data.data[0]!.id;
}
