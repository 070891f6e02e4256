import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { root } from './repository.ts';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface StartOptions {
  /** The repository's root when absent. */
  readonly cwd?: string;
  /** Laid over this process's environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A running child, with its output captured. */
export interface StartedProcess {
  readonly pid: number;
  /** Lines of standard output and standard error so far, in the order they came. */
  readonly lines: readonly string[];
  readonly exit: Promise<Exit>;
  /** The first line, past or to come, that matches. Rejects, quoting the output, when the process ends or time runs out first. */
  waitForLine(pattern: RegExp, timeoutMs?: number): Promise<RegExpMatchArray>;
  /** Sends the signal to this process alone and waits for its end. */
  kill(signal: NodeJS.Signals): Promise<Exit>;
  /** Asks it to end with SIGTERM; after `patienceMs` ends by force it and whatever is left of its process group. */
  stop(patienceMs?: number): Promise<Exit>;
}

/** Starts a file of this repository with the Node of this process: `startNode(['apps/cli/main.ts', 'start'])`. */
export function startNode(args: readonly string[], options?: StartOptions): Promise<StartedProcess> {
  return startProgram(process.execPath, args, options);
}

/**
 * Starts any program; rejects when that is impossible. It leads a process group of its own, which does not outlive
 * this process, however that ends: a failing test leaves no orphan.
 */
export async function startProgram(
  program: string,
  args: readonly string[],
  { cwd = root, env = {} }: StartOptions = {},
): Promise<StartedProcess> {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  await once(child, 'spawn');
  return new CapturedProcess(child, [program, ...args].join(' '));
}

class CapturedProcess implements StartedProcess {
  readonly pid: number;
  readonly lines: string[] = [];
  readonly exit: Promise<Exit>;
  readonly #command: string;
  /** Emits `change` at every line and at the end. */
  readonly #events = new EventEmitter();
  readonly #releaseGuard: () => void;
  #exit: Exit | undefined;

  constructor(child: ChildProcess, command: string) {
    this.pid = child.pid!;
    this.#command = command;
    this.#releaseGuard = guardGroup(this.pid);
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => {
        this.lines.push(line);
        this.#events.emit('change');
      });
    }
    this.exit = this.#watch(child);
  }

  async #watch(child: ChildProcess): Promise<Exit> {
    // A grandchild may hold the pipes open long after its parent died: the end of the output is not waited for long.
    const outputEnd = once(child, 'close');
    const [code, signal] = (await once(child, 'exit')) as [Exit['code'], Exit['signal']];
    for (let turns = 10, seen = -1; turns > 0 && seen < this.lines.length; turns -= 1) {
      seen = this.lines.length;
      // Where the machine is busy, what was written last may still be unread when the time is over: one turn reads it.
      await Promise.race([outputEnd, wait(200).then(() => nextTurn())]);
    }
    if (!signalTo(-this.pid, 0)) this.#releaseGuard();
    this.#exit = { code, signal };
    this.#events.emit('change');
    return this.#exit;
  }

  async waitForLine(pattern: RegExp, timeoutMs = 20_000): Promise<RegExpMatchArray> {
    const timeout = AbortSignal.timeout(timeoutMs);
    for (let index = 0; ;) {
      for (; index < this.lines.length; index += 1) {
        const match = this.lines[index]!.match(pattern);
        if (match) return match;
      }
      if (this.#exit) throw this.#failure(`it ended with ${this.#exit.signal ?? this.#exit.code}`, pattern);
      if (timeout.aborted) throw this.#failure(`${timeoutMs} ms passed`, pattern);
      await once(this.#events, 'change', { signal: timeout }).catch(() => {});
    }
  }

  kill(signal: NodeJS.Signals): Promise<Exit> {
    signalTo(this.pid, signal);
    return this.exit;
  }

  async stop(patienceMs = 15_000): Promise<Exit> {
    signalTo(this.pid, 'SIGTERM');
    await Promise.race([this.exit, wait(patienceMs, undefined, { ref: false })]);
    signalTo(-this.pid, 'SIGKILL');
    this.#releaseGuard();
    return this.exit;
  }

  #failure(event: string, pattern: RegExp): Error {
    const output = this.lines.slice(-40).join('\n');
    return new Error(`${event} before a line matched ${pattern}: ${this.#command}\n${output}`);
  }
}

/**
 * Kills the process group when this process ends without having released it. Vitest ends its workers by signals,
 * past every exit handler; but the end of the pipe that the guard reads from can't be missed.
 */
function guardGroup(id: number): () => void {
  const guard = spawn('sh', ['-c', 'read released || kill -s KILL -- "-$0"', `${id}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  guard.stdin.on('error', () => {});
  return () => void guard.stdin.end('released\n');
}

/** Signals a process, or a group by its negated id. False when there is none any more. */
function signalTo(id: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(id, signal);
  } catch {
    return false;
  }
}
