import { resolve } from 'node:path';
import { readConfig as readCliConfig, type CliConfig } from '#apps/cli/config.ts';
import { readServerConfig, type Env } from '#monitoring/server-config.ts';

export interface DemoConfig {
  /** Absolute. Below the user's own, so that a demo never touches real data. */
  readonly dataDirectory: string;
  /** Undefined when the user did not choose; 0 leaves it to the system. */
  readonly port: number | undefined;
  readonly logLevel: string;
  readonly color: CliConfig['color'];
  readonly environment: Env;
}

/** Reads the few variables that a demo obeys. Throws like `readServerConfig`. */
export function readConfig(environment: Env = process.env): DemoConfig {
  const { AMAS_DATA_DIR, PORT, LOG_LEVEL } = environment;
  const { color } = readCliConfig(environment);
  const { dataDirectory, port, logLevel } = readServerConfig({ AMAS_DATA_DIR, PORT, LOG_LEVEL });
  return {
    dataDirectory: resolve(dataDirectory, 'demo'),
    port: PORT === undefined || PORT === '' ? undefined : port,
    logLevel,
    color,
    environment,
  };
}
