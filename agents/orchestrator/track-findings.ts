import type { FileCoverage, Finding } from '../contract.ts';
import type { FixedFinding, KnownFinding } from '../review-history.ts';

export interface TrackInput {
  readonly findings: readonly Finding[];
  readonly known: readonly KnownFinding[];
  /** Every file of the change. */
  readonly files: readonly FileCoverage[];
  /** Those that this review looked at itself. */
  readonly again: ReadonlySet<string>;
  readonly renames: readonly (readonly [string, string])[];
  /** Whether a model judged: what only a model sees is not gone because none looked. */
  readonly hasModelAnswered: boolean;
}

export interface Tracked {
  /** Under the fingerprints they were posted with. */
  readonly findings: readonly Finding[];
  /** Fingerprint to what the rules call it now, where that is another one. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly open: readonly KnownFinding[];
  readonly fixed: readonly FixedFinding[];
}

/** Tells what was said before from what is new, over moved lines and renamed files, and what is gone. */
export function trackFindings(input: TrackInput): Tracked {
  const { findings, known } = input;
  const byName = new Map(
    known.flatMap((each) => [
      [each.fingerprint, each] as const,
      ...(each.alias === undefined ? [] : [[each.alias, each] as const]),
    ]),
  );
  const matches = new Map<Finding, KnownFinding>();
  const taken = new Set<KnownFinding>();
  for (const finding of findings) {
    const match = byName.get(finding.fingerprint);
    if (!match || taken.has(match)) continue;
    matches.set(finding, match);
    taken.add(match);
  }
  for (const [finding, match] of renamedMatches(input, matches, taken)) {
    matches.set(finding, match);
    taken.add(match);
  }
  const aliases = new Map<string, string>();
  const named = findings.map((finding) => {
    const match = matches.get(finding);
    if (!match || match.fingerprint === finding.fingerprint) return finding;
    aliases.set(match.fingerprint, finding.fingerprint);
    return { ...finding, fingerprint: match.fingerprint };
  });
  return {
    findings: named,
    aliases,
    open: [...taken].filter(({ state }) => state === 'open' || state === 'fixed'),
    fixed: known
      .filter((each) => each.state === 'open' && !taken.has(each))
      .flatMap((each) =>
        fixedOf(
          each,
          input,
          findings.filter((finding) => !matches.has(finding)),
        ),
      ),
  };
}

/** A rename changes every fingerprint of a file: its findings are told apart by rule and title, in the order of lines. */
function renamedMatches(
  { findings, known, renames }: TrackInput,
  matches: ReadonlyMap<Finding, KnownFinding>,
  taken: ReadonlySet<KnownFinding>,
): (readonly [Finding, KnownFinding])[] {
  return renames.flatMap(([former, present]) => {
    const olds = known
      .filter((each) => each.path === former && !taken.has(each))
      .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
    const news = findings
      .filter((each) => each.location?.path === present && !matches.has(each))
      .toSorted((a, b) => (a.location?.line ?? 0) - (b.location?.line ?? 0));
    return news.flatMap((finding) => {
      const index = olds.findIndex(({ rule, title }) => rule === finding.rule && title === finding.title);
      const [match] = index < 0 ? [] : olds.splice(index, 1);
      return match ? [[finding, match] as const] : [];
    });
  });
}

/** Gone only when somebody looked: the file in full, or it is no longer part of the change. */
function fixedOf(
  known: KnownFinding,
  { files, again, renames, hasModelAnswered }: TrackInput,
  fresh: readonly Finding[],
): FixedFinding[] {
  if (known.rule.startsWith('model/') && !hasModelAnswered) return [];
  const present = renames.find(([former]) => former === known.path)?.[1] ?? known.path;
  if (present === undefined) return [];
  const file = files.find(({ path }) => path === present);
  const isSeen = file?.status === 'reviewed' && again.has(present);
  if (file && !isSeen) return [];
  const { fingerprint, title, path, line, url, rule } = known;
  // The same fault in other words is no repair: the lines were rewritten, and what they do is as bad as before.
  const isReplaced = fresh.some((finding) => finding.rule === rule && finding.location?.path === present);
  return [{ fingerprint, title, path, line, url, isSeen: isSeen && !isReplaced }];
}
