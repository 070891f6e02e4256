import type { ByteBudget } from './byte-budget.ts';

export type StoreRefusal = 'too_large' | 'over_budget' | 'shredded';

export interface BodyStore {
  /** Keeps a piece, or says why not; after a refusal the store is of no more use. */
  append(piece: Uint8Array): StoreRefusal | undefined;
  readonly body: Uint8Array;
  /** What the budget holds for it. */
  readonly reservedBytes: number;
}

/** Networks deliver more at a time than this on average: smaller pieces are made to cost processor time. */
const meanPieceBytes = 1_024;
const freePieces = 1_024;

/**
 * Puts the pieces of a body together. Memory is reserved before it is taken. A body in one piece, the usual case, is
 * kept as the parser gave it; more pieces are copied into one growing store, because a list would cost a hundred
 * bytes for each one-byte piece of a hostile sender.
 */
export function createBodyStore(capBytes: number, budget: ByteBudget): BodyStore {
  let store: Uint8Array = new Uint8Array(0);
  let size = 0;
  let piecesLeft = freePieces + capBytes / meanPieceBytes;

  function makeRoom(capacity: number): boolean {
    if (!budget.reserve(capacity - store.length)) return false;
    const larger = Buffer.allocUnsafeSlow(capacity);
    larger.set(store.subarray(0, size));
    store = larger;
    return true;
  }

  return {
    append(piece) {
      const neededBytes = size + piece.length;
      piecesLeft -= 1;
      if (piecesLeft < 0) return 'shredded';
      if (neededBytes > capBytes) return 'too_large';
      if (size === 0) {
        if (!budget.reserve(piece.length)) return 'over_budget';
        store = piece;
      } else {
        const capacity = Math.min(Math.max(store.length * 2, neededBytes), capBytes);
        if (neededBytes > store.length && !makeRoom(capacity)) return 'over_budget';
        store.set(piece, size);
      }
      size = neededBytes;
      return undefined;
    },
    get body() {
      return size === store.length ? store : store.subarray(0, size);
    },
    get reservedBytes() {
      return store.length;
    },
  };
}
