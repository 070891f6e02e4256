import { isBotId, manifests } from '#bots/manifests.ts';
import * as deliveries from '#prisma/repositories/delivery-reads.ts';
import type { Cli } from '../command.ts';
import type { DataOptions } from '../data/data-options.ts';
import { toDeliveryItem, type DeliveryItem } from '../data/delivery-item.ts';
import { withData } from '../data/open-data.ts';
import { readPage, type Page, type PageOptions } from '../data/page-options.ts';
import { WrongUse } from '../errors.ts';
import { paintStatus } from '../output/paint-status.ts';
import { printJson } from '../output/print-json.ts';
import { printNextPage } from '../output/print-next-page.ts';
import { shortIds } from '../output/short-ids.ts';
import { table } from '../output/table.ts';
import { timeAgo } from '../output/times.ts';

export interface ListDeliveriesOptions extends DataOptions, PageOptions {
  readonly status?: string;
  readonly platform?: string;
}

export async function listDeliveries(cli: Cli, options: ListDeliveriesOptions): Promise<void> {
  const { status, platform, json } = options;
  if (platform !== undefined && !isBotId(platform)) throw unknownPlatform(platform);
  const filter = {
    ...(status === undefined ? {} : { status }),
    ...(platform === undefined ? {} : { platform }),
  };
  const rows = await withData(cli, options, ({ database }) =>
    readPage(options, (page) => deliveries.listDeliveries(database.store, filter, page)),
  );
  const page = { items: rows.items.map(toDeliveryItem), next: rows.next };
  if (json) printJson(cli.terminal, page);
  else print(cli, page, options);
}

function print(cli: Cli, page: Page<DeliveryItem>, options: ListDeliveriesOptions): void {
  const { terminal, clock } = cli;
  const colors = terminal.outColors;
  if (page.items.length === 0) {
    terminal.out(emptyText(options));
    return;
  }
  const shorten = shortIds(page.items.map((item) => item.id));
  const shortenTask = shortIds(page.items.flatMap((item) => item.taskId ?? []));
  const now = clock.now();
  terminal.out(
    table(
      page.items,
      [
        { title: 'DELIVERY', text: (item) => shorten(item.id) },
        { title: 'RECEIVED', text: (item) => timeAgo(new Date(item.receivedAt), now), paint: colors.dim },
        { title: 'PLATFORM', text: (item) => item.platform },
        { title: 'EVENT', text: (item) => item.event, isFlexible: true },
        {
          title: 'STATUS',
          text: (item) => item.status,
          paint: (text, item) => paintStatus(item.status, text, colors),
        },
        { title: 'REASON', text: (item) => item.reason ?? '', isFlexible: true },
        { title: 'TASK', text: (item) => shortenTask(item.taskId ?? '') },
      ],
      terminal.columns,
    ),
  );
  printNextPage(terminal, page.next);
}

function emptyText({ status, platform, after }: ListDeliveriesOptions): string {
  if (after !== undefined) return 'There are no older deliveries.\n';
  if (status !== undefined || platform !== undefined)
    return 'No delivery is like that. All: amas deliveries\n';
  return 'Nothing has been delivered yet. Send a sample to a running hub: amas send github ping\n';
}

const unknownPlatform = (platform: string) =>
  new WrongUse(`There is no platform named ${platform}. There are: ${Object.keys(manifests).join(', ')}.`);
