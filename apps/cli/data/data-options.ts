import type { Command } from 'commander';

/** What every command takes that reads the rows. */
export interface DataOptions {
  readonly json?: boolean;
  readonly dataDir?: string;
}

export function withDataOptions(command: Command): Command {
  return command
    .option('--json', 'print one JSON document on standard output')
    .option(
      '--data-dir <folder>',
      'use the embedded database of this folder, such as ./.amas-data/demo for that of the demo, instead of ' +
        'DATABASE_URL or AMAS_DATA_DIR',
    );
}
