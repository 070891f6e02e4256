import { Environment } from '#monitoring/server-config.ts';

/** A variable that AMAS itself reads, apart from any platform or provider. */
export interface CoreVariable {
  readonly env: string;
  readonly label: string;
  /** What holds when it is not set; empty when that is no value of its own. */
  readonly initial: string;
}

/** In the order of the example file. A test holds them equal to what the apps read. */
const labels: Readonly<Record<string, string>> = {
  AMAS_ENV_FILE:
    'File with more of these, as NAME=value lines; keys and routing in it hold anew seconds after a change (docs/PROVIDERS.md)',
  DATABASE_URL: 'PostgreSQL to use; empty: an embedded one under AMAS_DATA_DIR',
  REDIS_URL: 'Redis for the queue; empty: the queue lives in PostgreSQL',
  AMAS_DATA_DIR: 'Folder of the embedded database and its key',
  AMAS_ENCRYPTION_KEY:
    'Seals stored credentials, secret: 32 random bytes in base64; during a rotation new,old; empty: generated into AMAS_DATA_DIR',
  PORT: 'Port of the hub',
  HOST: 'Address the hub listens on',
  GATEWAY_PORT: 'Port of the OpenAI-compatible gateway itself; 0 = any, for the hub passes /v1 on to it',
  GATEWAY_PROCESSES: 'Processes that answer on that port: one for each core that models shall have',
  AMAS_GATEWAY_URL: 'Where the hub finds the gateway when it runs elsewhere',
  PUBLIC_URL: 'Where people and platforms reach this AMAS from outside; set-up links begin with it',
  OTEL_EXPORTER_OTLP_ENDPOINT:
    'OpenTelemetry collector (OTLP over HTTP) that model calls are told to, such as http://127.0.0.1:4318',
  OTEL_EXPORTER_OTLP_HEADERS: 'Headers for it, secret: name=value pairs, comma-separated',
  LOG_LEVEL: 'fatal, error, warn, info, debug, trace or silent',
  AMAS_PROVIDERS:
    'Provider ids in the order in which they are asked, such as anthropic,openai; empty: all that have a key',
  AMAS_ROUTING: 'File that says which models are asked for what (docs/ROUTING.md); empty: in order',
  AMAS_MULTI_TENANT:
    'true where organizations share this AMAS that do not trust each other: base URLs of providers may not point into the private network',
  AMAS_TASK_COST_USD: 'What one task may spend on models, in US dollars',
  AMAS_APPROVE_OWN:
    'true where people may let their own work go on beyond a limit of money; otherwise somebody else has to',
  AMAS_WORKER_CONCURRENCY: 'Agent runs that one worker does at the same time',
  AMAS_RECOVERY_MS:
    'Milliseconds after which the work of a dead worker is taken over; empty: a default that suits most',
};

const defaults: Readonly<Record<string, string | number | undefined>> = Environment.parse({});

export const coreVariables: readonly CoreVariable[] = Object.entries(labels).map(([env, label]) => ({
  env,
  label,
  initial: `${defaults[env] ?? ''}`,
}));
