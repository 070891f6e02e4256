import { explain, type Explained } from '#agents/configuration/explain.ts';
import { standardSettings } from '#agents/configuration/keys.ts';
import type { Cli } from '../command.ts';
import { WrongUse } from '../errors.ts';
import { oneLine } from '../output/one-line.ts';
import { readChange } from './git/read-change.ts';
import { localConfiguration } from './local-configuration.ts';

export interface ExplainOptions {
  readonly base?: string;
  readonly json: boolean;
}

/** Prints the value of every key of `.amas.yml` with its origin. Exit code 2 when something in the file is not used. */
export async function explainConfiguration(
  cli: Cli,
  prefix: string | undefined,
  options: ExplainOptions,
): Promise<void> {
  const { terminal, config, signal } = cli;
  const { readFile, comparison } = await readChange({
    ...(options.base === undefined ? {} : { base: options.base }),
    environment: config.environment,
    signal,
  });
  const { effective } = await localConfiguration(readFile);
  const values = explain(effective, prefix);
  if (values.length === 0) {
    throw new WrongUse(`There is no key ${prefix}. Known are: ${Object.keys(standardSettings).join(', ')}.`);
  }
  if (effective.problems.length > 0) cli.setExitCode(2);
  if (options.json) {
    const shown = values.map(({ name, from, does }) => ({
      name,
      value: effective.settings[name],
      from,
      does,
    }));
    terminal.out(`${JSON.stringify({ values: shown, problems: effective.problems }, null, 2)}\n`);
    return;
  }
  const { outColors: colors } = terminal;
  const width = Math.max(...values.map(({ name }) => name.length));
  const row = ({ name, value, from }: Explained) =>
    `${name.padEnd(width)}  ${oneLine(value)}  ${colors.dim(`(${from})`)}`;
  terminal.out(`${values.map(row).join('\n')}\n`);
  for (const problem of effective.problems) terminal.out(`${colors.red('not used:')} ${oneLine(problem)}\n`);
  terminal.err(`Read from ${oneLine(comparison.description)}.\n`);
}
