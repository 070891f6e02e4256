import { toPlaces } from '#apps/models/follow-places.ts';
import { publicMessageOf } from '#monitoring/errors.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { readRoutingPlaces } from '#prisma/repositories/routing-layers.ts';
import type { Explanation } from '#providers/router/explain.ts';
import { noPlaces, type Places } from '#providers/router/policy/places.ts';
import { createRouter } from '#providers/router/router.ts';
import type { Cli } from '../command.ts';
import { withData } from '../data/open-data.ts';
import { WrongUse } from '../errors.ts';
import { printJson } from '../output/print-json.ts';
import { table } from '../output/table.ts';
import { configuredModels } from './configured-models.ts';
import { agentsInVain, unknownAgent } from './unknown-agents.ts';

export interface ExplainRouteOptions {
  readonly agent: string;
  readonly tokens: string;
  readonly output: string;
  readonly model?: string;
  readonly organization: string;
  readonly project?: string;
  readonly tools?: boolean;
  readonly stream?: boolean;
  readonly json?: boolean;
}

export async function explainRoute(cli: Cli, options: ExplainRouteOptions): Promise<void> {
  const { config, clock, terminal } = cli;
  const { agent, model, organization, project, tools = false, stream = false } = options;
  const places = await storedPlaces(cli, options);
  const asked = {
    agent,
    organizationId: idOf(places.organizations, organization),
    inputTokens: numberOf('--tokens', options.tokens),
    maxOutputTokens: numberOf('--output', options.output),
    tools,
    stream,
    ...(project === undefined ? {} : { projectId: idOf(places.projects, project) }),
    ...(model === undefined ? {} : { want: model }),
  };
  const log = silentLogger();
  const routed = await configuredModels(cli, config.routingFile);
  const asker = unknownAgent(agent);
  for (const note of [...(asker === undefined ? [] : [asker]), ...agentsInVain(routed.routing)])
    terminal.err(`${terminal.errColors.yellow('warning')}  ${note}\n`);
  const router = createRouter({ ...routed, places: () => places, clock, log });
  const explanation = router.explain(asked);
  router.close();
  if (options.json) printJson(terminal, explanation);
  else terminal.out(told(explanation, terminal.columns));
  if (!explanation.candidates.some(({ refused }) => !refused)) cli.setExitCode(1);
}

/** What `amas route set` stored, where somebody is named for whom it may hold. */
async function storedPlaces(
  cli: Cli,
  { organization, project, json = false }: ExplainRouteOptions,
): Promise<Places> {
  if (organization === '' && project === undefined) return noPlaces;
  try {
    return toPlaces(await withData(cli, { json }, ({ database }) => readRoutingPlaces(database)));
  } catch (error) {
    cli.terminal.err(`Stored policies were not looked at: ${publicMessageOf(error).split('\n')[0]}\n`);
    return noPlaces;
  }
}

/** By its slug, or by a project's own part of it; else it is an id already. */
function idOf(places: Places['organizations'], given: string): string {
  const named = [...places].find(([, { slug }]) => slug === given || slug.endsWith(`/${given}`));
  return named?.[0] ?? given;
}

function told({ policy, candidates, problem }: Explanation, columns: number): string {
  const chosenBy = policy.layer === 'default' ? 'by default' : `chosen by the ${policy.layer}`;
  const head = `Policy ${policy.name} (${chosenBy}), ordered by ${policy.strategy}\n`;
  if (problem !== undefined) return `${head}${problem}\n`;
  if (candidates.length === 0) {
    return `${head}No model can be asked: the environment holds no key of a provider (deploy/env.example lists them).\n`;
  }
  let place = 0;
  const rows = candidates.map((candidate) => ({
    ...candidate,
    place: candidate.refused ? undefined : (place += 1),
  }));
  type Row = (typeof rows)[number];
  return `${head}\n${table(
    rows,
    [
      { title: '', text: (row: Row) => (row.place === undefined ? '–' : `${row.place}`) },
      { title: 'MODEL', text: (row: Row) => `${row.provider}/${row.model}${row.key ?? ''}` },
      { title: 'SCORE', text: (row: Row) => (row.score === undefined ? '' : row.score.toPrecision(3)) },
      { title: 'WHY NOT', text: (row: Row) => row.refused?.reason ?? '', isFlexible: true },
    ],
    columns,
  )}`;
}

const maxTokens = 100_000_000;

function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number > 0 && number <= maxTokens) return number;
  throw new WrongUse(`${option} must be a whole number of tokens from 1 to ${maxTokens}.`);
}
