/** A variable that AMAS itself reads, apart from any platform or provider. */
export interface CoreVariable {
  readonly env: string;
  readonly label: string;
  /** What holds when it is not set, when that can be written down. */
  readonly initial?: string;
}

export const coreVariables: readonly CoreVariable[] = [
  { env: 'DATABASE_URL', label: 'PostgreSQL to use; empty: an embedded one under AMAS_DATA_DIR' },
  { env: 'REDIS_URL', label: 'Redis for the queue; empty: the queue lives in PostgreSQL' },
  { env: 'AMAS_DATA_DIR', label: 'Folder of the embedded database and its key', initial: './.amas-data' },
  {
    env: 'AMAS_ENCRYPTION_KEY',
    label: 'Encrypts stored credentials: 32 random bytes in base64; empty: generated into AMAS_DATA_DIR',
  },
  { env: 'PORT', label: 'Port of webhooks, API and admin page', initial: '8000' },
  { env: 'HOST', label: 'Address to listen on', initial: '127.0.0.1' },
  { env: 'PUBLIC_URL', label: 'Where people reach this AMAS from outside, for links in replies' },
  { env: 'LOG_LEVEL', label: 'fatal, error, warn, info, debug, trace or silent', initial: 'info' },
];
