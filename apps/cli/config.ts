import { z } from 'zod';
import { withEnvFile } from '#monitoring/env-file.ts';
import { WrongUse } from './errors.ts';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const variables = z.object({
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).optional(),
  NO_COLOR: z.string().optional(),
  FORCE_COLOR: z.string().optional(),
  TERM: z.string().optional(),
  AMAS_PROVIDERS: z.string().optional(),
  AMAS_ROUTING: z.string().optional(),
});

export interface CliConfig {
  /** What the log shows; absent when the user did not say, so that each command has its own default. */
  readonly logLevel?: (typeof logLevels)[number];
  /** By the conventions of no-color.org and force-color.org; `auto` colours terminals only. */
  readonly color: 'always' | 'never' | 'auto';
  /** Provider ids in the order in which they are asked; absent leaves it to the router. */
  readonly providerOrder?: readonly string[];
  /** File that says which models are asked for what. */
  readonly routingFile?: string;
  /** The whole environment with the file that `AMAS_ENV_FILE` names, for settings schemas of providers and platforms. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Without that file: for children, which read it themselves, and again when it changes. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
}

/** Reads and checks the environment. Throws `WrongUse` that names every wrong variable at once. */
export function readConfig(inherited: Readonly<Record<string, string | undefined>> = process.env): CliConfig {
  const environment = withEnvFile(inherited);
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = variables.safeParse(set);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
    throw new WrongUse(`The environment has wrong values:\n${problems.join('\n')}`, parsed.error);
  }
  const {
    LOG_LEVEL: logLevel,
    NO_COLOR: noColor,
    FORCE_COLOR: forceColor,
    TERM: term,
    AMAS_PROVIDERS: order,
    AMAS_ROUTING: routingFile,
  } = parsed.data;
  return {
    ...(logLevel === undefined ? {} : { logLevel }),
    ...(order === undefined ? {} : { providerOrder: listOf(order) }),
    ...(routingFile === undefined ? {} : { routingFile }),
    color: colorOf({ noColor, forceColor, term }),
    environment,
    inherited,
  };
}

function colorOf(wish: {
  readonly noColor: string | undefined;
  readonly forceColor: string | undefined;
  readonly term: string | undefined;
}): CliConfig['color'] {
  if (wish.noColor !== undefined) return 'never';
  if (wish.forceColor !== undefined) return /^(0|false)$/.test(wish.forceColor) ? 'never' : 'always';
  return wish.term === 'dumb' ? 'never' : 'auto';
}

function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
