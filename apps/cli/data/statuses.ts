/** The states of a delivery; the first until a worker looked at it. */
export const deliveryStatuses = ['received', 'processed', 'ignored', 'quarantined', 'failed'] as const;

/** The states of a task; the last three are final. */
export const taskStatuses = [
  'queued',
  'planning',
  'running',
  'waiting',
  'finished',
  'failed',
  'cancelled',
] as const;
