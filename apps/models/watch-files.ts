import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** Reading two small files this often costs nothing that can be measured; events of file systems miss mounted secrets. */
const standardEveryMs = 500;

export interface FileWatch {
  /** Looks no more, and waits for a look under way. */
  stop(): Promise<void>;
}

export interface WatchOptions {
  /** Asked each time: one file may name another. */
  readonly paths: () => readonly string[];
  /** Called first, and when the files are other ones, once they stayed so for one more look: editors write in pieces. */
  readonly onChange: () => Promise<void>;
  /** Called after every look. */
  readonly onLook?: () => Promise<void>;
  readonly everyMs?: number;
}

/** Watches what stands in files, not their dates: renamed, replaced and mounted ones are seen alike. */
export function watchFiles({ paths, onChange, onLook, everyMs = standardEveryMs }: WatchOptions): FileWatch {
  // Nothing is known at first: what changed between a start and its first look is seen too.
  let known = '';
  let seen = '';
  let running: Promise<void> | undefined;
  const look = async () => {
    const now = await contentsOf(paths());
    if (now !== known && now === seen) {
      known = now;
      await onChange();
    }
    seen = now;
    await onLook?.();
  };
  const timer = setInterval(() => {
    running ??= look().finally(() => (running = undefined));
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

/** A hash, so that secrets are not held twice; a file that cannot be read has its reason instead. */
async function contentsOf(paths: readonly string[]): Promise<string> {
  const texts = await Promise.all(
    paths.map((path) => readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => error.code ?? '')),
  );
  return createHash('sha256')
    .update(JSON.stringify([paths, texts]))
    .digest('hex');
}
