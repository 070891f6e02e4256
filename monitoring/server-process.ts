import { AmasError, publicMessageOf } from './errors.ts';

/** What a server process tells the parent that forked it. */
export type ChildMessage =
  | { readonly kind: 'listening'; readonly url: string }
  | { readonly kind: 'ready'; readonly url?: string }
  | { readonly kind: 'failed'; readonly message: string };

/** To the parent when there is one; a process started by hand has none. */
export function tellParent(message: ChildMessage): void {
  process.send?.(message);
}

/**
 * Runs a server until it is asked to end: SIGTERM, SIGINT, or the end of its parent, after which nobody else would stop
 * it. `start` returns how to stop. What cannot start is said in a sentence, to people and to the parent.
 */
export async function runServerProcess(start: () => Promise<() => Promise<void>>): Promise<void> {
  try {
    const stop = await start();
    const end = once(() => void stop().then(() => process.exit(0)));
    for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(event, end);
  } catch (error) {
    const message = error instanceof AmasError ? publicMessageOf(error) : String(error);
    process.stderr.write(`${message}\n`);
    tellParent({ kind: 'failed', message });
    process.exitCode = 1;
  }
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}
