import { recordAudit } from '#prisma/repositories/audit.ts';
import { ensureDefaultProject, readWordsWish, setWordsWish } from '#prisma/repositories/tenancy.ts';
import type { Cli } from '../command.ts';
import { cliActor } from '../data/cli-actor.ts';
import type { DataOptions } from '../data/data-options.ts';
import { withData } from '../data/open-data.ts';
import { WrongUse } from '../errors.ts';
import { printJson } from '../output/print-json.ts';

export interface WordsOptions extends DataOptions {
  readonly days?: string;
}

/** Shows or changes whether the words of model calls are kept with their records, and for how long. */
export async function keepWords(cli: Cli, wish: string | undefined, options: WordsOptions): Promise<void> {
  if (wish !== undefined && wish !== 'on' && wish !== 'off') {
    throw new WrongUse(`amas config words takes on or off, or nothing to show what holds, not ${wish}.`);
  }
  const days = daysOf(options.days);
  const words = await withData(cli, options, async ({ database, jobs }) => {
    const { organizationId } = await ensureDefaultProject(database);
    const before = await readWordsWish(database, organizationId);
    const wanted = { isOn: wish === undefined ? before.isOn : wish === 'on', days: days ?? before.days };
    if (wanted.isOn === before.isOn && wanted.days === before.days) return before;
    await jobs.transact(async (store) => {
      await setWordsWish(store, organizationId, wanted);
      await recordAudit(store, {
        organizationId,
        actor: cliActor(),
        action: 'organization.words',
        target: organizationId,
        details: { before: { ...before }, after: wanted },
      });
    });
    return wanted;
  });
  const { terminal } = cli;
  const daysText = words.days === 1 ? 'a day' : `${words.days} days`;
  if (options.json) printJson(terminal, { words: words.isOn, days: words.days });
  else if (words.isOn) {
    terminal.out(
      `Words of model calls are kept for ${daysText}, without credentials: amas show <task or request> --json. To stop: amas config words off\n`,
    );
  } else {
    terminal.out(`Words of model calls are not kept. What was kept before goes after ${daysText}.\n`);
  }
}

function daysOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const days = Number(text);
  if (/^\d{1,4}$/.test(text) && days >= 1 && days <= 3_650) return days;
  throw new WrongUse(`--days takes a whole number from 1 to 3650, not ${text}.`);
}
