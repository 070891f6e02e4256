import { posix } from 'node:path';
import type { Change, ChangeSet, ReadFile, SearchRepository } from '#agents/contract.ts';
import { type Alias, aliasesOf } from '#agents/judge/related/resolve-import.ts';
import { code } from '../findings/shown-text.ts';
import type { Spotted } from '../findings/spotted.ts';
import { explain } from '../rules/rule-info.ts';
import { isSyntaxLanguage, type ParseSource } from '../syntax/parse-source.ts';
import type { Break, BrokenFile } from './breaks.ts';
import { codePackageOf } from './code/code-reach.ts';
import { publicApiRule, safeForms } from './public-api-rule.ts';
import { type Reach, reachOf, type Read } from './public-names.ts';
import { type BrokenUse, type Surroundings, Users } from './users/users.ts';

/** More of them say no more than these. */
const maxFindings = 5;
/** The model's context is read from the same allowance. */
const maxReads = 16;

export interface BrokenApiSources {
  readonly changeSet: ChangeSet;
  readonly files: readonly BrokenFile[];
  readonly parse: ParseSource;
  readonly readFile?: ReadFile | undefined;
  readonly search?: SearchRepository | undefined;
}

/**
 * Breaks of what a package offers to others: in files that its `package.json` leads to, and in public names of packages
 * of other languages; and breaks of anything that other files of the repository still use in the old form, with these
 * places. Silent about private packages that nobody uses so, and where the change raises the major version.
 */
export async function findBrokenApi(
  sources: BrokenApiSources,
): Promise<{ readonly spotted: readonly Spotted[]; readonly notes: readonly string[] }> {
  const { changeSet, files, readFile } = sources;
  const readers = { head: limited(changeSet, 'head', readFile), base: limited(changeSet, 'base', readFile) };
  const repository = { changeSet, readers, readsAll: readFile !== undefined };
  const users = new Users(sources);
  const gained = new Set(files.flatMap((file) => file.gained));
  const spotted: Spotted[] = [];
  for (const { change, breaks } of files) {
    // In Go, the files of a package are one.
    const kept = breaks.filter(
      ({ name, isGone }) => !isGone || !gained.has(name) || change.language !== 'go',
    );
    if (kept.length === 0 || spotted.length >= maxFindings) continue;
    const reach = await reachIn(change, repository);
    const used = await users.of(change, kept, await surroundingsOf(reach, readers.head));
    for (const one of kept) {
      const told = tell(one, {
        reach,
        uses: used.get(one) ?? [],
        hasMoved: one.isGone && gained.has(one.name),
      });
      if (told !== undefined && spotted.length < maxFindings) spotted.push(spot(one, change, told));
    }
  }
  return { spotted, notes: [...users.cuts].map(noteOf) };
}

const noteOf = (cut: string) =>
  `Uses of what the change breaks were looked for in a part of the repository: ${cut}.`;

interface Repository {
  readonly changeSet: ChangeSet;
  readonly readers: { readonly head: Read; readonly base: Read };
  readonly readsAll: boolean;
}

/** The package of a changed file, as far as one is known. */
interface Around {
  readonly packageName: string;
  readonly publicName: (own: string) => string | undefined;
  readonly module?: string | undefined;
  /** Whether code outside of the repository can break by the change, unannounced. */
  readonly isOffered: boolean;
}

async function reachIn(
  change: Change,
  { changeSet, readers, readsAll }: Repository,
): Promise<Around | undefined> {
  const path = change.previousPath ?? change.path;
  if (isSyntaxLanguage(change.language)) {
    const reach = await reachOf(path, readers.base);
    const isOffered =
      reach !== undefined && !reach.isPrivate && !(await isAnnounced(reach, path, changeSet, readers.head));
    return reach && { ...reach, isOffered };
  }
  const found = await codePackageOf(change, { read: readers.base, readsAll, changes: changeSet.changes });
  return (
    found && {
      packageName: found.name,
      publicName: (name) => name,
      module: found.module,
      isOffered: found.isOffered,
    }
  );
}

async function surroundingsOf(reach: Around | undefined, read: Read): Promise<Surroundings> {
  const [manifest, compiler] = await Promise.all([read('package.json'), read('tsconfig.json')]);
  return {
    aliases: [...aliasesOf(manifest), ...pathsOfCompiler(compiler)],
    packageName: reach?.packageName,
    publicName: reach?.publicName ?? (() => undefined),
    module: reach?.module,
  };
}

/** `paths` of `tsconfig.json`, which may hold comments: `"@/*": ["./src/*"]`. */
function pathsOfCompiler(text = ''): readonly Alias[] {
  const base = /"baseUrl"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? '.';
  return [...text.matchAll(/"([^"*\n]+)\*"\s*:\s*\[\s*"([^"*\n]*)\*"/g)].map(
    ([, prefix = '', target = '']) => ({
      prefix,
      target: posix.join(base, target),
    }),
  );
}

interface Told {
  /** Whom it breaks. */
  readonly who: string;
  readonly uses: readonly BrokenUse[];
}

/** Undefined where nobody is known to break. */
function tell(
  { name, hurts = 'uses', isGone }: Break,
  {
    reach,
    uses,
    hasMoved,
  }: { readonly reach: Around | undefined; readonly uses: readonly BrokenUse[]; readonly hasMoved: boolean },
): Told | undefined {
  const [first] = uses;
  if (first !== undefined) {
    const more = uses.length === 1 ? '' : ` and ${uses.length - 1} more`;
    const still = isGone ? 'still use it' : 'use it as before';
    const verb = uses.length === 1 ? still.replace('use', 'uses') : still;
    return { who: `${placeOf(first)}${more} ${verb}`, uses };
  }
  const outside = reach?.isOffered === true && !hasMoved ? reach.publicName(name) : undefined;
  return outside === undefined
    ? undefined
    : { who: `whoever ${hurts} ${code(outside)} of ${code(reach?.packageName ?? '')} breaks`, uses };
}

const placeOf = ({ path, line }: BrokenUse) => `${code(path)}:${line}`;

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

/** What is to be said where the repository itself breaks. */
const inside = {
  why: 'What is named here was left as it was: it fails as soon as the change is there.',
  instead: 'Change these places along, or keep the old form beside the new one.',
};

/** Places that a finding names; the first ones are enough to go on from. */
const maxPlaces = 8;

function spot(
  { what, isGone, side, line, severity }: Break,
  { path, language = '' }: Change,
  { who, uses }: Told,
): Spotted {
  const isGrave = isGone || uses.length > 0 || /asks for/.test(what);
  const places = uses.length < 2 ? '' : `\n\nPlaces: ${uses.slice(0, maxPlaces).map(placeOf).join(', ')}.`;
  return {
    rule: publicApiRule.id,
    category: publicApiRule.category,
    severity: severity ?? (isGrave ? 'medium' : publicApiRule.severity),
    confidence: uses.length > 0 ? 0.9 : publicApiRule.confidence,
    title: `${what}: ${who}`,
    detail: `${explain({ ...publicApiRule, ...(uses.length > 0 ? inside : {}), ...safeForms[language] })}${places}`,
    cwe: publicApiRule.cwe,
    path,
    side,
    line,
    identity: what,
  };
}
