import type { Change, ChangeSet, FileCoverage, IsOff, ReadFile, SearchRepository } from '#agents/contract.ts';
import { type Clock, systemClock } from '#monitoring/clock.ts';
import { isReadLockfile } from './changes/classify.ts';
import { touchedLines } from './changes/lines.ts';
import { findComplexity } from './complexity.ts';
import { findDeletedProtections } from './configuration/deleted-protection.ts';
import { findConfiguration } from './configuration/find-configuration.ts';
import { findDependencyChanges } from './dependencies.ts';
import type { Spotted } from './findings/spotted.ts';
import { type NewFinding, toFindings } from './findings/to-findings.ts';
import { findDuplication, type NewFunction } from './duplication.ts';
import { findRenamedCopies } from './duplication/renamed-copies.ts';
import { findRepositoryCopies } from './duplication/repository-copies.ts';
import { type ChangedBehaviour, changedBehaviour, findMissingTests, mayMissTests } from './missing-tests.ts';
import { findHiddenText } from './hidden-text.ts';
import { breaksOf, type BrokenFile } from './public-api/breaks.ts';
import { codeBreaksOf } from './public-api/code/code-breaks.ts';
import { breaksOfDeleted, deletedLanguages } from './public-api/deleted-files.ts';
import { findBrokenApi } from './public-api/public-api.ts';
import { findBrokenPython } from './public-api/python-names.ts';
import { projectsOf } from './project.ts';
import { rules } from './rules/registry.ts';
import { rulesFor } from './rules/rules-for.ts';
import type { SourceFile } from './rules/source-file.ts';
import type { SyntaxNode } from './syntax/syntax-node.ts';
import type { RuleInfo } from './rules/rule-info.ts';
import { type RuleResult, type RuleRun, runRules } from './rules/run-rules.ts';
import { codeRules } from './languages/code-rules.ts';
import { openCode, parseSide } from './languages/open-code.ts';
import { findSecrets } from './secrets.ts';
import { loadSecretlint } from './secrets/load-secretlint.ts';
import { normaliseText } from './syntax/expressions.ts';
import {
  isCodeLanguage,
  isParsedLanguage,
  loadParser,
  type ParsedLanguage,
  type ParseSource,
} from './syntax/parse-source.ts';

export const families = [
  'security',
  'correctness',
  'secrets',
  'dependencies',
  'configuration',
  'maintainability',
  'hidden-text',
] as const;
export type Family = (typeof families)[number];

export interface AnalyseOptions {
  /** All of them unless given. */
  readonly families?: readonly Family[];
  readonly signal?: AbortSignal;
  /** Reads files that the change leaves alone; without it the change is judged by itself. */
  readonly readFile?: ReadFile;
  /** Finds files that use what the change breaks; without it only those of the change are looked at. */
  readonly search?: SearchRepository;
  /** What is switched off is found too, last, and hides nothing else on its line. */
  readonly isOff?: IsOff | undefined;
  /** The account whose repository this is, where that is known. */
  readonly owner?: string;
  /** Called after each file with its path. */
  readonly onFile?: (path: string) => void;
  readonly clock?: Pick<Clock, 'now' | 'busyNow'>;
}

export interface Analysis {
  /** One for each place; ordered by severity, path and line. Every location takes a comment. */
  readonly findings: readonly NewFinding[];
  /** Files that could not be looked at completely, with the reason. */
  readonly coverage: readonly FileCoverage[];
  /** Ids of the rules that had something to look at. */
  readonly rulesRun: readonly string[];
  /** What the reader must know about how far the analysis could look. */
  readonly notes: readonly string[];
}

/** A file that takes longer is hostile or a table; the others must not wait for it. */
const maxFileMs = 2_000;

/**
 * Runs the deterministic rules over a change and reports what the change brings. Gives way to the event loop after
 * each file. Rejects with the signal's reason when it aborts.
 */
export async function analyse(changeSet: ChangeSet, options: AnalyseOptions = {}): Promise<Analysis> {
  const wanted = new Set(options.families ?? families);
  const work = await prepare(changeSet, wanted, options);
  const spotted: Spotted[] = [];
  const coverage: FileCoverage[] = [];
  for (const change of changeSet.changes) {
    options.signal?.throwIfAborted();
    const { found, gap } = await analyseFile(change, wanted, work);
    spotted.push(...found);
    if (gap !== undefined) coverage.push({ path: change.path, status: 'partly', reason: gap });
    options.onFile?.(change.path);
    await new Promise((resolve) => setImmediate(resolve));
  }
  options.signal?.throwIfAborted();
  spotted.push(...(await ofWholeChange(changeSet, wanted, work, options.readFile)));
  const broken = await brokenApi(changeSet, work, options);
  return {
    findings: toFindings([...spotted, ...broken.spotted], options.isOff),
    coverage,
    rulesRun: rulesFor(changeSet.changes, wanted),
    notes: broken.notes,
  };
}

