import type { Prisma } from '../generated/client.ts';
import type { Store } from '../client.ts';
import { uuidv7 } from '../uuid.ts';

export interface AuditEntry {
  readonly organizationId: string;
  /** Who did it, with the door they came through: `cli:ada`. */
  readonly actor: string;
  /** `noun.verb`: `delivery.replay`. */
  readonly action: string;
  /** The id of what it was done to. */
  readonly target: string;
  /** Facts that the row it was done to no longer shows. Never a secret. */
  readonly details?: Prisma.InputJsonObject;
}

export interface AuditRow {
  readonly id: string;
  readonly action: string;
  readonly details: unknown;
}

/** The newest of these actions, newest first. */
export const findAudits = (
  store: Store,
  { organizationId, actions }: { readonly organizationId: string; readonly actions: readonly string[] },
  limit: number,
): Promise<AuditRow[]> =>
  store.auditLog.findMany({
    where: { organizationId, action: { in: [...actions] } },
    orderBy: { id: 'desc' },
    take: limit,
    select: { id: true, action: true, details: true },
  });

/** Keeps who did what by hand. Call it in the transaction of the deed. */
export async function recordAudit(store: Store, entry: AuditEntry): Promise<void> {
  await store.auditLog.create({ data: { ...entry, id: uuidv7() } });
}
