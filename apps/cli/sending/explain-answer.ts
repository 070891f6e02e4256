import { z } from 'zod';
import { oneLine } from '../output/one-line.ts';

/** What the hub said. `body` is parsed when it is JSON, text otherwise. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** What to do about an answer other than 2xx. */
export function explainAnswer({ status, body }: Answer, secretVariable: string): string {
  const detail = detailOf(body);
  const said = detail === undefined ? '' : ` ${oneLine(detail)}`;
  if (codeIn(body) === 'apps.not_configured') {
    return `The hub has no secret to verify the event with. Start it with ${secretVariable} set to the same value as here, or store one: amas connect`;
  }
  if (status === 401) {
    return `The hub could not verify the event.${said} ${secretVariable} has to be the same here and where the hub was started; an account connected in the database wins over it.`;
  }
  if (status === 404) {
    return `Nothing takes webhooks there.${said} Is it the address of a hub, and does the project in it exist?`;
  }
  return `The hub answered ${status}.${said}`;
}

/** The hub's refusals are problem details (RFC 9457). */
const problem = z.object({ detail: z.string().optional(), code: z.string().optional() });

const detailOf = (body: unknown): string | undefined => problem.safeParse(body).data?.detail;
const codeIn = (body: unknown): string | undefined => problem.safeParse(body).data?.code;
