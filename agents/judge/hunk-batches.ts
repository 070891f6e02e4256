import type { TokenRate } from '#providers/contract.ts';
import type { Change, HunkLine } from '../contract.ts';
import { estimateTokens } from './estimate-tokens.ts';
import { numberLines, type NumberedHunk } from './numbered-hunks.ts';

/** What one model call reads of hunks. More context makes every measured model worse, so calls stay small. */
const maxTokensPerCall = 12_000;
/** What stands beside the hunks in a call, and the answer. */
const otherTokensPerCall = 20_000;
const leastTokensPerCall = 1_000;

/** With its place among the hunks of its file. */
export type PlannedHunk = NumberedHunk & { readonly index: number };

export interface Batch {
  readonly hunks: readonly PlannedHunk[];
}

export interface BatchPlan {
  readonly batches: readonly Batch[];
  /** Files of which at least one hunk, or a part of one, is in no batch. */
  readonly unfit: ReadonlySet<string>;
  /** Hunks, or parts of them, that are in no batch, by the path of their file. */
  readonly unfitHunks: ReadonlyMap<string, ReadonlySet<number>>;
  /** Files with a line of which the end is not shown. */
  readonly cutLines: ReadonlySet<string>;
}

export interface PlanLimits {
  readonly calls: number;
  readonly rate: TokenRate;
}

interface OpenBatch {
  hunks: PlannedHunk[];
  tokensLeft: number;
}

/**
 * Packs hunks into at most `calls` batches, files in the given order, each hunk into the first batch with
 * room. What fits nowhere is named in `unfit`, never dropped in silence.
 */
export function planBatches(
  changes: readonly Change[],
  { calls, rate }: PlanLimits,
  withheld: ReadonlySet<string>,
): BatchPlan {
  const budget = tokensPerCall(rate);
  const open: OpenBatch[] = [];
  const unfitHunks = new Map<string, Set<number>>();
  const cutLines = new Set<string>();
  for (const change of changes) {
    for (const [index, { lines }] of change.hunks.entries()) {
      for (const hunk of readableParts({ path: change.path, lines, withheld, budget, rate })) {
        const isPlaced = place(open, { ...hunk, index }, estimateTokens(hunk.text, rate), { calls, budget });
        if (!isPlaced) unfitHunks.set(change.path, (unfitHunks.get(change.path) ?? new Set()).add(index));
        else if (!hunk.whole) cutLines.add(change.path);
      }
    }
  }
  const batches = open.map(({ hunks }) => ({ hunks }));
  return { batches, unfit: new Set(unfitHunks.keys()), unfitHunks, cutLines };
}

function tokensPerCall({ contextTokens }: TokenRate): number {
  return Math.max(leastTokensPerCall, Math.min(maxTokensPerCall, contextTokens - otherTokensPerCall));
}

interface LongHunk {
  readonly path: string;
  readonly lines: readonly HunkLine[];
  readonly withheld: ReadonlySet<string>;
  readonly budget: number;
  readonly rate: TokenRate;
}

/** A whole hunk when one call can hold it, else parts of about equal size: a new file is one hunk, however long. */
function readableParts(hunk: LongHunk): readonly NumberedHunk[] {
  const { path, lines, withheld, budget, rate } = hunk;
  const whole = numberLines(path, lines, withheld);
  const tokens = estimateTokens(whole.text, rate);
  if (tokens <= budget || lines.length < 2) return [whole];
  const slices = sliceEvenly(hunk, Math.ceil(tokens / budget));
  return slices.map((slice, index) =>
    numberLines(path, slice, withheld, { number: index + 1, of: slices.length }),
  );
}

/** Numbers and marks of a line, and what rounding up each of them adds. */
const lineOverheadCharacters = 14;
/** Header of a part. */
const partOverheadTokens = 60;

function sliceEvenly({ lines, budget, rate }: LongHunk, least: number): readonly HunkLine[][] {
  const weights = lines.map(
    ({ text }) => estimateTokens(text.slice(0, 2_000), rate) + lineOverheadCharacters / rate.bytesPerToken,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const room = Math.min(budget - partOverheadTokens, Math.ceil(total / least) + partOverheadTokens);
  const slices: HunkLine[][] = [];
  let left = 0;
  for (const [index, line] of lines.entries()) {
    const weight = weights[index] ?? 0;
    if (slices.length === 0 || weight > left) {
      slices.push([]);
      left = room;
    }
    slices.at(-1)?.push(line);
    left -= weight;
  }
  return slices;
}

function place(
  open: OpenBatch[],
  hunk: PlannedHunk,
  tokens: number,
  { calls, budget }: { readonly calls: number; readonly budget: number },
): boolean {
  const roomy = open.find((batch) => batch.tokensLeft >= tokens);
  if (roomy) {
    roomy.hunks.push(hunk);
    roomy.tokensLeft -= tokens;
    return true;
  }
  if (open.length >= calls) return false;
  open.push({ hunks: [hunk], tokensLeft: budget - tokens });
  return true;
}