type Work = Awaited<ReturnType<typeof prepare>>;

/** What can be judged only when all files have been looked at. */
async function ofWholeChange(
  changeSet: ChangeSet,
  wanted: ReadonlySet<Family>,
  work: Work,
  readFile: ReadFile | undefined,
): Promise<readonly Spotted[]> {
  const spotted: Spotted[] = [];
  if (wanted.has('configuration')) spotted.push(...findDeletedProtections(changeSet));
  if (wanted.has('dependencies')) spotted.push(...(await findDependencyChanges(changeSet, readFile)));
  if (work.behaviours !== undefined)
    spotted.push(...(await findMissingTests(changeSet, work.behaviours, readFile)));
  const copies = findRenamedCopies(changeSet, work.newFunctions);
  spotted.push(...copies.spotted, ...(await findRepositoryCopies(changeSet, copies.others, readFile)));
  if (wanted.has('maintainability')) spotted.push(...findBrokenPython(changeSet));
  return spotted;
}

async function brokenApi(
  changeSet: ChangeSet,
  { parse, broken, comparesApi }: Work,
  { readFile, search }: AnalyseOptions,
): ReturnType<typeof findBrokenApi> {
  const deleted = comparesApi && parse !== undefined ? breaksOfDeleted(changeSet, parse) : [];
  const files = [...broken, ...deleted];
  if (parse === undefined || files.every(({ breaks }) => breaks.length === 0))
    return { spotted: [], notes: [] };
  return findBrokenApi({ changeSet, files, parse, readFile, search });
}

async function prepare(
  changeSet: ChangeSet,
  wanted: ReadonlySet<Family>,
  { clock = systemClock, owner }: AnalyseOptions,
) {
  const isWanted = ({ category }: Pick<RuleInfo, 'category'>) =>
    wanted.has(category === 'correctness' ? 'correctness' : 'security');
  const chosen = rules.filter(isWanted);
  const chosenForCode = codeRules.filter(isWanted);
  const needsSyntax = chosen.length > 0 || wanted.has('maintainability');
  const parsed = languagesIn(changeSet, wanted);
  const hasAdded = changeSet.changes.some(({ addedLines }) => addedLines.size > 0);
  const [parse, scan] = await Promise.all([
    needsSyntax && parsed.size > 0 ? loadParser(parsed) : undefined,
    wanted.has('secrets') && hasAdded ? loadSecretlint() : undefined,
  ]);
  return {
    clock,
    owner,
    parse,
    scan,
    rules: chosen,
    codeRules: chosenForCode,
    removed: changeSet.changes.map((change) => textOf(change, 'removed')).join('\n'),
    projects: parse === undefined ? undefined : sharedProjects(changeSet, parse),
    behaviours: wanted.has('maintainability') && mayMissTests(changeSet) ? noBehaviours() : undefined,
    // Where all is new, nobody uses the old.
    comparesApi: wanted.has('maintainability') && !isAllNew(changeSet),
    broken: noBroken(),
    newFunctions: noFunctions(),
    movedElsewhere: searchElsewhere(changeSet),
    copiedElsewhere: changeSet.changes.length > maxComparedFiles ? () => false : searchElsewhere(changeSet),
  };
}

const isAllNew = ({ changes, deleted }: ChangeSet) =>
  deleted === undefined && changes.every(({ status }) => status === 'added');
function languagesIn(changeSet: ChangeSet, wanted: ReadonlySet<Family>): ReadonlySet<ParsedLanguage> {
  const ofChanges = changeSet.changes.flatMap(({ language, headText }) =>
    headText !== undefined && isParsedLanguage(language) ? [language] : [],
  );
  return new Set([...ofChanges, ...(wanted.has('maintainability') ? deletedLanguages(changeSet) : [])]);
}

const noBehaviours = (): ChangedBehaviour[] => [];
const noBroken = (): BrokenFile[] => [];
const noFunctions = (): NewFunction[] => [];

/** Every new function against the text of every file is too much for a whole repository. */
const maxComparedFiles = 300;

/** Agents that look at one change side by side go from file to file together: each file is parsed once for all. */
const projects = new WeakMap<ChangeSet, ReturnType<typeof projectsOf>>();

function sharedProjects(changeSet: ChangeSet, parse: ParseSource): ReturnType<typeof projectsOf> {
  const known = projects.get(changeSet) ?? projectsOf(changeSet.changes, parse);
  projects.set(changeSet, known);
  return known;
}

/** Whether the lines that other files of the change add or remove hold a normalised text. */
function searchElsewhere({ changes }: ChangeSet): RuleRun<never>['movedElsewhere'] {
  const read = () =>
    changes.map((change) => ({
      path: change.path,
      added: normaliseText(textOf(change, 'added')),
      removed: normaliseText(textOf(change, 'removed')),
    }));
  let texts: ReturnType<typeof read> | undefined;
  return (path, kind, text) => {
    texts ??= read();
    return texts.some((other) => other.path !== path && other[kind].includes(text));
  };
}

