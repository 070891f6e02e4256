import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

export interface LoggerOptions {
  /** pino level name, or `silent`. */
  readonly level: string;
  /** The process that speaks: `hub`, `worker`, `cli` … */
  readonly name: string;
  /** Property names whose values are secrets, computed from the `secret` marks of the settings schemas. */
  readonly redact?: readonly string[];
  readonly destination?: DestinationStream;
  /**
   * Lines are written behind the work, those of a tenth of a second together: for a process that logs each of many
   * requests, which otherwise wakes another thread for each. A process that is killed loses that tenth.
   */
  readonly isBuffered?: boolean;
}

/** Names that are secret wherever they appear, whatever a manifest says. */
const alwaysSecret = [
  'authorization',
  'cookie',
  'password',
  'token',
  'secret',
  'apiKey',
  'privateKey',
  'credentials',
  'encryptionKey',
];

/** Bytes, and milliseconds. */
const behindTheWork = { sync: false, minLength: 8_192, periodicFlush: 100 };

/**
 * One JSON line per entry on standard error: standard output belongs to data (`--json`).
 * Call with the object first and a constant message: `log.info({ deliveryId }, 'delivery processed')`.
 */
export function createLogger(options: LoggerOptions): Logger {
  const names = [...new Set([...alwaysSecret, ...(options.redact ?? [])])];
  const paths = names.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  return pino(
    {
      name: options.name,
      level: options.level,
      base: { name: options.name, pid: process.pid },
      redact: { paths, censor: '[redacted]' },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    options.destination ??
      pino.destination(options.isBuffered === true ? { dest: 2, ...behindTheWork } : { dest: 2, sync: true }),
  );
}

/** A logger that says nothing, for tests and for commands whose output is their result. */
export function silentLogger(): Logger {
  return pino({ level: 'silent' });
}
