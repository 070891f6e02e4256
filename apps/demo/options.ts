import { parseArgs } from 'node:util';
import { WrongUse } from '#apps/cli/errors.ts';

export interface DemoOptions {
  /** End after the story instead of staying up. */
  readonly once: boolean;
  /** The help, when it was asked for. */
  readonly help?: string;
}

/** Reads the arguments. Throws `WrongUse` for one that the demo does not know. */
export function readOptions(args: readonly string[]): DemoOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { once: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
    });
    return { once: values.once, ...(values.help ? { help } : {}) };
  } catch (error) {
    const problem = error instanceof Error ? error.message.split('. ')[0] : 'wrong arguments';
    throw new WrongUse(`${problem}. See: npm run demo -- --help`, error);
  }
}

const help = `Usage: npm run demo [-- --once]

Shows a review from the signed webhook to the posted answer, on this machine alone: an embedded PostgreSQL, hub and
worker, and stand-ins for GitHub and Slack. No account, no key, no Docker; nothing is sent anywhere else.

Options:
  --once      end after the story, with exit code 0 when every step succeeded
  -h, --help  show this

Environment:
  AMAS_DATA_DIR  the demo keeps its data and demo.log in demo/ below this folder (default: ./.amas-data)
  PORT           port of the hub (default: 8000, or any free one when that is taken)
  LOG_LEVEL      what demo.log holds (default: info)

Exit codes: 0 done · 1 a step failed · 2 wrong use · 130 stopped before the end of the story
`;
