import type { Prisma } from '../generated/client.ts';
import type { Store } from '../client.ts';
import { uuidv7 } from '../uuid.ts';

export type NewSuppression = Omit<Prisma.SuppressionUncheckedCreateInput, 'id'>;

export async function createSuppression(store: Store, suppression: NewSuppression): Promise<void> {
  await store.suppression.create({ data: { ...suppression, id: uuidv7() } });
}

export interface SuppressedPlace {
  readonly projectId: string;
  readonly platform: string;
  readonly repository: string;
  readonly subjectId: string;
}

/** What is in force for a subject now: its own findings, and the wider ones of its repository. Oldest first. */
export const findSuppressions = (store: Store, place: SuppressedPlace, now: Date) =>
  store.suppression.findMany({
    where: {
      projectId: place.projectId,
      platform: place.platform,
      repository: place.repository,
      state: 'active',
      act: { endedAt: null },
      AND: [
        { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
        { OR: [{ scope: { not: 'finding' } }, { subjectId: place.subjectId }] },
      ],
    },
    include: { act: { select: { actorName: true } } },
    orderBy: { id: 'asc' },
  });
export type SuppressionRow = Awaited<ReturnType<typeof findSuppressions>>[number];

/** Requests on a subject that wait for somebody with the right; those about one finding when it is named. */
export const findRequests = (
  store: Store,
  place: { projectId: string; subjectId: string },
  fingerprint?: string,
) =>
  store.suppression.findMany({
    where: {
      ...place,
      state: 'requested',
      act: { endedAt: null },
      ...(fingerprint === undefined ? {} : { fingerprint }),
    },
    include: { act: { select: { actorName: true } } },
    orderBy: { id: 'asc' },
  });

/** Puts requests into force. */
export async function confirmSuppressions(
  store: Store,
  ids: readonly string[],
  confirmedBy: string,
): Promise<void> {
  await store.suppression.updateMany({
    where: { id: { in: [...ids] }, state: 'requested' },
    data: { state: 'active', confirmedBy },
  });
}
