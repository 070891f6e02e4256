import type { AddCommand } from '../command.ts';
import { withDataOptions, type DataOptions } from '../data/data-options.ts';

/** `amas migrate`: brings the database to the schema of this version. */
export const addMigrate: AddCommand = (program, cli) => {
  const command = program
    .command('migrate')
    .summary('bring the database to the schema of this version')
    .description(
      'Apply the migrations that the database lacks, those of the job queue included. Safe to run again, and by several processes at once. The embedded database is migrated by every start; a server of your own only by this.',
    );
  withDataOptions(command)
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ amas migrate',
        '  $ DATABASE_URL=postgresql://amas:…@db.example.com/amas amas migrate --json',
        '',
        'Prints as JSON: { "applied": [names] }',
      ].join('\n'),
    )
    .action(async (options: DataOptions) => {
      const { migrateData } = await import('../data/migrate-data.ts');
      await migrateData(cli, options);
    });
};
