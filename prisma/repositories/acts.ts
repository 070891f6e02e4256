import type { Prisma } from '../generated/client.ts';
import type { Store } from '../client.ts';
import { uuidv7 } from '../uuid.ts';

export type NewAct = Omit<Prisma.ActUncheckedCreateInput, 'id'>;

/** Records what somebody did in words; undefined when it was recorded before, by an earlier try. */
export async function recordAct(store: Store, act: NewAct): Promise<string | undefined> {
  const id = uuidv7();
  const { count } = await store.act.createMany({ data: [{ ...act, id }], skipDuplicates: true });
  return count === 1 ? id : undefined;
}

export interface ActPlace {
  readonly projectId: string;
  readonly subjectId: string;
}

/** The stop that holds on a subject now. */
export const findStop = (store: Store, { projectId, subjectId }: ActPlace) =>
  store.act.findFirst({
    where: { projectId, subjectId, kind: 'stop', endedAt: null },
    orderBy: { id: 'desc' },
  });

/** The last thing that this person had recorded there and that still holds. */
export const findLastAct = (store: Store, { projectId, subjectId }: ActPlace, actorId: string) =>
  store.act.findFirst({
    where: { projectId, subjectId, actorId, endedAt: null },
    orderBy: { id: 'desc' },
    include: { suppressions: true },
  });
export type ActRow = NonNullable<Awaited<ReturnType<typeof findLastAct>>>;

/** False when somebody else ended it first. */
export async function endAct(store: Store, id: string, endedBy: string): Promise<boolean> {
  const { count } = await store.act.updateMany({
    where: { id, endedAt: null },
    data: { endedAt: new Date(), endedBy },
  });
  return count === 1;
}

/** Ends every stop of a subject; how many there were. */
export async function endStops(
  store: Store,
  { projectId, subjectId }: ActPlace,
  endedBy: string,
): Promise<number> {
  const { count } = await store.act.updateMany({
    where: { projectId, subjectId, kind: 'stop', endedAt: null },
    data: { endedAt: new Date(), endedBy },
  });
  return count;
}
