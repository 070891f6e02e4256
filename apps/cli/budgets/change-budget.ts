import type { Store } from '#prisma/client.ts';
import { recordAudit } from '#prisma/repositories/audit.ts';
import { changeLimit, type LimitKey, type LimitValue } from '#prisma/repositories/budget-limits.ts';
import { ensureDefaultProject } from '#prisma/repositories/tenancy.ts';
import type { Cli } from '../command.ts';
import { cliActor } from '../data/cli-actor.ts';
import { withData } from '../data/open-data.ts';
import { WrongUse } from '../errors.ts';
import { printJson } from '../output/print-json.ts';
import { limitText, readSubjectNames } from './limit-names.ts';
import { readLimitKey, readLimitValue, type LimitOptions, type SetLimitOptions } from './limit-options.ts';

export async function setBudget(cli: Cli, usd: string, options: SetLimitOptions): Promise<void> {
  const value = readLimitValue(usd, options.then);
  const { key, before, what } = await change(cli, options, value);
  const { terminal } = cli;
  if (options.json) {
    printJson(terminal, { ...key, ...toJson(value), before: before ? toJson(before) : null });
    return;
  }
  const was = before ? ` It was $${before.usd.toFixed()}, ${before.onReached}.` : '';
  terminal.out(`$${value.usd.toFixed()} for ${what}; what does not fit: ${value.onReached}.${was}\n`);
  terminal.err('It holds within two seconds. To take it back: amas budget undo\n');
}

export async function removeBudget(cli: Cli, options: LimitOptions): Promise<void> {
  const { key, before, what } = await change(cli, options, undefined);
  if (!before) throw new WrongUse(`There is no limit for ${what}. All: amas budget`);
  const { terminal } = cli;
  if (options.json) printJson(terminal, { ...key, before: toJson(before) });
  else
    terminal.out(
      `The limit of $${before.usd.toFixed()} for ${what} is removed. To have it back: amas budget undo\n`,
    );
}

/** The limit as documented for `--json`. */
export const toJson = ({ usd, onReached }: LimitValue) => ({ limitUsd: usd.toFixed(), onReached });

async function change(cli: Cli, options: LimitOptions, value: LimitValue | undefined) {
  return await withData(cli, options, async ({ database, jobs }) => {
    const { organizationId } = await ensureDefaultProject(database);
    const key = await readLimitKey(database.store, organizationId, options);
    const nameOf = await readSubjectNames(database.store, organizationId);
    const before = await jobs.transact(
      async (store) => await changeRecorded(store, organizationId, { key, value }),
    );
    return { key, before, what: limitText(key, nameOf) };
  });
}

async function changeRecorded(
  store: Store,
  organizationId: string,
  { key, value }: { readonly key: LimitKey; readonly value: LimitValue | undefined },
): Promise<LimitValue | undefined> {
  const before = await changeLimit(store, organizationId, key, value);
  if (!before && !value) return undefined;
  await recordAudit(store, {
    organizationId,
    actor: cliActor(),
    action: value ? 'budget.set' : 'budget.remove',
    target: `${key.scope}:${key.subject}:${key.period}`,
    details: { ...key, before: before ? toJson(before) : null, after: value ? toJson(value) : null },
  });
  return before;
}
