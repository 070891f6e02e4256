import { z } from 'zod';
import { AmasError } from './errors.ts';
import { readExporterHeaders } from './otlp/span-exporter.ts';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const url = (schemes: readonly string[], example: string) =>
  z.string().refine((text) => schemes.includes(URL.parse(text)?.protocol.slice(0, -1) ?? ''), {
    error: `must be a URL such as ${example}`,
  });

/** 32 bytes as 64 hexadecimal digits or 44 characters of base64. */
const isKey = (text: string) => /^[0-9a-f]{64}$/i.test(text) || /^[A-Za-z0-9+/]{43}=$/.test(text);

const wholeNumber = (max: number, what: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error: `must be ${what}` })
    .transform(Number)
    .refine((value) => value <= max, { error: `must be ${what}` });

/** The variables of AMAS itself: what is not set has its default, or means the embedded service. */
export const Environment = z.object({
  AMAS_ENV_FILE: z.string().optional(),
  DATABASE_URL: url(['postgres', 'postgresql'], 'postgresql://user:password@host:5432/amas').optional(),
  REDIS_URL: url(['redis', 'rediss'], 'redis://host:6379').optional(),
  AMAS_DATA_DIR: z.string().default('./.amas-data'),
  AMAS_ENCRYPTION_KEY: z
    .string()
    .refine((text) => text.split(',').every((part) => isKey(part.trim())), {
      error:
        'must be 32 random bytes in hexadecimal or base64, such as the output of: openssl rand -base64 32',
    })
    .optional(),
  AMAS_TASK_COST_USD: z
    .string()
    .regex(/^\d+(\.\d+)?$/, { error: 'must be an amount in US dollars such as 0.50' })
    .transform(Number)
    .default(1),
  AMAS_WORKER_CONCURRENCY: wholeNumber(64, 'a whole number from 1 to 64').default(4),
  PORT: wholeNumber(65_535, 'a port from 0 to 65535').default(8_000),
  HOST: z.string().default('127.0.0.1'),
  GATEWAY_PORT: wholeNumber(65_535, 'a port from 0 to 65535').default(0),
  GATEWAY_PROCESSES: wholeNumber(64, 'a whole number from 1 to 64').default(1),
  AMAS_GATEWAY_URL: url(['http', 'https'], 'http://127.0.0.1:8001')
    .transform((text) => text.replace(/\/+$/, ''))
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(['http', 'https'], 'http://127.0.0.1:4318').optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .refine((text) => text.split(',').every((pair) => /^\s*[!#$%&'*+.^_`|~\w-]+\s*=/.test(pair)), {
      error: 'must be name=value pairs, separated by commas, such as authorization=Bearer%20…',
    })
    .optional(),
  PUBLIC_URL: url(['http', 'https'], 'https://amas.example.com')
    .transform((text) => text.replace(/\/+$/, ''))
    .optional(),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('info'),
});

/** What every server process reads from its environment. Absent URLs mean the embedded services. */
export interface ServerConfig {
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly dataDirectory: string;
  /** Comma-separated: the first encrypts, all decrypt. */
  readonly encryptionKey: string | undefined;
  /** What one task may spend on models, in US dollars. */
  readonly taskCostUsd: number;
  /** Agent runs that one worker does at the same time. */
  readonly workerConcurrency: number;
  readonly port: number;
  readonly host: string;
  /** Of the OpenAI-compatible gateway; 0: the system chooses. */
  readonly gatewayPort: number;
  /** Processes of the gateway behind that port. */
  readonly gatewayProcesses: number;
  /** Where the hub finds the gateway; undefined without one. No slash at its end. */
  readonly gatewayUrl: string | undefined;
  /** The OpenTelemetry collector that model calls are told to; undefined without one. */
  readonly traces:
    | { readonly endpoint: string; readonly headers: Readonly<Record<string, string>> }
    | undefined;
  /** Without a slash at its end. */
  readonly publicUrl: string | undefined;
  readonly logLevel: (typeof logLevels)[number];
}

export type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment, once, at boot. Throws `apps.config_invalid` whose `publicMessage` names every problem and
 * what to do, and repeats no value: some are secrets.
 */
export function readServerConfig(env: Env): ServerConfig {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(present);
  if (!parsed.success) throw invalidConfig(parsed.error.issues);
  const values = parsed.data;
  return Object.freeze({
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    dataDirectory: values.AMAS_DATA_DIR,
    encryptionKey: values.AMAS_ENCRYPTION_KEY,
    taskCostUsd: values.AMAS_TASK_COST_USD,
    workerConcurrency: Math.max(1, values.AMAS_WORKER_CONCURRENCY),
    port: values.PORT,
    host: values.HOST,
    gatewayPort: values.GATEWAY_PORT,
    gatewayProcesses: Math.max(1, values.GATEWAY_PROCESSES),
    gatewayUrl: values.AMAS_GATEWAY_URL,
    traces:
      values.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
        ? undefined
        : {
            endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT,
            headers: readExporterHeaders(values.OTEL_EXPORTER_OTLP_HEADERS ?? ''),
          },
    publicUrl: values.PUBLIC_URL,
    logLevel: values.LOG_LEVEL,
  });
}

function invalidConfig(issues: readonly z.core.$ZodIssue[]): AmasError {
  const problems = issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  return new AmasError('apps.config_invalid', 'The environment is invalid.', {
    publicMessage: ['The configuration has problems:', ...problems.map((line) => `  ${line}`)].join('\n'),
    details: { problems },
  });
}
