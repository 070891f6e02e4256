import type { Colors, Terminal } from '#apps/cli/terminal.ts';
import { showLive } from './live-line.ts';
import { within } from './within.ts';

/** One thing that a chapter does. */
export interface Task<Result> {
  /** What goes on, as "starting hub and worker". */
  readonly label: string;
  /** What to do when it takes too long. */
  readonly remedy?: string;
  readonly work: (signal: AbortSignal) => Promise<Result>;
  /** What has happened, in one line. */
  readonly done: (result: Result) => string;
}

/** Tells what happens: numbered chapters, one marked line for each thing done, quotes of what was posted. */
export interface Story {
  readonly colors: Colors;
  /** Columns of a quoted line. */
  readonly columns: number;
  chapter(title: string): void;
  /** Does the task with a live line while it goes on. Rejects with its error, or when time is over or the person stops it. */
  task<Result>(task: Task<Result>): Promise<Result>;
  line(text?: string): void;
  /** What stands on a platform, marked as such. */
  quote(lines: readonly string[]): void;
}

/** Each task takes a second or two, on a busy machine ten. */
const limitMs = 60_000;
const defaultRemedy = 'The machine may be too busy: try again.';
const maxColumns = 110;
const indent = '   ';
const quoteMark = `${indent}│ `;

export function createStory(terminal: Terminal, stop: AbortSignal): Story {
  const colors = terminal.outColors;
  const say = (text: string) => terminal.out(`${text}\n`);
  let chapters = 0;
  return {
    colors,
    columns: Math.min(terminal.columns, maxColumns) - quoteMark.length,
    chapter: (title) => {
      chapters += 1;
      say(`\n${colors.bold(`${chapters}. ${title}`)}`);
    },
    task: async ({ label, remedy = defaultRemedy, work, done }) => {
      const live = showLive(terminal, indent, label);
      const start = performance.now();
      try {
        const result = await within({ ms: limitMs, what: label, remedy }, stop, work);
        live.end();
        const duration = colors.dim(`· ${seconds(performance.now() - start)}`);
        say(`${indent}${colors.green('✓')} ${done(result)} ${duration}`);
        return result;
      } catch (error) {
        live.end();
        if (!stop.aborted) say(`${indent}${colors.red('✗')} ${label}`);
        throw error;
      }
    },
    line: (text = '') => say(text === '' ? '' : indent + text),
    quote: (lines) => {
      for (const line of lines) say(colors.dim(quoteMark) + line);
    },
  };
}

/** `0.04 s`, `1.9 s`: moments show their hundredths. */
export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(ms < 1_000 ? 2 : 1)} s`;
}
