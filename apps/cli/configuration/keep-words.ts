import { recordAudit } from '#prisma/repositories/audit.ts';
import { ensureDefaultProject, recordsPrompts, setRecordsPrompts } from '#prisma/repositories/tenancy.ts';
import type { Cli } from '../command.ts';
import { cliActor } from '../data/cli-actor.ts';
import type { DataOptions } from '../data/data-options.ts';
import { withData } from '../data/open-data.ts';
import { WrongUse } from '../errors.ts';
import { printJson } from '../output/print-json.ts';

/** Shows or changes whether the words of agents' model calls are kept with their records. */
export async function keepWords(cli: Cli, wish: string | undefined, options: DataOptions): Promise<void> {
  if (wish !== undefined && wish !== 'on' && wish !== 'off') {
    throw new WrongUse(`amas config words takes on or off, or nothing to show what holds, not ${wish}.`);
  }
  const isOn = await withData(cli, options, async ({ database, jobs }) => {
    const { organizationId } = await ensureDefaultProject(database);
    const before = await recordsPrompts(database.store, organizationId);
    const wanted = wish === undefined ? before : wish === 'on';
    if (wanted === before) return before;
    await jobs.transact(async (store) => {
      await setRecordsPrompts(store, organizationId, wanted);
      await recordAudit(store, {
        organizationId,
        actor: cliActor(),
        action: 'organization.words',
        target: organizationId,
        details: { before, after: wanted },
      });
    });
    return wanted;
  });
  const { terminal } = cli;
  if (options.json) printJson(terminal, { words: isOn });
  else if (isOn) {
    terminal.out(
      'Words of model calls are kept, without credentials: amas show <task> --json. To stop: amas config words off\n',
    );
  } else terminal.out('Words of model calls are not kept.\n');
}
