import type { Colors, Terminal } from '#apps/cli/terminal.ts';
import { within } from './within.ts';

/** One thing that a chapter does. */
export interface Task<Result> {
  /** What goes on, for the live line and for a failure: "starting hub and worker". */
  readonly label: string;
  readonly limitMs?: number;
  /** What to do when it takes too long, beside reading the log. */
  readonly remedy?: string;
  readonly work: (signal: AbortSignal) => Promise<Result>;
  /** What has happened, in one line. */
  readonly done: (result: Result) => string;
}

/** Tells what happens: numbered chapters, one marked line for each thing done, quotes of what was posted. */
export interface Story {
  readonly colors: Colors;
  /** Text columns for quotes. */
  readonly columns: number;
  chapter(title: string): void;
  /** Does the task with a live line while it goes on. Rejects with its error, or when time is over or the person stops it. */
  task<Result>(task: Task<Result>): Promise<Result>;
  line(text?: string): void;
  /** What somebody else would see, marked as such. */
  quote(lines: readonly string[]): void;
}

const defaultLimitMs = 60_000;
const defaultRemedy = 'The machine may be very busy: try again.';
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 80;
const maxColumns = 110;

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
    task: async ({ label, limitMs = defaultLimitMs, remedy = defaultRemedy, work, done }) => {
      const live = showLive(terminal, label);
      const start = performance.now();
      try {
        const limit = { ms: limitMs, what: `Not done: ${label}`, remedy };
        const result = await within(limit, stop, work);
        live.end();
        say(
          `   ${colors.green('✓')} ${done(result)} ${colors.dim(`· ${seconds(performance.now() - start)}`)}`,
        );
        return result;
      } catch (error) {
        live.end();
        if (!stop.aborted) say(`   ${colors.red('✗')} ${label}`);
        throw error;
      }
    },
    line: (text = '') => say(text === '' ? '' : `   ${text}`),
    quote: (lines) => {
      for (const line of lines) say(colors.dim(quoteMark) + line);
    },
  };
}

const quoteMark = '   │ ';

/** `0.04 s`, `1.9 s`: moments show their hundredths. */
export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(ms < 1_000 ? 2 : 1)} s`;
}

/** A line that turns while work goes on, for a person who watches; nothing otherwise. */
function showLive(terminal: Terminal, label: string): { end(): void } {
  if (!terminal.isErrLive) return { end: () => {} };
  const start = performance.now();
  let frame = 0;
  const draw = () => {
    const sign = frames[frame % frames.length] ?? '';
    const text = `   ${sign} ${label} · ${seconds(performance.now() - start)}`.slice(0, terminal.columns - 1);
    terminal.err(`\r\u001b[2K${terminal.errColors.dim(text)}`);
    frame += 1;
  };
  draw();
  const timer = setInterval(draw, frameMs);
  return {
    end: () => {
      clearInterval(timer);
      terminal.err('\r\u001b[2K');
    },
  };
}
