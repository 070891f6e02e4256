import { ok } from '../http/reply.ts';
import type { Route } from '../http/route.ts';

export const rateLimitRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/rate_limit',
    docs: 'rate-limit/rate-limit#get-rate-limit-status-for-the-authenticated-user',
    access: 'any',
    isFree: true,
    handle: ({ identity, limits }) => {
      const core = limits.snapshot(identity);
      return ok({ resources: { core }, rate: core });
    },
  },
];
