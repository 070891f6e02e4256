import { Command } from 'commander';
import type { Cli } from './command.ts';
import { commands } from './commands.ts';
import packageJson from '../../package.json' with { type: 'json' };

/** The whole command line. Throws commander's errors instead of ending the process. */
export function createProgram(cli: Cli): Command {
  const { terminal } = cli;
  const program = new Command('amas')
    .description('Self-hosted chat-ops bot and webhook automation hub: events in, honest agent work out.')
    .version(packageJson.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'amas: ')),
    })
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ amas review                     review this branch and what is not committed yet',
        '  $ amas review --format sarif      the same for code scanning',
        '',
        'Exit codes: 0 done · 1 findings or problems · 2 wrong use or bad input · 3 could not finish',
      ].join('\n'),
    );
  for (const addCommand of commands) addCommand(program, cli);
  nameHelpAfterErrors(program, 'amas');
  return program;
}

/** Whoever mistyped an option is told of the page that lists it. */
function nameHelpAfterErrors(command: Command, path: string): void {
  command.showHelpAfterError(`See ${path} --help`);
  for (const child of command.commands) nameHelpAfterErrors(child, `${path} ${child.name()}`);
}
