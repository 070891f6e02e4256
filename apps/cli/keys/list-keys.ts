import { listApiKeys, type ApiKeyRow } from '#prisma/repositories/api-keys.ts';
import { ensureDefaultProject } from '#prisma/repositories/tenancy.ts';
import type { Cli } from '../command.ts';
import type { DataOptions } from '../data/data-options.ts';
import { withData } from '../data/open-data.ts';
import { printJson } from '../output/print-json.ts';
import { table } from '../output/table.ts';
import { timeAgo } from '../output/times.ts';
import { keyStatus, toKeyItem } from './key-item.ts';

export async function listKeys(cli: Cli, options: DataOptions): Promise<void> {
  const rows = await withData(cli, options, async ({ database }) => {
    const { organizationId } = await ensureDefaultProject(database);
    return await listApiKeys(database.store, organizationId);
  });
  const { terminal } = cli;
  const now = cli.clock.now();
  if (options.json) printJson(terminal, { items: rows.map((row) => toKeyItem(row, now)) });
  else if (rows.length === 0) terminal.out('There are no keys. Create one: amas key create <name>\n');
  else terminal.out(table(rows, columnsOf(cli, now), terminal.columns));
}

const columnsOf = ({ terminal: { outColors } }: Cli, now: number) => [
  { title: 'KEY', text: (row: ApiKeyRow) => `${row.prefix}…` },
  { title: 'NAME', text: (row: ApiKeyRow) => row.name, isFlexible: true },
  {
    title: 'STATUS',
    text: (row: ApiKeyRow) => keyStatus(row, now),
    paint: (text: string) => (text.trim() === 'active' ? outColors.green(text) : outColors.dim(text)),
  },
  { title: 'SCOPES', text: (row: ApiKeyRow) => row.scopes.join(' ') },
  { title: 'MODELS', text: (row: ApiKeyRow) => row.models.join(' ') || 'all', isFlexible: true },
  { title: 'RPM', text: (row: ApiKeyRow) => String(row.requestsPerMinute ?? '') },
  { title: 'CREATED', text: (row: ApiKeyRow) => timeAgo(row.createdAt, now) },
  {
    title: 'USED',
    text: (row: ApiKeyRow) => (row.lastUsedAt ? timeAgo(row.lastUsedAt, now) : 'never'),
  },
  { title: 'EXPIRES', text: (row: ApiKeyRow) => row.expiresAt?.toISOString().slice(0, 10) ?? '' },
];
