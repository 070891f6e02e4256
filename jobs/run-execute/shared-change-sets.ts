import { buildChangeSet } from '#agents/analysis/change-set.ts';
import type { ChangeSet, RawChange } from '#agents/contract.ts';

/**
 * The change of a task, built once for the runs that look at it side by side in this process: they share its parsed
 * files too, which is half of the work. Nothing is kept beyond the last of them.
 */
export function createSharedChangeSets() {
  const known = new Map<string, WeakRef<ChangeSet>>();
  const forgotten = new FinalizationRegistry<string>((taskId) => {
    if (known.get(taskId)?.deref() === undefined) known.delete(taskId);
  });
  return (taskId: string, changes: readonly RawChange[]): ChangeSet => {
    const shared = known.get(taskId)?.deref();
    if (shared !== undefined) return shared;
    const built = buildChangeSet(changes);
    known.set(taskId, new WeakRef(built));
    forgotten.register(built, taskId);
    return built;
  };
}
