import { migrateQueue } from '#jobs/migrate-queue.ts';
import { migrate } from '#prisma/migrate.ts';
import type { Cli } from '../command.ts';
import { printJson } from '../output/print-json.ts';
import type { DataOptions } from './data-options.ts';
import { withDatabaseUrl } from './open-data.ts';

export async function migrateData(cli: Cli, options: DataOptions): Promise<void> {
  const { terminal } = cli;
  const applied = await withDatabaseUrl(cli, options, (url) => migrate({ url, afterwards: migrateQueue }));
  if (options.json) {
    printJson(terminal, { applied });
    return;
  }
  for (const name of applied) terminal.out(`${terminal.outColors.green('applied')} ${name}\n`);
  if (applied.length === 0) terminal.out('The database is up to date.\n');
}
