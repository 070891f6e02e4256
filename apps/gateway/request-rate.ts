import { LRUCache } from 'lru-cache';
import type { Clock } from '#monitoring/clock.ts';
import type { RequestsAsked, RequestsTaken } from '#prisma/repositories/api-key-minutes.ts';

/** Requests a minute of the keys that have a limit, counted over all gateways. */
export interface RequestRate {
  /** 0 = it may be answered; else the milliseconds until it may be asked again. Rejects when nobody can count. */
  take(keyId: string, perMinute: number): number | Promise<number>;
}

/** A process takes this share of a minute at once: the database is asked about once a second, not for each request. */
const shareOfMinute = 64;
const maxKeys = 10_000;
/** A minute that ends this very moment is looked at again so soon. */
const leastWaitMs = 50;

interface Block {
  left: number;
  /** Used up by all: nothing is left before `endsAt`. */
  isFull: boolean;
  /** Of the steady clock. */
  endsAt: number;
  perMinute: number;
  taking: Promise<void> | undefined;
}

export function createRequestRate(
  takeShared: (keyId: string, asked: RequestsAsked) => Promise<RequestsTaken>,
  clock: Pick<Clock, 'now' | 'steadyNow'>,
): RequestRate {
  const blocks = new LRUCache<string, Block>({ max: maxKeys });
  const now = () => clock.steadyNow?.() ?? clock.now();

  const blockOf = (keyId: string, perMinute: number): Block => {
    const known = blocks.get(keyId);
    // Whoever changes the limit of a key is heard at once.
    if (known?.perMinute === perMinute) return known;
    const block: Block = { left: 0, isFull: false, endsAt: 0, perMinute, taking: undefined };
    blocks.set(keyId, block);
    return block;
  };

  const refill = async (keyId: string, block: Block): Promise<void> => {
    const { perMinute } = block;
    const share = Math.ceil(perMinute / shareOfMinute);
    for (const count of share > 1 ? [share, 1] : [1]) {
      // From before it was asked: a block never outlives its minute, however long the answer took.
      const askedAt = now();
      const { ok, leftMs } = await takeShared(keyId, { count, perMinute });
      Object.assign(block, { left: ok ? count : 0, isFull: !ok, endsAt: askedAt + leftMs });
      if (ok) return;
    }
  };

  const takeFrom = (block: Block): number | undefined => {
    const leftMs = block.endsAt - now();
    if (leftMs <= 0) return undefined;
    if (block.isFull) return Math.max(leastWaitMs, Math.ceil(leftMs));
    if (block.left === 0) return undefined;
    block.left -= 1;
    return 0;
  };

  const wait = async (keyId: string, block: Block): Promise<number> => {
    for (;;) {
      block.taking ??= refill(keyId, block).finally(() => {
        block.taking = undefined;
      });
      await block.taking;
      const taken = takeFrom(block);
      if (taken !== undefined) return taken;
    }
  };

  return {
    take(keyId, perMinute) {
      const block = blockOf(keyId, perMinute);
      return takeFrom(block) ?? wait(keyId, block);
    },
  };
}
