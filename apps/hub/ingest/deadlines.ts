import type { Clock } from '#monitoring/clock.ts';

export interface Deadlines<Item> {
  add(item: Item): void;
  /** True once for each item: whoever gets it may answer. */
  claim(item: Item): boolean;
}

/** Deadlines are checked together: a timer for each would cost more than the item. */
const checkMs = 50;

/** Claims items at their deadline, at most 50 ms late, and hands them to `onExpired`. */
export function createDeadlines<Item extends { readonly deadlineAt: number }>(
  clock: Clock,
  onExpired: (item: Item) => void,
): Deadlines<Item> {
  const open = new Set<Item>();
  let watching = false;

  async function watch(): Promise<void> {
    watching = true;
    while (open.size > 0) {
      await clock.sleep(checkMs);
      const now = clock.now();
      for (const item of open) {
        if (item.deadlineAt <= now && open.delete(item)) onExpired(item);
      }
    }
    watching = false;
  }

  return {
    add(item) {
      open.add(item);
      if (!watching) void watch();
    },
    claim: (item) => open.delete(item),
  };
}
