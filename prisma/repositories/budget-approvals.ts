import { z } from 'zod';
import type { Store } from '../client.ts';
import { uuidv7 } from '../uuid.ts';

const statuses = ['requested', 'approved', 'rejected'] as const;

/** The limit that a task met, as it was told. */
const refusal = z.object({
  limit: z.string(),
  limitUsd: z.string(),
  leftUsd: z.string(),
  resetsAt: z.string().optional(),
  onReached: z.enum(['stop', 'cheaper', 'ask']),
});

export type ApprovalRefusal = z.infer<typeof refusal>;

export interface Approval {
  readonly taskId: string;
  readonly status: (typeof statuses)[number];
  readonly refusal: ApprovalRefusal;
  readonly decidedBy: string | null;
  readonly createdAt: Date;
}

/** Asks a person about a task; false when it was asked about before. */
export async function requestApproval(
  store: Store,
  request: { readonly organizationId: string; readonly taskId: string; readonly refusal: ApprovalRefusal },
): Promise<boolean> {
  const { count } = await store.budgetApproval.createMany({
    data: [{ id: uuidv7(), ...request }],
    skipDuplicates: true,
  });
  return count === 1;
}

/** False when nobody was asked, or somebody decided already. */
export async function decideApproval(
  store: Store,
  taskId: string,
  decision: { readonly status: 'approved' | 'rejected'; readonly decidedBy: string },
): Promise<boolean> {
  const { count } = await store.budgetApproval.updateMany({
    where: { taskId, status: 'requested' },
    data: { ...decision, decidedAt: new Date() },
  });
  return count === 1;
}

export const isApproved = async (store: Store, taskId: string): Promise<boolean> =>
  (await store.budgetApproval.count({ where: { taskId, status: 'approved' } })) > 0;

/** Of the tasks that a person is asked about, oldest first. */
export async function listRequests(store: Store, organizationId: string): Promise<Approval[]> {
  const rows = await store.budgetApproval.findMany({
    where: { organizationId, status: 'requested', task: { status: 'waiting' } },
    orderBy: { id: 'asc' },
  });
  return rows.map(toApproval);
}

/** Tasks that have waited for a decision since before a time. */
export async function findUndecided(store: Store, before: Date, limit: number): Promise<string[]> {
  const rows = await store.budgetApproval.findMany({
    where: { status: 'requested', createdAt: { lt: before }, task: { status: 'waiting' } },
    select: { taskId: true },
    take: limit,
  });
  return rows.map(({ taskId }) => taskId);
}

export async function findApproval(store: Store, taskId: string): Promise<Approval | undefined> {
  const row = await store.budgetApproval.findUnique({ where: { taskId } });
  return row ? toApproval(row) : undefined;
}

type Row = NonNullable<Awaited<ReturnType<Store['budgetApproval']['findUnique']>>>;

const toApproval = (row: Row): Approval => ({
  taskId: row.taskId,
  status: z.enum(statuses).parse(row.status),
  refusal: refusal.parse(row.refusal),
  decidedBy: row.decidedBy,
  createdAt: row.createdAt,
});
