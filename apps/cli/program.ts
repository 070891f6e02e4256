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
    .showHelpAfterError('See amas --help, or amas <command> --help.')
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
  return program;
}
