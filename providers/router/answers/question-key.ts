import { createHash } from 'node:crypto';
import type { CompletionRequest } from '../../contract.ts';

/**
 * Changes when an adapter would make another request, or read another answer, of the same question: kept answers of
 * older versions are not found then.
 */
const adapterVersion = 1;

/**
 * One key for one question: the same whatever the order of keys in its JSON, and another for each organization and
 * model, so that nobody gets an answer that was somebody else's.
 */
export function questionKey(
  { prompt: _prompt, ...request }: CompletionRequest,
  organizationId: string,
  model: string,
): string {
  const text = canonicalJson([adapterVersion, organizationId, model, request]);
  return createHash('sha256').update(text).digest('base64url');
}

/** JSON with its keys in order; what JSON leaves out is left out here. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
