import type { IncomingMessage } from 'node:http';
import { createBodyStore, type StoreRefusal } from './body-store.ts';
import type { ByteBudget } from './byte-budget.ts';

export type BodyRead =
  /** The caller releases `reservedBytes` when it no longer holds the body. */
  | { readonly kind: 'read'; readonly body: Uint8Array; readonly reservedBytes: number }
  | { readonly kind: StoreRefusal | 'aborted' };

/**
 * Reads a request body of at most `capBytes`. Reading stops at the first piece too many: the rest of the body is then
 * still on the wire, the request is paused, and nothing stays reserved.
 */
export function readBody(request: IncomingMessage, capBytes: number, budget: ByteBudget): Promise<BodyRead> {
  return new Promise((resolve) => {
    const store = createBodyStore(capBytes, budget);
    const stop = () => request.off('data', onData).off('end', onEnd).off('close', onAbort);
    const giveUp = (kind: StoreRefusal | 'aborted') => {
      stop().pause();
      budget.release(store.reservedBytes);
      resolve({ kind });
    };
    const onData = (piece: Uint8Array) => {
      const refusal = store.append(piece);
      if (refusal) giveUp(refusal);
    };
    const onEnd = () => {
      stop();
      resolve({ kind: 'read', body: store.body, reservedBytes: store.reservedBytes });
    };
    const onAbort = () => giveUp('aborted');
    request.on('data', onData).on('end', onEnd).on('close', onAbort);
  });
}
