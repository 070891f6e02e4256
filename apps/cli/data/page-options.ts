import { InvalidArgumentError, Option, type Command } from 'commander';

/** What every list takes. */
export interface PageOptions {
  readonly limit: number;
  readonly after?: string;
}

const maxLimit = 500;

export function withPageOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--limit <number>', `how many to show, at most ${maxLimit}`)
        .argParser(parseLimit)
        .default(20),
    )
    .addOption(
      new Option('--after <cursor>', 'go on after the cursor that the last page ended with').argParser(
        parseCursor,
      ),
    );
}

function parseLimit(text: string): number {
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > maxLimit)
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${maxLimit}.`);
  return limit;
}

/** A cursor is the whole id of the last row seen. */
function parseCursor(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text))
    throw new InvalidArgumentError('It must be a cursor as a list printed it: a whole id.');
  return text.toLowerCase();
}

/** One page of a list. `next` is the cursor of the next, null on the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** Asks for one row more than the page holds: its presence tells that there is a next page. */
export async function readPage<Row extends { readonly id: string }>(
  options: PageOptions,
  read: (page: { limit: number; after?: string }) => Promise<readonly Row[]>,
): Promise<Page<Row>> {
  const { limit, after } = options;
  const rows = await read({ limit: limit + 1, ...(after === undefined ? {} : { after }) });
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
