import type { Change, ChangeSet, ReadFile } from '#agents/contract.ts';
import { escapeRegExp, functionName, isExported } from './flow/functions.ts';
import { code } from './findings/shown-text.ts';
import type { Spotted } from './findings/spotted.ts';
import { explain } from './rules/rule-info.ts';
import { isFunction } from './syntax/expressions.ts';
import { isSyntaxLanguage } from './syntax/parse-source.ts';
import { ancestors, descendants, type SyntaxNode } from './syntax/syntax-node.ts';
import { type Behaviour, behaviourOf, difference, sum } from './missing-tests/behaviour.ts';
import { missingTestRule } from './missing-tests/missing-test-rule.ts';
import { isTestPath, isUntestedPath, testPathsOf } from './missing-tests/test-paths.ts';

/** More of them say no more than these. */
const maxFindings = 3;
/** The model's context is read from the same allowance. */
const maxReads = 10;
/** A larger change is a move or a start; its tests are another matter. */
const maxFiles = 100;

interface ChangedFunction {
  readonly change: Change;
  readonly identity: string;
  readonly name: string;
  readonly line: number;
  readonly endLine: number;
  readonly delta: Behaviour;
}

/** What a file does otherwise than before, as far as a test could notice; no part of its tree. */
export interface ChangedBehaviour {
  readonly change: Change;
  readonly functions: readonly ChangedFunction[];
  readonly delta: Behaviour;
}

/** Whether the change is one that findings about tests can be made of: only then is it worth comparing behaviour. */
export function mayMissTests(changeSet: ChangeSet): boolean {
  return (
    !touchesTest(changeSet) &&
    changeSet.changes.length <= maxFiles &&
    // What a deleted file held is not known, and may have moved.
    !changeSet.coverage.some(({ reason }) => reason === 'deleted')
  );
}

/**
 * Exported functions that behave differently, where the file has a test and the change touches none at all. At most one
 * for each file and three in all. What has moved between functions or files behaves as before.
 */
export async function findMissingTests(
  changeSet: ChangeSet,
  sources: readonly ChangedBehaviour[],
  readFile?: ReadFile,
): Promise<readonly Spotted[]> {
  const total = sum(sources.map(({ delta }) => delta));
  const tests = testReader(changeSet, readFile);
  const spotted: Spotted[] = [];
  for (const { change, functions } of sources) {
    if (spotted.length === maxFindings) break;
    const [changed] = functions
      .filter((each) => isNoticed(each.delta, total))
      .toSorted((one, other) => other.delta.size - one.delta.size);
    const line = changed === undefined ? undefined : lineOf(changed);
    const test = line === undefined ? undefined : await tests(change.path);
    if (changed !== undefined && test !== undefined) spotted.push(spot(changed, line, test));
  }
  return spotted;
}

function touchesTest({ changes, coverage }: ChangeSet): boolean {
  const untouched = new Set(changes.filter(isUntouched).map(({ path }) => path));
  return coverage.some(({ path }) => isTestPath(path) && !untouched.has(path));
}

function isUntouched({ addedLines, removedLines }: Change): boolean {
  return addedLines.size === 0 && removedLines.size === 0;
}

function isSource(change: Change): boolean {
  const { path, language, status, baseText, headText } = change;
  if (!isSyntaxLanguage(language) || isTestPath(path) || isUntestedPath(path)) return false;
  const isWhole = baseText !== undefined || status === 'added';
  return isWhole && headText !== undefined && !headText.startsWith('#!');
}

/** Compares the two versions of a file, given by their roots; undefined where no test is expected. */
export function changedBehaviour(
  change: Change,
  head: SyntaxNode,
  base: SyntaxNode | undefined,
): ChangedBehaviour | undefined {
  if (!isSource(change)) return undefined;
  const before = new Map((base ? exportedIn(base) : []).map((fn) => [keyOf(fn), behaviourOf(fn)]));
  // Nobody has forgotten the test of a new file here: the file had none.
  const known = base === undefined ? [] : exportedIn(head);
  const functions = known.flatMap((fn): ChangedFunction[] => {
    const name = functionName(fn);
    const identity = keyOf(fn);
    const delta = difference(behaviourOf(fn), before.get(identity));
    if (name === undefined || delta.size === 0) return [];
    return [{ change, identity, name, line: fn.line, endLine: fn.endLine, delta }];
  });
  return { change, functions, delta: difference(behaviourOf(head), base && behaviourOf(base)) };
}

function exportedIn(root: SyntaxNode): readonly SyntaxNode[] {
  return [...descendants(root)].filter(
    (node) => isFunction(node) && functionName(node) !== undefined && isExported(node) && !isPrivate(node),
  );
}

function isPrivate(fn: SyntaxNode): boolean {
  return fn.children.some(
    ({ kind, text }) =>
      kind === 'private_property_identifier' || (kind === 'accessibility_modifier' && text !== 'public'),
  );
}

function keyOf(fn: SyntaxNode): string {
  const owner = [...ancestors(fn)].find(({ kind }) => kind.endsWith('class_declaration'));
  return `${owner?.fieldText('name') ?? ''}.${functionName(fn) ?? ''}`;
}

/** A fact that the change as a whole has no more and no less of has moved. */
function isNoticed(delta: Behaviour, total: Behaviour): boolean {
  return [...delta].some(([fact, count]) => Math.sign(total.get(fact) ?? 0) === Math.sign(count));
}

/** A changed line inside where there is one; else the first that takes a comment. */
function lineOf({ change, line: first, endLine }: ChangedFunction): number | undefined {
  const inside = (lines: ReadonlySet<number>) =>
    [...lines].find((line) => line >= first && line <= endLine && change.commentable.new.has(line));
  return inside(change.addedLines) ?? inside(change.commentable.new);
}

interface FoundTest {
  readonly path: string;
  readonly text: string;
}

/** Finds the test of a file: the form that was found before is tried first, and not every file is worth a question. */
function testReader(
  { changes }: ChangeSet,
  readFile: ReadFile | undefined,
): (path: string) => Promise<FoundTest | undefined> {
  const listed = new Map(changes.map(({ path, headText }) => [path, headText]));
  let readsLeft = readFile === undefined ? 0 : maxReads;
  let usual = 0;
  const read = async (path: string, side: 'base' | 'head') => {
    if (readsLeft === 0) return undefined;
    readsLeft -= 1;
    return readFile?.(path, side);
  };
  return async (path) => {
    const places = testPathsOf(path);
    for (const place of new Set([places[usual] ?? '', ...places])) {
      const text = listed.get(place) ?? (await read(place, 'head'));
      if (text === undefined) continue;
      usual = places.indexOf(place);
      // The change may be the last part of a larger one that has adapted the test before.
      const before = listed.has(place) ? text : await read(place, 'base');
      return before === text ? { path: place, text } : undefined;
    }
    return undefined;
  };
}

function spot(
  { change, identity, name }: ChangedFunction,
  line: number | undefined,
  test: FoundTest,
): Spotted {
  const isTested = new RegExp(`\\b${escapeRegExp(name)}\\b`).test(test.text);
  return {
    rule: missingTestRule.id,
    category: missingTestRule.category,
    severity: isTested ? missingTestRule.severity : 'info',
    confidence: missingTestRule.confidence,
    title: `${code(name)} behaves differently, and ${code(test.path)} is left as it was`,
    detail: explain(missingTestRule),
    cwe: missingTestRule.cwe,
    path: change.path,
    side: 'new',
    line,
    identity,
  };
}
