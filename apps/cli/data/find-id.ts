import type { Store } from '#prisma/client.ts';
import { listDeliveries } from '#prisma/repositories/delivery-reads.ts';
import { findDeliveryIds, findRequestIds, findTaskIds } from '#prisma/repositories/id-prefix.ts';
import { listTasks } from '#prisma/repositories/tasks.ts';
import { WrongUse } from '../errors.ts';
import { nearNames } from '#monitoring/near-names.ts';

export type Noun = 'task' | 'delivery';

const maxListed = 5;
/** Among so many of the newest is looked for what a person may have meant. */
const remembered = 200;

const kinds = {
  task: { newest: listTasks, list: 'amas tasks' },
  delivery: { newest: listDeliveries, list: 'amas deliveries' },
} as const;

const matching = {
  task: findTaskIds,
  delivery: findDeliveryIds,
  /** To the gateway. */
  request: findRequestIds,
} as const;

/** The whole id that `given` begins; undefined when none does. Throws `WrongUse` when several do. */
export async function findId(
  store: Store,
  noun: keyof typeof matching,
  given: string,
): Promise<string | undefined> {
  const ids = await matching[noun](store, given, maxListed + 1);
  if (ids.length <= 1) return ids[0];
  const listed = ids.slice(0, maxListed).map((id) => `  ${id}`);
  const more = ids.length > maxListed ? ['  …'] : [];
  const plural = noun === 'delivery' ? 'deliveries' : `${noun}s`;
  throw new WrongUse(
    [`Several ${plural} begin with ${given}; give more of the id:`, ...listed, ...more].join('\n'),
  );
}

/** Says which ones there are: a mistyped id is near another, a forgotten one is among the newest. */
export async function unknownId(store: Store, noun: Noun, given: string): Promise<WrongUse> {
  const { newest, list } = kinds[noun];
  const ids = (await newest(store, {}, { limit: remembered })).map((row) => row.id);
  const beginnings = new Map(ids.map((id) => [id.slice(0, given.length), id]));
  const near = nearNames(given, [...beginnings.keys()]).map(
    (beginning) => beginnings.get(beginning) ?? beginning,
  );
  const [intro, shown] = near.length > 0 ? ['Near it:', near] : ['The newest:', ids.slice(0, 3)];
  const hints = shown.length > 0 ? [intro, ...shown.map((id) => `  ${id}`)] : [];
  return new WrongUse(
    [`No ${noun} has the id ${given}, or one that begins so.`, ...hints, `All: ${list}`].join('\n'),
  );
}
