import { mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { pino } from 'pino';
import { WrongUse } from '#apps/cli/errors.ts';
import { createLogger, type Logger } from '#monitoring/logger.ts';

export interface LogFile {
  readonly path: string;
  /** For the servers to write to. Opened for appending: the lines of all processes stay whole. */
  readonly descriptor: number;
  readonly log: Logger;
}

/** The terminal belongs to the story; what the servers say goes here. Stays open until the process ends. */
export function openLogFile(path: string, level: string): LogFile {
  const descriptor = open(path);
  const destination = pino.destination({ fd: descriptor, sync: true });
  return { path, descriptor, log: createLogger({ level, name: 'demo', destination }) };
}

function open(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true });
    return openSync(path, 'a', 0o600);
  } catch (cause) {
    throw new WrongUse(
      `${path} cannot be written. Set AMAS_DATA_DIR to a folder that you may write to.`,
      cause,
    );
  }
}
