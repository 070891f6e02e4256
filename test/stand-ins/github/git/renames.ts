import type { ObjectStore } from './object-store.ts';

/** Git's default: half of the larger file must be common. */
const similarityThreshold = 0.5;
/** Past this many pairs only identical files are matched, as git does past its rename limit. */
const maxPairs = 40_000;

export interface Candidate {
  readonly path: string;
  readonly sha: string;
}

/** New path → old path, for added files that are removed files under another name. */
export function findRenames(
  store: ObjectStore,
  removed: readonly Candidate[],
  added: readonly Candidate[],
): Map<string, string> {
  const renames = new Map<string, string>();
  const taken = new Set<string>();
  const match = (from: Candidate, to: Candidate): void => {
    if (taken.has(from.path) || renames.has(to.path)) return;
    taken.add(from.path);
    renames.set(to.path, from.path);
  };

  const bySha = Map.groupBy(removed, ({ sha }) => sha);
  const identical = added.flatMap((to) => pairsOf(bySha.get(to.sha) ?? [], [to]));
  for (const { from, to } of identical.sort(sameNameFirst)) match(from, to);

  const left = removed.filter(({ path }) => !taken.has(path));
  const right = added.filter(({ path }) => !renames.has(path));
  if (left.length * right.length > maxPairs) return renames;
  const similarity = createSimilarity(store);
  const similar = pairsOf(left, right)
    .map((pair) => ({ ...pair, score: similarity(pair.from.sha, pair.to.sha) }))
    .filter(({ score }) => score >= similarityThreshold)
    .sort((a, b) => b.score - a.score || sameNameFirst(a, b));
  for (const { from, to } of similar) match(from, to);
  return renames;
}

interface Pair {
  readonly from: Candidate;
  readonly to: Candidate;
}

function pairsOf(removed: readonly Candidate[], added: readonly Candidate[]): Pair[] {
  return removed.flatMap((from) => added.map((to) => ({ from, to })));
}

function sameNameFirst(a: Pair, b: Pair): number {
  return Number(hasSameName(b)) - Number(hasSameName(a));
}

function hasSameName({ from, to }: Pair): boolean {
  return from.path.split('/').at(-1) === to.path.split('/').at(-1);
}

/** Bytes in common lines over the size of the larger file: close to git's own measure. */
function createSimilarity(store: ObjectStore): (oldSha: string, newSha: string) => number {
  const cache = new Map<string, Map<string, number>>();
  const linesOf = (sha: string): Map<string, number> => {
    const known = cache.get(sha);
    if (known) return known;
    const counts = countLines(store.blob(sha) ?? Buffer.alloc(0));
    cache.set(sha, counts);
    return counts;
  };
  return (oldSha, newSha) => {
    const larger = Math.max(store.blob(oldSha)?.length ?? 0, store.blob(newSha)?.length ?? 0);
    if (larger === 0) return 0;
    const oldCounts = linesOf(oldSha);
    let commonBytes = 0;
    for (const [line, count] of linesOf(newSha)) {
      commonBytes += line.length * Math.min(count, oldCounts.get(line) ?? 0);
    }
    return commonBytes / larger;
  };
}

function countLines(content: Buffer): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of content.toString('latin1').split(/(?<=\n)/)) {
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return counts;
}
