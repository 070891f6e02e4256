import { z } from 'zod';

const echo = z.object({ googleParts: z.array(z.looseObject({})) });

/** Parts with a signature belong back as they came, or the model refuses the next turn of a tool loop. */
export function toEcho(parts: readonly object[]): { googleParts: readonly object[] } | undefined {
  return parts.some((part) => 'thoughtSignature' in part) ? { googleParts: parts } : undefined;
}

/** Undefined for parts of another vendor. */
export function echoOf(vendorParts: unknown): Record<string, unknown>[] | undefined {
  return echo.safeParse(vendorParts).data?.googleParts;
}
