import { toPlaces } from '#apps/models/follow-places.ts';
import { toRecord } from '#jobs/completion-rows.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { findRecordedCalls } from '#prisma/repositories/recorded-calls.ts';
import { readRoutingPlaces } from '#prisma/repositories/routing-layers.ts';
import { ensureDefaultProject } from '#prisma/repositories/tenancy.ts';
import { simulate, type RecordedCall, type Simulation, type Tally } from '#providers/router/simulate.ts';
import type { Cli } from '../command.ts';
import type { DataOptions } from '../data/data-options.ts';
import { withData } from '../data/open-data.ts';
import { readDuration } from '../data/read-duration.ts';
import { WrongUse } from '../errors.ts';
import { printJson } from '../output/print-json.ts';
import { table } from '../output/table.ts';
import { duration } from '../output/times.ts';
import { configuredModels } from './configured-models.ts';

export interface SimulateRouteOptions extends DataOptions {
  readonly policy: string;
  readonly since: string;
}

const maxCalls = 20_000;

export async function simulateRoute(cli: Cli, options: SimulateRouteOptions): Promise<void> {
  const { clock, terminal } = cli;
  const since = new Date(clock.now() - readDuration('--since', options.since));
  const routed = await configuredModels(cli, options.policy);
  if (routed.candidates.length === 0) {
    throw new WrongUse(
      'The environment holds no key of a provider: a policy is tried on the models that are configured.',
    );
  }
  const { calls, places } = await withData(cli, options, async ({ database }) => {
    const { organizationId } = await ensureDefaultProject(database);
    const rows = await findRecordedCalls(database.store, { organizationId, since }, maxCalls);
    const calls = rows.map((row): RecordedCall => ({
      organizationId,
      agent: row.agent ?? '',
      ...(row.projectId === null ? {} : { projectId: row.projectId }),
      record: toRecord(row),
    }));
    return { calls, places: toPlaces(await readRoutingPlaces(database)) };
  });
  const simulation = simulate(calls, { ...routed, places, clock, log: silentLogger() });
  if (options.json) printJson(terminal, simulation);
  else if (calls.length === 0) terminal.out(`No call of a model is recorded in the last ${options.since}.\n`);
  else terminal.out(told(simulation, terminal.columns));
}

function told(simulation: Simulation, columns: number): string {
  const { calls, happened, simulated, first, unanswerable, refusals, assumed } = simulation;
  const lines = [
    { what: 'cost', ...both(simulation, costText) },
    { what: 'answered', ...both(simulation, ({ answered }) => `${(answered * 100).toFixed(1)} %`) },
    { what: 'mean time', ...both(simulation, ({ meanMs }) => duration(meanMs)) },
    ...first.map(({ model, ...counts }) => ({
      what: `first ${model}`,
      happened: String(counts.happened),
      simulated: String(counts.simulated),
    })),
  ];
  type Line = (typeof lines)[number];
  const unknown = Math.max(happened.unknownCost, simulated.unknownCost);
  const why = Object.entries(refusals).map(([code, count]) => `${code} ${count}`);
  return [
    `${calls} calls as recorded, beside what the policy lets expect:\n\n`,
    table(
      lines,
      [
        { title: '', text: (line: Line) => line.what, isFlexible: true },
        { title: 'HAPPENED', text: (line: Line) => line.happened },
        { title: 'SIMULATED', text: (line: Line) => line.simulated },
      ],
      columns,
    ),
    ...(unknown > 0 ? [`\nOf up to ${unknown} calls the cost is not known; it is in neither sum.\n`] : []),
    ...(unanswerable > 0
      ? [`\n${unanswerable} calls could not have been answered by anybody: ${why.join(', ')}.\n`]
      : []),
    ...(assumed.length > 0
      ? [
          `\nOf ${assumed.join(', ')} no call is recorded: taken as free of faults, and as fast as what happened.\n`,
        ]
      : []),
  ].join('');
}

const both = ({ happened, simulated }: Simulation, text: (tally: Tally) => string) => ({
  happened: text(happened),
  simulated: text(simulated),
});

const costText = ({ costUsd }: Tally): string => `$${Number(costUsd).toFixed(4)}`;
