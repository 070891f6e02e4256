import { listRequests, type Approval } from '#prisma/repositories/budget-approvals.ts';
import { listAlerts, readBudgets, type BudgetState, type Notice } from '#prisma/repositories/budget-reads.ts';
import { ensureDefaultProject } from '#prisma/repositories/tenancy.ts';
import type { Cli } from '../command.ts';
import type { DataOptions } from '../data/data-options.ts';
import { withData } from '../data/open-data.ts';
import { printJson } from '../output/print-json.ts';
import { table } from '../output/table.ts';
import { dateAndTime, timeAgo } from '../output/times.ts';
import { readSubjectNames } from './limit-names.ts';

const maxAlerts = 10;

export async function listBudgets(cli: Cli, options: DataOptions): Promise<void> {
  const found = await withData(cli, options, async ({ database }) => {
    const { store } = database;
    const { organizationId } = await ensureDefaultProject(database);
    const [states, alerts, waiting, nameOf] = await Promise.all([
      readBudgets(database, organizationId, cli.clock.now()),
      listAlerts(store, organizationId, maxAlerts),
      listRequests(store, organizationId),
      readSubjectNames(store, organizationId),
    ]);
    const items = states.map((state) => toItem(state, nameOf({ ...state.limit, subject: state.subject })));
    return { items, alerts, waiting };
  });
  if (options.json) {
    printJson(cli.terminal, {
      items: found.items,
      alerts: found.alerts,
      waiting: found.waiting.map(toWaiting),
    });
    return;
  }
  print(cli, found);
}

type Item = ReturnType<typeof toItem>;

function toItem({ limit, spentUsd, leasedUsd, endsAt }: BudgetState, subject: string) {
  const percent = limit.usd.isZero() ? 100 : spentUsd.dividedBy(limit.usd).times(100).toNumber();
  return {
    scope: limit.scope,
    subject,
    period: limit.period,
    limitUsd: limit.usd.toFixed(),
    spentUsd: spentUsd.toFixed(),
    reservedUsd: leasedUsd.toFixed(),
    spentPercent: Math.round(percent * 10) / 10,
    onReached: limit.onReached,
    resetsAt: endsAt?.toISOString() ?? null,
  };
}

const toWaiting = ({ taskId, refusal, createdAt }: Approval) => ({
  task: taskId,
  limit: refusal.limit,
  leftUsd: refusal.leftUsd,
  since: createdAt,
});

function print(
  cli: Cli,
  { items, alerts, waiting }: { items: Item[]; alerts: readonly Notice[]; waiting: readonly Approval[] },
): void {
  const { terminal, clock } = cli;
  const now = clock.now();
  if (items.length === 0) {
    terminal.out(
      'There is no limit beside that of each task (AMAS_TASK_COST_USD). Set one: amas budget set 20\n',
    );
  } else {
    terminal.out(table(items, columnsOf(cli), terminal.columns));
  }
  if (waiting.length > 0) {
    terminal.out('\nWaiting for a person (amas approve <task>, amas reject <task>):\n');
    for (const { taskId, refusal, createdAt } of waiting) {
      terminal.out(`  ${taskId}  ${refusal.limit}: $${refusal.leftUsd} left  ${timeAgo(createdAt, now)}\n`);
    }
  }
  if (alerts.length > 0) {
    terminal.out('\nAlerts:\n');
    for (const { title, createdAt } of alerts) terminal.out(`  ${timeAgo(createdAt, now)}  ${title}\n`);
  }
}

const columnsOf = ({ terminal: { outColors } }: Cli) => [
  { title: 'OF', text: (item: Item) => [item.scope, item.subject].join(' ').trim(), isFlexible: true },
  { title: 'PER', text: (item: Item) => item.period },
  { title: 'LIMIT', text: (item: Item) => `$${item.limitUsd}` },
  { title: 'SPENT', text: (item: Item) => `$${item.spentUsd}` },
  {
    title: '%',
    text: (item: Item) => String(item.spentPercent),
    paint: (text: string, item: Item) =>
      item.spentPercent >= 100
        ? outColors.red(text)
        : item.spentPercent >= 80
          ? outColors.yellow(text)
          : text,
  },
  { title: 'RESERVED', text: (item: Item) => `$${item.reservedUsd}` },
  { title: 'THEN', text: (item: Item) => item.onReached },
  {
    title: 'STARTS ANEW',
    text: (item: Item) => (item.resetsAt === null ? '' : dateAndTime(new Date(item.resetsAt))),
  },
];
