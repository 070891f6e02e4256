import type { Command } from 'commander';
import type { Clock } from '#monitoring/clock.ts';
import type { CliConfig } from './config.ts';
import type { Input, Terminal } from './terminal.ts';

/** What a command gets from the program. */
export interface Cli {
  readonly config: CliConfig;
  readonly terminal: Terminal;
  /** Aborts at Ctrl-C and SIGTERM: stop, tidy up, return. A second signal ends the process at once. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Standard input; absent where nobody is behind it. */
  readonly input?: Input;
  /** What the process ends with when the command returns; 0 unless said. Errors set their own. */
  setExitCode(code: number): void;
}

/**
 * One file in `commands/` per command, with one such function that declares it. `--help` calls them all: whatever is
 * heavy is imported inside of the action. Then add it to the list in `commands.ts`.
 */
export type AddCommand = (program: Command, cli: Cli) => void;
