import { z } from 'zod';
import { outboundFetch } from '#monitoring/http/outbound-fetch.ts';
import type { RefusalWords } from '../http/post-json.ts';

const text = z.coerce.string().optional().catch(undefined);
const first = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .transform((items) => items[0])
    .optional()
    .catch(undefined);

/** The shapes that vendors of OpenAI's requests have for errors: Mistral's, FastAPI's `detail` in two forms, Writer's. */
const otherBody = z
  .object({
    message: text,
    type: text,
    tpe: text,
    code: text,
    param: text,
    detail: z
      .union([
        z.string(),
        z.array(z.object({ msg: z.string() })).transform((details) => details[0]?.msg ?? ''),
      ])
      .optional()
      .catch(undefined),
    errors: first(z.object({ description: text, key: text })),
  })
  .transform(({ message, type, tpe, code, param, detail, errors }) => ({
    message: message ?? detail ?? errors?.description,
    type: type ?? tpe,
    code: code ?? errors?.key,
    param,
  }));

const wrapped = z.object({ error: z.union([z.string().transform((message) => ({ message })), otherBody]) });

/** The error in the body of a refusal, whichever of the shapes it has. */
export function refusalWords(body: unknown): RefusalWords {
  return wrapped.safeParse(body).data?.error ?? otherBody.safeParse(body).data ?? {};
}

/** The error that a body without `error` is. */
export const errorIn = (body: object): z.infer<typeof otherBody> => otherBody.parse(body);

/**
 * A `fetch` that gives every refusal the shape `{ error }`: OpenAI's client drops the body of any other, and with it the
 * words by which a refusal is told from another.
 */
export function withErrorBodies(send: typeof fetch = outboundFetch): typeof fetch {
  return async (...request) => {
    const response = await send(...request);
    if (response.ok || !(response.headers.get('content-type')?.includes('json') ?? false)) return response;
    const text = await response.text();
    const again = (words: string) =>
      new Response(words, { status: response.status, headers: response.headers });
    const body = parsed(text);
    if (typeof body !== 'object' || body === null || 'error' in body) return again(text);
    return again(JSON.stringify({ error: errorIn(body) }));
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
