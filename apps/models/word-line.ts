import type { Logger } from '#monitoring/logger.ts';
import type { Said } from './keep-words.ts';

/** Words that are kept behind their answers, one call after the other. */
export interface WordLine {
  add(said: Said): void;
  /** Resolves when all that waits is kept, or given up. */
  close(): Promise<void>;
}

/** Searching words for credentials takes longer than answering from a cache does: what comes faster is given up. */
const maxWaitingCharacters = 64_000_000;
const timeoutMs = 60_000;

export function createWordLine(
  keep: (said: Said, signal: AbortSignal) => Promise<void>,
  log: Logger,
): WordLine {
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  return {
    add(said) {
      const characters = lengthOf(said);
      if (waiting + characters > maxWaitingCharacters) {
        log.warn({ characters, waiting }, 'words of a call not kept: too many wait');
        return;
      }
      waiting += characters;
      last = last
        .then(async () => await keep(said, AbortSignal.timeout(timeoutMs)))
        .finally(() => {
          waiting -= characters;
        });
    },
    close: async () => await last,
  };
}

const lengthOf = ({ request: { system = '', messages }, text }: Said): number =>
  messages.reduce((sum, { content }) => sum + content.length, system.length + text.length);
