import type { Prisma } from '../generated/client.ts';
import type { Store } from '../client.ts';
import { uuidv7 } from '../uuid.ts';

export type NewNotification = Omit<Prisma.NotificationUncheckedCreateInput, 'id'>;

/** Tells a person something, once for each origin; false when it was told before. */
export async function notify(store: Store, notification: NewNotification): Promise<boolean> {
  const { count } = await store.notification.createMany({
    data: [{ ...notification, id: uuidv7() }],
    skipDuplicates: true,
  });
  return count === 1;
}
