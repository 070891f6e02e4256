import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WordKeeper } from '#apps/models/keep-words.ts';
import type { Clock } from '#monitoring/clock.ts';
import type { Router } from '#providers/router/router.ts';
import type { GatewayLimits } from './limits.ts';

/** One request under way. */
export interface Call {
  /** Of this request, in its headers, its records and the log. */
  readonly id: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Aborts when the client leaves: nothing works on for nobody. */
  readonly signal: AbortSignal;
}

/** What the routes work with. */
export interface RouteHost {
  readonly router: Router;
  /** Keeps what was said, for organizations that want it. */
  readonly words: Pick<WordKeeper, 'watch' | 'said'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly limits: GatewayLimits;
  /** Of one request. */
  readonly maxCostUsd: number;
}
