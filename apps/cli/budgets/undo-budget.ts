import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { findAudits, recordAudit } from '#prisma/repositories/audit.ts';
import {
  budgetPeriods,
  budgetScopes,
  changeLimit,
  limitChoices,
} from '#prisma/repositories/budget-limits.ts';
import { ensureDefaultProject } from '#prisma/repositories/tenancy.ts';
import type { Cli } from '../command.ts';
import { cliActor } from '../data/cli-actor.ts';
import type { DataOptions } from '../data/data-options.ts';
import { withData } from '../data/open-data.ts';
import { WrongUse } from '../errors.ts';
import { printJson } from '../output/print-json.ts';
import { toJson } from './change-budget.ts';
import { limitText, readSubjectNames } from './limit-names.ts';

const changed = z.object({
  scope: z.enum(budgetScopes),
  subject: z.string(),
  period: z.enum(budgetPeriods),
  before: z.object({ limitUsd: z.string(), onReached: z.enum(limitChoices) }).nullable(),
});
const undone = z.object({ of: z.string() });

const maxChanges = 500;

/** Takes the newest change back that was not taken back before. */
export async function undoBudget(cli: Cli, options: DataOptions): Promise<void> {
  const { key, value, what } = await withData(cli, options, async ({ database, jobs }) => {
    const { organizationId } = await ensureDefaultProject(database);
    const nameOf = await readSubjectNames(database.store, organizationId);
    return await jobs.transact(async (store) => {
      const actions = ['budget.set', 'budget.remove', 'budget.undo'];
      const audits = await findAudits(store, { organizationId, actions }, maxChanges);
      const taken = new Set(audits.flatMap(({ details }) => undone.safeParse(details).data?.of ?? []));
      const last = audits.find(({ id, action }) => action !== 'budget.undo' && !taken.has(id));
      if (!last) throw new WrongUse('There is no change of a limit to take back. The limits: amas budget');
      const { before, ...key } = changed.parse(last.details);
      const value = before ? { usd: new Decimal(before.limitUsd), onReached: before.onReached } : undefined;
      await changeLimit(store, organizationId, key, value);
      await recordAudit(store, {
        organizationId,
        actor: cliActor(),
        action: 'budget.undo',
        target: `${key.scope}:${key.subject}:${key.period}`,
        details: { of: last.id, ...key, after: before },
      });
      return { key, value, what: limitText(key, nameOf) };
    });
  });
  const { terminal } = cli;
  if (options.json) printJson(terminal, { ...key, limit: value ? toJson(value) : null });
  else if (value)
    terminal.out(`$${value.usd.toFixed()} for ${what} again; what does not fit: ${value.onReached}.\n`);
  else terminal.out(`There is no limit for ${what} again.\n`);
}
