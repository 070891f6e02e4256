import type { Clock } from '#monitoring/clock.ts';
import type { Logger } from '#monitoring/logger.ts';
import type { Database } from '#prisma/client.ts';
import { notify } from '#prisma/repositories/notifications.ts';
import { listOrganizations } from '#prisma/repositories/tenancy.ts';
import type { Alert } from '#providers/router/out-of-use.ts';

/**
 * Tells every organization that a key or a model is not asked any more, once a day for each: several processes find
 * out by themselves. `amas budget list` shows it.
 */
export async function tellAlert(
  { database, clock, log }: { readonly database: Database; readonly clock: Clock; readonly log: Logger },
  alert: Alert,
): Promise<void> {
  const { kind, provider, model, key = '', code, message } = alert;
  const day = new Date(clock.now()).toISOString().slice(0, 10);
  const what =
    kind === 'key-out-of-use' ? `${provider}${key === '' ? '' : ` (key ${key})`}` : `${provider}/${model}`;
  try {
    for (const organizationId of await listOrganizations(database.store))
      await notify(database.store, {
        organizationId,
        kind: 'provider.out_of_use',
        origin: `${kind}:${what}:${code}:${day}`,
        title: `${what} is not asked for now: ${message}`,
        details: { provider, model, key, code },
      });
  } catch (error) {
    // The router has logged it; the database hears of the next one.
    log.warn({ err: error, code }, 'alert not kept');
  }
}
