import { nearNames } from '#monitoring/near-names.ts';
import { listApiKeys, revokeApiKey, type ApiKeyRow } from '#prisma/repositories/api-keys.ts';
import { recordAudit } from '#prisma/repositories/audit.ts';
import { ensureDefaultProject } from '#prisma/repositories/tenancy.ts';
import type { Cli } from '../command.ts';
import { cliActor } from '../data/cli-actor.ts';
import type { DataOptions } from '../data/data-options.ts';
import { withData } from '../data/open-data.ts';
import { WrongUse } from '../errors.ts';
import { printJson } from '../output/print-json.ts';
import { keyStatus } from './key-item.ts';

export async function revokeKey(cli: Cli, given: string, options: DataOptions): Promise<void> {
  const now = cli.clock.now();
  const { row, revoked } = await withData(cli, options, async ({ database, jobs }) => {
    const { organizationId } = await ensureDefaultProject(database);
    const row = choose(await listApiKeys(database.store, organizationId), given, now);
    const revoked = await jobs.transact(async (store) => {
      const done = await revokeApiKey(store, row.id);
      const entry = { organizationId, actor: cliActor(), action: 'api_key.revoke', target: row.id };
      if (done) await recordAudit(store, { ...entry, details: { name: row.name } });
      return done;
    });
    return { row, revoked };
  });
  if (options.json) printJson(cli.terminal, { id: row.id, name: row.name, revoked });
  else if (revoked) cli.terminal.out(`Key ${row.name} (${row.prefix}…) is revoked.\n`);
  else cli.terminal.out(`Key ${row.name} (${row.prefix}…) was revoked before.\n`);
}

/** A name may have served several keys one after the other: the one in use is meant. */
function choose(rows: readonly ApiKeyRow[], given: string, now: number): ApiKeyRow {
  const matching = rows.filter(
    ({ id, name, prefix }) =>
      name === given ||
      id === given ||
      (given.length >= 10 && (given.startsWith(prefix) || prefix.startsWith(given))),
  );
  const active = matching.filter((row) => keyStatus(row, now) === 'active');
  const [only, ...others] = active.length > 0 ? active : matching.slice(0, 1);
  if (only === undefined) {
    const names = rows.map(({ name }) => name);
    const [near] = nearNames(given, [...new Set(names)]);
    const hint = near === undefined ? '' : ` Did you mean ${near}?`;
    throw new WrongUse(`There is no key ${given.slice(0, 14)}.${hint} All: amas key list`);
  }
  if (others.length > 0)
    throw new WrongUse(
      `${active.length} keys are meant by ${given}: give the id, from amas key list --json.`,
    );
  return only;
}