function textOf({ hunks }: Change, kind: 'added' | 'removed'): string {
  return hunks
    .flatMap(({ lines }) => lines)
    .filter((line) => line.kind === kind)
    .map(({ text }) => text)
    .join('\n');
}

async function analyseFile(
  change: Change,
  wanted: ReadonlySet<Family>,
  work: Work,
): Promise<{ readonly found: readonly Spotted[]; readonly gap: string | undefined }> {
  const { clock } = work;
  const busyMs = () => clock.busyNow?.() ?? clock.now();
  const deadline = busyMs() + maxFileMs;
  const outOfTime = () => busyMs() > deadline;
  const found: Spotted[] = [];
  if (wanted.has('hidden-text')) found.push(...findHiddenText(change));
  // Lockfiles are full of checksums, and hold no secrets.
  if (work.scan !== undefined && !isReadLockfile(change.path))
    found.push(...(await findSecrets(change, work.removed, work.scan)));
  if (!wanted.has('configuration')) return analyseLanguage(change, wanted, work, { found, outOfTime });
  const configuration = findConfiguration(change, {
    movedElsewhere: work.movedElsewhere,
    owner: work.owner,
    outOfTime,
  });
  found.push(...configuration.spotted);
  const result = analyseLanguage(change, wanted, work, { found, outOfTime });
  return { found: result.found, gap: result.gap ?? configuration.gap };
}

/** Adds to what was found in a file whose language has rules. */
function analyseLanguage(
  change: Change,
  wanted: ReadonlySet<Family>,
  work: Work,
  { found, outOfTime }: { readonly found: Spotted[]; readonly outOfTime: () => boolean },
): { readonly found: readonly Spotted[]; readonly gap: string | undefined } {
  if (isCodeLanguage(change.language)) {
    const result = analyseCode(change, wanted, work, outOfTime);
    return { found: [...found, ...result.spotted], gap: result.gap };
  }
  const { parse, projects, movedElsewhere, rules: chosen } = work;
  const openBase = (path: string) => projects?.base.focus(path);
  const before = () => openBase(change.previousPath ?? change.path);
  const head = projects?.head.focus(change.path)?.focusedOn(touchedLines(change), { before });
  if (head === undefined || parse === undefined) return { found, gap: undefined };
  const result = runRules(change, head, { rules: chosen, openBase, movedElsewhere, outOfTime });
  found.push(...result.spotted);
  if (wanted.has('maintainability'))
    found.push(...maintained(change, { head, base: before()?.root, parse }, work, outOfTime));
  return { found, gap: result.gap };
}

/** What is said about upkeep; notes what can be judged only when all files are known. */
function maintained(
  change: Change,
  {
    head,
    base,
    parse,
  }: { readonly head: SourceFile; readonly base: SyntaxNode | undefined; readonly parse: ParseSource },
  work: Work,
  outOfTime: () => boolean,
): readonly Spotted[] {
  const behaviour = work.behaviours && changedBehaviour(change, head.root, base);
  if (behaviour !== undefined) work.behaviours?.push(behaviour);
  const broken = head.isTest || !work.comparesApi ? undefined : breaksOf(change, head.root, base);
  if (broken !== undefined) work.broken.push(broken);
  if (outOfTime()) return [];
  const copies = findDuplication(change, head, work.copiedElsewhere);
  work.newFunctions.push(...copies.others);
  return [...findComplexity(change, head, parse), ...copies.spotted];
}

/** A file of a language that is read through a grammar. */
function analyseCode(
  change: Change,
  wanted: ReadonlySet<Family>,
  work: Work,
  outOfTime: () => boolean,
): RuleResult {
  const { parse, codeRules: chosen, movedElsewhere } = work;
  const head =
    parse === undefined ? undefined : openCode(change, 'head', parse)?.focusedOn(touchedLines(change));
  if (parse === undefined || head === undefined) return { spotted: [] };
  const openBase = () => openCode(change, 'base', parse);
  const isCompared = work.comparesApi && !head.isTest;
  const broken = isCompared
    ? codeBreaksOf(change, head.root, () => parseSide(change, 'base', parse))
    : undefined;
  if (broken !== undefined) work.broken.push(broken);
  const copies =
    wanted.has('maintainability') && !outOfTime()
      ? findDuplication(change, head, work.copiedElsewhere)
      : { spotted: [], others: [] };
  work.newFunctions.push(...copies.others);
  const result = runRules(change, head, { rules: chosen, openBase, movedElsewhere, outOfTime });
  return { ...result, spotted: [...result.spotted, ...copies.spotted] };
}
