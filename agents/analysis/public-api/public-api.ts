import type { Change, ChangeSet, ReadFile } from '#agents/contract.ts';
import { code } from '../findings/shown-text.ts';
import type { Spotted } from '../findings/spotted.ts';
import { explain } from '../rules/rule-info.ts';
import type { Break, BrokenFile } from './breaks.ts';
import { isSyntaxLanguage } from '../syntax/parse-source.ts';
import { codePackageOf } from './code/code-reach.ts';
import { publicApiRule, safeForms } from './public-api-rule.ts';
import { type Reach, reachOf, type Read } from './public-names.ts';

/** More of them say no more than these. */
const maxFindings = 5;
/** The model's context is read from the same allowance. */
const maxReads = 16;

/**
 * Breaks of what a package offers to others: in files that its `package.json` leads to, and in public names of packages
 * of other languages. Silent for private packages, and where the change raises the major version.
 */
export async function findBrokenApi(
  changeSet: ChangeSet,
  files: readonly BrokenFile[],
  readFile?: ReadFile,
): Promise<readonly Spotted[]> {
  const readers = { head: limited(changeSet, 'head', readFile), base: limited(changeSet, 'base', readFile) };
  const gained = new Set(files.flatMap((file) => file.gained));
  const spotted: Spotted[] = [];
  for (const { change, breaks } of files) {
    const kept = breaks.filter(({ name, isGone }) => !isGone || !gained.has(name));
    if (kept.length === 0 || spotted.length >= maxFindings) continue;
    const reach = await outsideReach(change, { changeSet, readers, readsAll: readFile !== undefined });
    for (const one of kept) {
      const name = reach?.publicName(one.name);
      if (reach !== undefined && name !== undefined && spotted.length < maxFindings)
        spotted.push(spot(one, change, name, reach));
    }
  }
  return spotted;
}

interface Repository {
  readonly changeSet: ChangeSet;
  readonly readers: { readonly head: Read; readonly base: Read };
  readonly readsAll: boolean;
}

/** The way by which code outside of the repository reaches a file, where the change does not announce a new version. */
async function outsideReach(
  change: Change,
  { changeSet, readers, readsAll }: Repository,
): Promise<Pick<Reach, 'packageName' | 'publicName'> | undefined> {
  const path = change.previousPath ?? change.path;
  if (isSyntaxLanguage(change.language)) {
    const reach = await reachOf(path, readers.base);
    return reach === undefined || (await isAnnounced(reach, path, changeSet, readers.head))
      ? undefined
      : reach;
  }
  const found = await codePackageOf(change, { read: readers.base, readsAll, changes: changeSet.changes });
  return found && { packageName: found.name, publicName: (name) => name };
}

function limited({ changes }: ChangeSet, side: 'head' | 'base', readFile: ReadFile | undefined): Read {
  const texts = new Map<string, Promise<string | undefined>>();
  for (const change of changes) {
    const text = side === 'head' ? change.headText : change.baseText;
    texts.set(side === 'head' ? change.path : (change.previousPath ?? change.path), Promise.resolve(text));
  }
  let left = readFile === undefined ? 0 : maxReads;
  return (path) => {
    const known = texts.get(path);
    if (known !== undefined) return known;
    if (left === 0) return Promise.resolve(undefined);
    left -= 1;
    const text = readFile?.(path, side) ?? Promise.resolve(undefined);
    texts.set(path, text);
    return text;
  };
}

/** A new major version says it, and so does a note for the next one. */
async function isAnnounced(reach: Reach, path: string, { changes }: ChangeSet, head: Read): Promise<boolean> {
  const isNoted = changes.some(
    ({ path: other, headText = '', status }) =>
      status === 'added' && /(^|\/)\.changeset\/[^/]+\.md$/.test(other) && /:\s*major\b/.test(headText),
  );
  if (isNoted) return true;
  if (!changes.some(({ path: other }) => /(^|\/)package\.json$/.test(other))) return false;
  const now = await reachOf(path, head);
  return now !== undefined && majorOf(now.version) !== majorOf(reach.version);
}

/** Below 1.0.0 the second number counts as the first. */
function majorOf(version = ''): string {
  return /^(0\.\d+|\d+)/.exec(version)?.[1] ?? '';
}

function spot(
  { what, isGone, side, line, severity, hurts = 'uses' }: Break,
  { path, language = '' }: Change,
  name: string,
  { packageName }: Pick<Reach, 'packageName'>,
): Spotted {
  const gravity = isGone || /asks for/.test(what) ? 'medium' : publicApiRule.severity;
  return {
    rule: publicApiRule.id,
    category: publicApiRule.category,
    severity: severity ?? gravity,
    confidence: publicApiRule.confidence,
    title: `${what}: whoever ${hurts} ${code(name)} of ${code(packageName)} breaks`,
    detail: explain({ ...publicApiRule, ...safeForms[language] }),
    cwe: publicApiRule.cwe,
    path,
    side,
    line,
    identity: what,
  };
}
