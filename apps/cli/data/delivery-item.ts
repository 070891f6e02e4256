import type { DeliverySummary } from '#prisma/repositories/delivery-reads.ts';

/** A delivery as scripts see it. */
export interface DeliveryItem {
  readonly id: string;
  readonly platform: string;
  readonly event: string;
  /** The sender's own id. */
  readonly externalId: string;
  /** ISO 8601. */
  readonly receivedAt: string;
  readonly status: string;
  readonly reason: string | null;
  readonly taskId: string | null;
}

export function toDeliveryItem(row: DeliverySummary): DeliveryItem {
  const { id, platform, event, externalId, status, reason, taskId } = row;
  return {
    id,
    platform,
    event,
    externalId,
    receivedAt: row.receivedAt.toISOString(),
    status,
    reason,
    taskId,
  };
}
