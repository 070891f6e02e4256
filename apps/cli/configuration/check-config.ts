import { manifests as bots } from '#bots/manifests.ts';
import { withEnvFile } from '#monitoring/env-file.ts';
import { publicMessageOf } from '#monitoring/errors.ts';
import { silentLogger } from '#monitoring/logger.ts';
import type { Env } from '#monitoring/server-config.ts';
import { hasEmbeddedPostgres } from '#prisma/embedded/server.ts';
import { readIntegrations, type Integration } from '#prisma/repositories/integrations.ts';
import { defaultSlug } from '#prisma/repositories/tenancy.ts';
import { findSealer } from '#prisma/sealing-key.ts';
import type { Cli } from '../command.ts';
import type { DataOptions } from '../data/data-options.ts';
import { configOf, withData } from '../data/open-data.ts';
import { printJson } from '../output/print-json.ts';
import { table } from '../output/table.ts';
import { findPrivateAddresses, findProblems } from './find-problems.ts';
import { findUnknownVariables } from './unknown-variables.ts';
import { listVariables, type Variable } from './variables.ts';

/** Lists every value with its source, and every problem at once. Ends with 2 when there is one. */
export async function checkConfig(cli: Cli, options: DataOptions): Promise<void> {
  const { environment, inherited } = cli.config;
  const { integrations, note } = await readStored(cli, options);
  const variables = listVariables(environment, integrations).map((variable): Variable =>
    variable.source === 'environment' && !inherited[variable.name]
      ? { ...variable, source: 'file' }
      : variable,
  );
  const found = [...findProblems(environment, integrations), ...(await findPrivateAddresses(environment))];
  const routing = found.length > 0 ? { problems: [], warnings: [] } : await lookAtRouting(cli);
  const problems = [...found, ...routing.problems];
  const warnings = [
    ...findUnknownVariables(environment, variables, Object.keys(bots)).map(
      ({ name, meant }) => `${name} is read by nothing${meant === null ? '' : `: did you mean ${meant}?`}`,
    ),
    ...findCovered(inherited),
    ...routing.warnings,
    ...(note === undefined ? [] : [note]),
  ];
  if (options.json) printJson(cli.terminal, { valid: problems.length === 0, variables, problems, warnings });
  else print(cli, variables, { problems, warnings });
  if (problems.length > 0) cli.setExitCode(2);
}

/** What only shows once the providers are open: policies that can never match any of them, and agents that there are not. */
async function lookAtRouting(cli: Cli): Promise<{ problems: string[]; warnings: string[] }> {
  const { routingFile } = cli.config;
  if (routingFile === undefined) return { problems: [], warnings: [] };
  const [{ configuredModels }, { createRouter }, { agentsInVain }] = await Promise.all([
    import('../route/configured-models.ts'),
    import('#providers/router/router.ts'),
    import('../route/unknown-agents.ts'),
  ]);
  try {
    const routed = await configuredModels(cli, routingFile);
    createRouter({ ...routed, clock: cli.clock, log: silentLogger() });
    return { problems: [], warnings: agentsInVain(routed.routing) };
  } catch (error) {
    return { problems: [publicMessageOf(error)], warnings: [] };
  }
}

/** What the file says in vain: whoever changes it there wonders why nothing happens. */
function findCovered(inherited: Env): string[] {
  const { AMAS_ENV_FILE: path } = inherited;
  if (!path) return [];
  const inFile = withEnvFile({ AMAS_ENV_FILE: path });
  return Object.entries(inFile)
    .filter(([name, value]) => inherited[name] && inherited[name] !== value)
    .map(
      ([name]) =>
        `${name} in ${path} does not count: the environment says otherwise. Unset it there to use the file's.`,
    );
}

interface Stored {
  readonly integrations: readonly Integration[];
  /** Why the database was not read. */
  readonly note?: string;
}

/** The accounts of the default project, which is the one that the environment configures too. */
async function readStored(cli: Cli, options: DataOptions): Promise<Stored> {
  try {
    const { databaseUrl, dataDirectory } = configOf(cli, options);
    if (databaseUrl === undefined && !hasEmbeddedPostgres(dataDirectory)) return { integrations: [] };
    const integrations = await withData(cli, options, async ({ config, database }) => {
      const sealer = await findSealer({ key: config.encryptionKey, dataDirectory });
      return sealer ? await readIntegrations(database, sealer) : [];
    });
    return { integrations: integrations.filter(({ projectSlug }) => projectSlug === defaultSlug) };
  } catch (error) {
    return {
      integrations: [],
      note: `Accounts in the database were not looked at: ${publicMessageOf(error).split('\n')[0]}`,
    };
  }
}

function print(
  { terminal }: Cli,
  variables: readonly Variable[],
  found: { problems: readonly string[]; warnings: readonly string[] },
): void {
  const colors = terminal.outColors;
  terminal.out(
    table(
      variables,
      [
        { title: 'VARIABLE', text: ({ name }) => name },
        { title: 'OF', text: (variable) => variable.of },
        {
          title: 'SOURCE',
          text: ({ source }) => (source === 'unset' ? 'not set' : source),
          paint: (text, { source }) => (source === 'unset' ? colors.dim(text) : text),
        },
        { title: 'VALUE', text: shownValue, isFlexible: true },
      ],
      terminal.columns,
    ),
  );
  terminal.out('\n');
  for (const warning of found.warnings) terminal.out(`${colors.yellow('warning')}  ${warning}\n`);
  for (const problem of found.problems) terminal.out(`${colors.red('problem')}  ${problem}\n`);
  if (found.problems.length === 0) terminal.out(`${colors.green('The configuration is valid.')}\n`);
}

function shownValue({ isSecret, source, value }: Variable): string {
  if (isSecret) return source === 'unset' ? '' : '(secret, set)';
  return value ?? '';
}
