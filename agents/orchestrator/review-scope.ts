import { createHash } from 'node:crypto';
import type { FileCoverage, Finding, RawChange, Report } from '../contract.ts';
import type { FullReason, ReviewBasis, ReviewScope } from '../review-history.ts';
import { isGap } from './file-outcomes.ts';

/** How the commit reviewed last relates to the one under review. */
export interface Since {
  readonly relation: 'ahead' | 'same' | 'rewritten';
  /** Files that differ between the two; undefined when the platform does not list all of them. */
  readonly paths?: readonly string[];
  /** Former and present names of the files renamed between them. */
  readonly renames: readonly (readonly [string, string])[];
}

export interface ScopeInput {
  readonly files: readonly RawChange[];
  readonly basis: Omit<ReviewBasis, 'digests'>;
  readonly previous: Pick<Report, 'files' | 'findings' | 'suppressed' | 'basis'> | undefined;
  readonly since: Since | undefined;
  readonly isIncremental: boolean;
  readonly isFullAsked: boolean;
  /** The commit of a merge queue; `previous` is the review of the pull request's own. */
  readonly isQueued?: boolean;
}

export interface ChosenScope {
  readonly scope: ReviewScope;
  readonly basis: ReviewBasis;
  /** The files to look at. */
  readonly again: readonly RawChange[];
  /** What the last review said of the others; it still holds, because nothing of them changed. */
  readonly kept: { readonly files: readonly FileCoverage[]; readonly findings: readonly Finding[] };
}

/**
 * What is to be looked at: only the files that are not exactly as they were at the last review, by their contents and by
 * what the platform lists; all of them when going on from it could say something wrong.
 */
export function chooseScope(input: ScopeInput): ChosenScope {
  const { files, previous } = input;
  const digests = Object.fromEntries(files.map((file) => [file.path, digestOf(file)]));
  const basis = { ...input.basis, digests };
  const reason = reasonForAll(input);
  if (reason !== undefined || !previous?.basis) {
    const since = previous?.basis?.revision;
    const scope = {
      mode: 'full',
      reason: reason ?? 'first',
      ...(since === undefined ? {} : { since }),
    } as const;
    return { scope, basis, again: files, kept: { files: [], findings: [] } };
  }
  const { basis: former } = previous;
  const coverage = new Map(previous.files.map((file) => [file.path, file]));
  const listed = new Set(input.since?.paths);
  const isKept = ({ path }: RawChange) => {
    const seen = coverage.get(path);
    return seen !== undefined && !isGap(seen) && !listed.has(path) && former.digests[path] === digests[path];
  };
  const kept = new Set(files.filter(isKept).map(({ path }) => path));
  return {
    scope: {
      mode: 'incremental',
      since: former.revision,
      again: files.length - kept.size,
      kept: kept.size,
      ...(input.isQueued === true ? { isQueued: true } : {}),
    },
    basis,
    again: files.filter(({ path }) => !kept.has(path)),
    kept: {
      files: previous.files.filter(({ path }) => kept.has(path)),
      // What is suppressed today may not be tomorrow.
      findings: [...previous.findings, ...(previous.suppressed ?? []).map(({ finding }) => finding)].filter(
        ({ location }) => location === undefined || kept.has(location.path),
      ),
    },
  };
}

function reasonForAll({
  previous,
  since,
  basis,
  isIncremental,
  isFullAsked,
}: ScopeInput): FullReason | undefined {
  if (isFullAsked) return 'asked';
  if (!isIncremental) return 'off';
  if (!previous) return 'first';
  const former = previous.basis;
  if (!former || !since) return 'unknown-basis';
  if (since.relation === 'rewritten') return 'rewritten';
  if (since.relation === 'same') return 'same-commit';
  if (former.settingsDigest !== basis.settingsDigest) return 'settings';
  if (former.rulesDigest !== basis.rulesDigest) return 'rules';
  return former.hasModel === basis.hasModel ? undefined : 'model';
}

function digestOf({ path, previousPath, status, patch, base, head, unavailable }: RawChange): string {
  const hash = createHash('sha256');
  for (const part of [path, previousPath, status, patch, base, head, unavailable]) {
    hash.update(part === undefined ? '\0-' : `\0+${part.length}\0`);
    if (part !== undefined) hash.update(part);
  }
  return hash.digest('hex').slice(0, 16);
}

const fullWords: Readonly<Record<FullReason, string>> = {
  first: 'it is the first review here',
  asked: 'it was asked for',
  off: '`incremental` in `.amas.yml` is false',
  'same-commit': 'this commit had been reviewed and was asked for again',
  rewritten: 'the branch was rewritten since (force-push or rebase)',
  settings: 'the configuration changed since',
  model: 'a model takes part now and did not then, or the other way round',
  rules: 'the rules of AMAS changed since',
  'unknown-basis': 'what the last review looked at is not known any more',
};

/** One sentence for people. */
export function scopeText(scope: ReviewScope): string {
  if (scope.mode === 'full') return `Full review: ${fullWords[scope.reason]}.`;
  if (scope.isQueued === true) return queueText(scope);
  const { since, again, kept } = scope;
  return `Incremental review: ${again} of ${again + kept} files changed since \`${since.slice(0, 7)}\`; what was said of the others stands.`;
}

function queueText({ since, again, kept }: Extract<ReviewScope, { mode: 'incremental' }>): string {
  const reviewed = `\`${since.slice(0, 7)}\``;
  return again === 0
    ? `Merge queue: answered from the review of ${reviewed}, because its commit brings exactly the same change, ${kept} files.`
    : `Merge queue: ${again} of ${again + kept} files are not as they were reviewed at ${reviewed}, and were reviewed again; what was said of the others stands.`;
}
