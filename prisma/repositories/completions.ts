import type { Prisma } from '../generated/client.ts';
import type { Store } from '../client.ts';
import { uuidv7 } from '../uuid.ts';

export type NewCompletion = Omit<Prisma.CompletionUncheckedCreateInput, 'id'>;

export async function recordCompletion(store: Store, completion: NewCompletion): Promise<void> {
  await store.completion.create({ data: { ...completion, id: uuidv7() } });
}

export const findCompletions = (store: Store, taskId: string) =>
  store.completion.findMany({ where: { taskId }, orderBy: { createdAt: 'asc' } });
export type CompletionRow = Awaited<ReturnType<typeof findCompletions>>[number];
