import { findRepliesOf } from '#prisma/repositories/replies.ts';
import * as tasks from '#prisma/repositories/tasks.ts';
import type { Cli } from '../command.ts';
import type { DataOptions } from '../data/data-options.ts';
import { withData } from '../data/open-data.ts';
import { readPage, type PageOptions } from '../data/page-options.ts';
import { toTaskItem } from '../data/task-item.ts';
import { dollars } from '../output/dollars.ts';
import { paintStatus } from '../output/paint-status.ts';
import { printJson } from '../output/print-json.ts';
import { printNextPage } from '../output/print-next-page.ts';
import { shortIds } from '../output/short-ids.ts';
import { table } from '../output/table.ts';
import { timeAgo } from '../output/times.ts';

export interface ListTasksOptions extends DataOptions, PageOptions {
  readonly status?: string;
}

export async function listTasks(cli: Cli, options: ListTasksOptions): Promise<void> {
  const { status, json } = options;
  const filter = status === undefined ? {} : { status };
  const { page, replies } = await withData(cli, options, async ({ database: { store } }) => {
    const page = await readPage(options, (limits) => tasks.listTasks(store, filter, limits));
    const ids = page.items.map((row) => row.id);
    return { page, replies: await findRepliesOf(store, ids) };
  });
  if (json) {
    printJson(cli.terminal, {
      items: page.items.map((row) => toTaskItem(row, replies)),
      next: page.next,
    });
    return;
  }
  if (page.items.length === 0) cli.terminal.out(emptyText(options));
  else print(cli, page.items);
  printNextPage(cli.terminal, page.next);
}

function print(cli: Cli, rows: readonly tasks.TaskRow[]): void {
  const { terminal, clock } = cli;
  const colors = terminal.outColors;
  const shorten = shortIds(rows.map((row) => row.id));
  const now = clock.now();
  terminal.out(
    table(
      rows,
      [
        { title: 'TASK', text: (row) => shorten(row.id) },
        { title: 'CREATED', text: (row) => timeAgo(row.createdAt, now), paint: colors.dim },
        { title: 'INTENT', text: (row) => row.intent },
        {
          title: 'STATUS',
          text: (row) => row.status,
          paint: (text, row) => paintStatus(row.status, text, colors),
        },
        { title: 'ABOUT', text: subjectOf, isFlexible: true },
        { title: 'COST', text: (row) => dollars(row.costUsd === null ? null : Number(row.costUsd)) },
        { title: 'REASON', text: (row) => row.reason ?? '', isFlexible: true },
      ],
      terminal.columns,
    ),
  );
  terminal.err(
    `${terminal.errColors.dim(`The whole story of one: amas show ${shorten(rows[0]?.id ?? '')}`)}\n`,
  );
}

/** Before the platform was read, id and title of a subject may both be its URL. */
const subjectOf = (row: tasks.TaskRow) =>
  [...new Set([row.subjectId ?? row.instructions, row.subjectTitle ?? ''])].join(' ');

function emptyText({ status, after }: ListTasksOptions): string {
  if (after !== undefined) return 'There are no older tasks.\n';
  if (status !== undefined) return `No task is ${status}. All: amas tasks\n`;
  return 'Nothing has been asked for yet. What came in, and why it led to no task: amas deliveries\n';
}
