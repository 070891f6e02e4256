import type { TokenRate } from '#providers/contract.ts';
import type { Change, ChangeSet, FileCoverage } from '../contract.ts';
import { estimateTokens } from './estimate-tokens.ts';
import type { Batch, BatchPlan } from './hunk-batches.ts';
import { spellHidden } from './spell-hidden.ts';

/** A list of files must not crowd out the code. */
const maxTokens = 2_500;

/** What the model is told about one file of the change. */
interface Entry {
  readonly folder: string;
  readonly name: string;
  readonly words: string;
  readonly isHere: boolean;
}

/**
 * Every file of the change exactly once: its status, and whether its hunks follow here, in another call, in both, or
 * not at all. Where the list grows too long, files that are not shown here are counted by folder instead of named.
 */
export function fileListText(changeSet: ChangeSet, plan: BatchPlan, batch: Batch, rate: TokenRate): string {
  const entries = entriesOf(changeSet, plan, batch);
  const folders = [...Map.groupBy(entries, (entry) => entry.folder)];
  const named = folders.map(([folder, files]) => folderText(folder, files));
  if (fits(named, rate)) return named.join('\n');
  const counted = folders.map(([folder, files]) => {
    const here = files.filter((file) => file.isHere);
    return [
      ...(here.length === 0 ? [] : [folderText(folder, here)]),
      ...countText(JSON.stringify(spellHidden(folder)), files.length - here.length),
    ].join('\n');
  });
  if (fits(counted, rate)) return counted.join('\n');
  const here = entries.filter((entry) => entry.isHere);
  return [
    ...[...Map.groupBy(here, (entry) => entry.folder)].map(([folder, files]) => folderText(folder, files)),
    ...countText('all folders', entries.length - here.length),
  ].join('\n');
}

function fits(rows: readonly string[], rate: TokenRate): boolean {
  return estimateTokens(rows.join('\n'), rate) <= maxTokens;
}

function entriesOf({ changes, coverage }: ChangeSet, plan: BatchPlan, batch: Batch): readonly Entry[] {
  const byPath = new Map(changes.map((change) => [change.path, change]));
  const here = new Set(batch.hunks.map((hunk) => hunk.path));
  const elsewhere = new Set(
    plan.batches.flatMap((other) => (other === batch ? [] : other.hunks.map((hunk) => hunk.path))),
  );
  return coverage.map((file) => {
    const slash = file.path.lastIndexOf('/') + 1;
    return {
      folder: file.path.slice(0, slash),
      name: file.path.slice(slash),
      isHere: here.has(file.path),
      words: wordsOf(file, byPath.get(file.path), {
        isHere: here.has(file.path),
        isElsewhere: elsewhere.has(file.path),
        isUnfit: plan.unfit.has(file.path),
      }),
    };
  });
}

interface Fate {
  readonly isHere: boolean;
  readonly isElsewhere: boolean;
  readonly isUnfit: boolean;
}

function wordsOf(file: FileCoverage, change: Change | undefined, fate: Fate): string {
  if (!change) return `not shown: ${file.reason ?? file.status}`;
  const renamed = change.previousPath === undefined ? '' : ` from ${shownName(change.previousPath)}`;
  return `${change.status}${renamed}, ${fateWords(change, fate)}`;
}

function fateWords(change: Change, { isHere, isElsewhere, isUnfit }: Fate): string {
  if (change.hunks.length === 0) return 'no changed lines';
  const rest = isUnfit ? ', some not shown at all' : '';
  if (isHere && isElsewhere) return `split: some hunks below, some in another call${rest}`;
  if (isHere) return isUnfit ? 'some hunks below, some not shown at all' : 'all hunks below';
  if (isElsewhere) return `hunks in another call${rest}`;
  return 'not shown: did not fit';
}

function folderText(folder: string, files: readonly Entry[]): string {
  const rows = files.map(({ name, words }) => `  ${shownName(name)}: ${words}`);
  return [folder === '' ? '(top)' : JSON.stringify(spellHidden(folder)), ...rows].join('\n');
}

function countText(where: string, count: number): string[] {
  return count === 0 ? [] : [`${where}: ${count} more ${count === 1 ? 'file' : 'files'}, not shown here`];
}

const shownName = (name: string): string => JSON.stringify(spellHidden(name));
