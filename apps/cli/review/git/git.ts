import { simpleGit } from 'simple-git';
import { NotFinished, WrongUse } from '../../errors.ts';

/** Read-only git in one folder. Arguments never pass a shell; callers put `--` before paths. */
export interface Git {
  /** Standard output as text. A command that fails without a word, as `merge-base` does, gives an empty text. */
  text(args: readonly string[]): Promise<string>;
  /** `git cat-file` with its standard input, as bytes. */
  catFile(mode: '--batch' | '--batch-check', input: string): Promise<Buffer>;
}

export interface GitOptions {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Further settings as `name=value`, on top of those that keep git from running or fetching anything. */
  readonly config?: readonly string[];
}

/** Files above this are never read in full; git then calls them binary instead of comparing them. */
export const maxReadBytes = 8_000_000;

/**
 * A repository may be hostile, its `.git/config` included: git runs no hook, monitor, filter or external program and
 * speaks no protocol, so that a clone with missing objects fetches nothing either.
 */
const harmless = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'protocol.allow=never',
  'protocol.ext.allow=never',
  `core.bigFileThreshold=${maxReadBytes}`,
  'core.quotePath=false',
];

/** What git itself needs. Nothing else of the environment, keys of providers least of all, reaches the child. */
const passedOn =
  /^(path|pathext|home|userprofile|homedrive|homepath|xdg_config_home|systemroot|windir|tmpdir|temp|tmp)$/i;

export function openGit(options: GitOptions): Git {
  const environment = Object.fromEntries(
    Object.entries(options.environment).filter(
      (entry): entry is [string, string] => passedOn.test(entry[0]) && entry[1] !== undefined,
    ),
  );
  const create = (input?: string) =>
    simpleGit({
      baseDir: options.folder,
      abort: options.signal,
      config: [...harmless, ...(options.config ?? [])],
      // The library refuses to set what could run a program; here these settings switch it off.
      unsafe: {
        allowUnsafeHooksPath: true,
        allowUnsafeFsMonitor: true,
        allowUnsafeProtocolOverride: true,
        allowUnsafeFilter: true,
      },
      // The library's default takes the output as complete 50 ms after the exit, even when more is in the pipe.
      completion: { onClose: true, onExit: false },
      input: () => input,
    }).env({ ...environment, LC_ALL: 'C', LANGUAGE: 'C' });
  return {
    text: (args) => explained(options.folder, create().raw([...args])),
    catFile: (mode, input) =>
      explained(options.folder, create(input).binaryCatFile([mode]) as Promise<Buffer>),
  };
}

/** Gives the failures that a person can do something about their words. */
async function explained<Value>(folder: string, result: Promise<Value>): Promise<Value> {
  try {
    return await result;
  } catch (error) {
    throw explain(folder, error);
  }
}

function explain(folder: string, error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  if (/\bENOENT\b/.test(message)) {
    return new WrongUse(
      'git is not installed, or not on the PATH. Install it from https://git-scm.com.',
      error,
    );
  }
  if (message.includes('not a git repository')) {
    return new WrongUse(`${folder} is not inside a git repository. Name one: amas review <path>.`, error);
  }
  if (message.includes('dubious ownership')) {
    return new WrongUse(
      `git refuses to read ${folder}, because it belongs to another user. If you trust it: ` +
        `git config --global --add safe.directory '${folder}'`,
      error,
    );
  }
  if (/transport '.*' not allowed|promisor remote|missing blob|bad object|unable to read/.test(message)) {
    return new NotFinished(
      'Objects are missing in this clone (it is partial, shallow or damaged). Fetch them first, for example with ' +
        'git fetch --unshallow or git fetch --refetch --filter=blob:limit=10m.',
      error,
    );
  }
  return new NotFinished(`git failed: ${firstLine(message)}`, error);
}

function firstLine(message: string): string {
  const line = message.split('\n').find((text) => text.trim() !== '') ?? 'no reason given';
  return line.slice(0, 300);
}
