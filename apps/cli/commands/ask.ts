import type { AskOptions } from '../ask/ask.ts';
import type { AddCommand } from '../command.ts';

/** `amas ask`: one question to a model, in the terminal. */
export const addAsk: AddCommand = (program, cli) => {
  program
    .command('ask')
    .summary('ask a model something, and see the answer as it is written')
    .description(
      'Ask a model something. The answer is streamed to standard output; which model answered, after whom, and what it ' +
        'cost comes at the end on standard error. Asks the providers whose keys are in the environment, by the same ' +
        'routing as everywhere, without database or server. What stands on standard input is sent along.',
    )
    .argument('[question...]', 'the question; without it, standard input is the question')
    .option('--model <name>', 'auto, auto:cheap, auto:fast, an alias or provider/model (default: by policy)')
    .option('--system <text>', 'what to tell the model before the question')
    .option('--max-tokens <number>', 'how much it may write', '4000')
    .option('--max-cost <dollars>', 'what the answer may cost', '0.50')
    .option('--explain', 'tell who was asked, who was not, and why', false)
    .option('--json', 'print one JSON document when the answer is complete')
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ amas ask "Which files does git keep in .git/refs?"',
        '  $ git diff | amas ask --model auto:cheap "Summarise this change in one sentence."',
        '  $ amas ask --model anthropic/claude-haiku-5-5 --explain "Why is the sky blue?"',
        '',
        'Prints as JSON: { answer, finish, provider, model, usage, costUsd, latencyMs, attempts, warnings, decision }',
        'Exit codes: 0 answered · 2 wrong use · 3 no answer, or none within the limits',
      ].join('\n'),
    )
    .action(async (words: readonly string[], options: AskOptions) => {
      const { ask } = await import('../ask/ask.ts');
      await ask(cli, words, options);
    });
};
