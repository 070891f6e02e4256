import { differenceOf } from '#jobs/reconcile/compare-costs.ts';
import { readReconciliation, type ReconciledDay } from '#prisma/repositories/reconciliation.ts';
import { ensureDefaultProject } from '#prisma/repositories/tenancy.ts';
import type { Cli } from '../command.ts';
import type { DataOptions } from '../data/data-options.ts';
import { withData } from '../data/open-data.ts';
import { readDuration } from '../data/read-duration.ts';
import { printJson } from '../output/print-json.ts';
import { table } from '../output/table.ts';

export interface ReconcileOptions extends DataOptions {
  readonly since: string;
}

export async function reconcile(cli: Cli, options: ReconcileOptions): Promise<void> {
  const since = new Date(cli.clock.now() - readDuration('--since', options.since));
  const rows = await withData(cli, options, async ({ database }) => {
    const { organizationId } = await ensureDefaultProject(database);
    return await readReconciliation(database, organizationId, since);
  });
  const { terminal } = cli;
  if (options.json) {
    printJson(terminal, { items: rows.map(toItem) });
    return;
  }
  if (rows.length === 0) terminal.out(`No model answered in the last ${options.since}.\n`);
  else terminal.out(table(rows, columns, terminal.columns));
}

function toItem(row: ReconciledDay) {
  const difference = differenceOf(row);
  return {
    ...row,
    reportedUsd: row.reportedUsd.toFixed(),
    computedUsd: row.computedUsd.toFixed(),
    differencePercent: difference === undefined ? null : Math.round(difference * 10_000) / 100,
  };
}

const columns = [
  { title: 'DAY', text: ({ day }: ReconciledDay) => day },
  { title: 'MODEL', text: ({ provider, model }: ReconciledDay) => `${provider}/${model}`, isFlexible: true },
  { title: 'CALLS', text: ({ calls }: ReconciledDay) => String(calls) },
  { title: 'COMPARED', text: ({ compared }: ReconciledDay) => String(compared) },
  {
    title: 'VENDOR',
    text: (row: ReconciledDay) => dollarsOf(row, row.reportedUsd.toDecimalPlaces(4).toFixed()),
  },
  {
    title: 'COMPUTED',
    text: (row: ReconciledDay) => dollarsOf(row, row.computedUsd.toDecimalPlaces(4).toFixed()),
  },
  { title: 'DIFFERENCE', text: differenceText },
  { title: 'UNKNOWN', text: ({ unknown }: ReconciledDay) => (unknown === 0 ? '' : String(unknown)) },
];

/** Nothing to compare is not a comparison that came out even. */
const dollarsOf = ({ compared }: ReconciledDay, usd: string) => (compared === 0 ? '' : `$${usd}`);

function differenceText(row: ReconciledDay): string {
  if (row.compared === 0) return 'the vendor says nothing';
  const difference = differenceOf(row);
  return difference === undefined ? 'computed as free' : `${(difference * 100).toFixed(1)} %`;
}
