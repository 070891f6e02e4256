import { explainWhy, type WhyEntry } from '#jobs/answers/why.ts';
import type { Cli } from '../command.ts';
import type { DataOptions } from '../data/data-options.ts';
import { withData } from '../data/open-data.ts';
import { WrongUse } from '../errors.ts';
import { oneLine } from '../output/one-line.ts';
import { printJson } from '../output/print-json.ts';
import { timeAgo } from '../output/times.ts';

export async function explainUrl(cli: Cli, url: string, options: DataOptions): Promise<void> {
  if (!['http:', 'https:'].includes(URL.parse(url)?.protocol ?? '')) throw notAnAddress(url);
  const entries = await withData(cli, options, ({ database }) => explainWhy(database.store, url));
  const { terminal } = cli;
  if (options.json) printJson(terminal, { items: entries, next: null });
  else if (entries.length === 0) terminal.out(nothingKnown(url));
  else terminal.out(entries.map((entry) => entryText(cli, entry)).join('\n'));
}

function entryText({ terminal, clock }: Cli, entry: WhyEntry): string {
  const colors = terminal.outColors;
  const reason = entry.reason === null ? '' : ` (${oneLine(entry.reason)})`;
  const lines = [
    `${colors.bold(oneLine(entry.what))}  ${entry.status}${reason}  ${colors.dim(timeAgo(new Date(entry.at), clock.now()))}`,
    ...(entry.remedy === null ? [] : [`  ${oneLine(entry.remedy)}`]),
    ...(entry.taskId === null ? [] : [colors.dim(`  amas show ${entry.taskId}`)]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const nothingKnown = (url: string) =>
  `No event about ${oneLine(url)} has reached AMAS. Check in the platform's webhook settings that deliveries arrive ` +
  'and are answered with 200, and here: amas deliveries\n';

const notAnAddress = (url: string) =>
  new WrongUse(
    `${url} is no address. Give that of a pull request: https://github.com/owner/repository/pull/1`,
  );
