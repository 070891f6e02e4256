import { CommanderError } from 'commander';
import { systemClock } from '#monitoring/clock.ts';
import { AmasError, codeOf, publicMessageOf } from '#monitoring/errors.ts';
import type { CliConfig } from './config.ts';
import { WrongUse } from './errors.ts';
import { createProgram } from './program.ts';
import { createTerminal, type Input, type Output } from './terminal.ts';

export interface CliRun {
  /** What follows the name of the program. */
  readonly args: readonly string[];
  readonly out: Output;
  readonly err: Output;
  readonly input?: Input;
  readonly signal: AbortSignal;
  /** Exit code of a command that `signal` broke off; one that tidied up and returned has its own. */
  readonly stoppedCode: () => number;
  readonly readConfig: () => CliConfig;
}

/** Runs one command and returns its exit code. People read sentences; the stack shows only with LOG_LEVEL=debug. */
export async function runCli(run: CliRun): Promise<number> {
  let config: CliConfig;
  try {
    config = run.readConfig();
  } catch (error) {
    run.err.write(`amas: ${publicMessageOf(error)}\n`);
    return 2;
  }
  let exitCode = 0;
  const terminal = createTerminal(run.out, run.err, config.color);
  const program = createProgram({
    config,
    terminal,
    signal: run.signal,
    clock: systemClock,
    ...(run.input ? { input: run.input } : {}),
    setExitCode: (code) => {
      exitCode = code;
    },
  });
  try {
    await program.parseAsync([...run.args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const words = run.signal.aborted ? 'stopped' : wordsFor(error);
    terminal.err(`${terminal.errColors.red('amas:')} ${words}\n`);
    if (isDebug(config)) terminal.err(`${codeOf(error)}: ${stackOf(error)}\n`);
    if (run.signal.aborted) return run.stoppedCode();
    return isWrongUse(error) ? 2 : 3;
  }
}

/** There is no operator here but the person who reads this. */
function wordsFor(error: unknown): string {
  if (error instanceof AmasError && error.publicMessage !== undefined) return error.publicMessage;
  return `Something went wrong inside AMAS (${codeOf(error)}). The cause is shown with LOG_LEVEL=debug.`;
}

/** Settings of a server that can't work are an input like any other. */
function isWrongUse(error: unknown): boolean {
  return error instanceof WrongUse || codeOf(error) === 'apps.config_invalid';
}

function isDebug(config: CliConfig): boolean {
  return config.logLevel === 'debug' || config.logLevel === 'trace';
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
