import type { Change, ChangeSet, ReadFile } from '#agents/contract.ts';
import { declaredFaults } from './dependencies/declared-faults.ts';
import type { Fault, LineFault } from './dependencies/declared.ts';
import { dependencyRule } from './dependencies/dependency-rules.ts';
import { manifestFormat } from './dependencies/formats/all-formats.ts';
import { installCommands } from './dependencies/install-commands.ts';
import { binaryFaults, installPrograms } from './dependencies/install-programs.ts';
import { keyLines, keyOf } from './dependencies/json-lines.ts';
import { lockMismatches, toLock } from './dependencies/lockfile.ts';
import { lockFormat } from './dependencies/locks/all-locks.ts';
import { lockFaults } from './dependencies/locks/lock-faults.ts';
import { type EntryFault, isObject, type Json, manifestFaults, parseJson } from './dependencies/manifest.ts';
import { lockAgreement, withoutLock } from './dependencies/agreement.ts';
import { settingFaults } from './dependencies/settings.ts';
import type { Spotted } from './findings/spotted.ts';
import { explain } from './rules/rule-info.ts';

const npmManifest = /(^|\/)package\.json$/;
const npmLock = /(^|\/)(package-lock|npm-shrinkwrap)\.json$/;

/**
 * What a change brings in by manifests, lockfiles, settings of package managers and commands that install, in the
 * ecosystems of `dependencies/declared.ts`. `readFile` tells whether a lockfile that the change leaves alone exists.
 */
export async function findDependencyChanges(
  changeSet: ChangeSet,
  readFile?: ReadFile,
): Promise<readonly Spotted[]> {
  const spotted = changeSet.changes.flatMap((change) =>
    [...faultsOf(change, changeSet)].map((fault) => spot(fault, change)),
  );
  for (const { change, fault } of await withoutLock(changeSet, readFile)) spotted.push(spot(fault, change));
  for (const { path, fault } of binaryFaults(changeSet)) spotted.push(spotFile(fault, path));
  return spotted;
}

function* faultsOf(change: Change, changeSet: ChangeSet): Iterable<LineFault> {
  const { path, baseText, headText } = change;
  yield* settingFaults(change);
  yield* installPrograms(change);
  yield* installCommands(change);
  if (headText === undefined) return;
  if (npmManifest.test(path)) yield* npmManifestFaults(change, headText);
  else if (npmLock.test(path)) yield* npmLockFaults(change, headText, changeSet);
  const manifest = manifestFormat(path);
  if (manifest !== undefined) {
    const base = baseText === undefined ? undefined : manifest.read(baseText);
    yield* declaredFaults(manifest.ecosystem, base, manifest.read(headText));
  }
  const lock = lockFormat(path);
  if (lock !== undefined) {
    const base = baseText === undefined ? undefined : lock.read(baseText);
    yield* lockFaults(base, lock.read(headText));
  }
  yield* lockAgreement(change, changeSet);
}

function npmManifestFaults({ baseText }: Change, headText: string): LineFault[] {
  const head = parseJson(headText);
  return head === undefined ? [] : atLines(manifestFaults(parseJson(baseText), head), headText);
}

function npmLockFaults({ path, baseText }: Change, headText: string, changeSet: ChangeSet): LineFault[] {
  const head = parseJson(headText);
  if (head === undefined) return [];
  const base = parseJson(baseText);
  const wanted = manifestBeside(path, changeSet);
  const before = base === undefined ? undefined : toLock(base, keyLines(baseText ?? ''));
  const faults = lockFaults(before, toLock(head, keyLines(headText)));
  return [
    ...faults.filter((fault) => !isHeldBack(fault, wanted)),
    ...(wanted === undefined ? [] : atLines(lockMismatches(wanted, head), headText)),
  ];
}

function manifestBeside(path: string, { changes }: ChangeSet): Json | undefined {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return parseJson(changes.find((change) => change.path === `${folder}package.json`)?.headText);
}

/** npm 11 and later run the scripts of listed packages only, where a manifest has `allowScripts`. */
function isHeldBack({ rule, title }: LineFault, manifest: Json | undefined): boolean {
  const allowed = isObject(manifest) ? manifest['allowScripts'] : undefined;
  const name = /^`([^`]+)`/.exec(title)?.[1] ?? '';
  return rule === 'install-script' && isObject(allowed) && allowed[name] !== true;
}

function atLines(faults: readonly EntryFault[], text: string): LineFault[] {
  if (faults.length === 0) return [];
  const lines = keyLines(text);
  return faults.map(({ key, ...fault }) => ({ ...fault, line: lineOfKey(lines, key) }));
}

/** The line of the key, or of the nearest one around it that has a line. */
function lineOfKey(lines: ReadonlyMap<string, number>, key: readonly string[]): number {
  for (let length = key.length; length > 0; length -= 1) {
    const line = lines.get(keyOf(...key.slice(0, length)));
    if (line !== undefined) return line;
  }
  return 1;
}

function spot(fault: LineFault, change: Change): Spotted {
  const side = fault.side ?? 'new';
  return { ...spotFile(fault, change.path), side, line: commentableLine(change, side, fault.line) };
}

function spotFile(fault: Fault, path: string): Spotted {
  const rule = dependencyRule(fault.rule);
  return {
    rule: rule.id,
    category: rule.category,
    severity: fault.severity,
    confidence: rule.confidence,
    title: fault.title,
    detail: explain({ ...rule, why: fault.why, instead: fault.instead }),
    cwe: fault.cwe,
    path,
    side: 'new',
    identity: fault.title,
  };
}

/** How far an entry may reach below the line that names it. */
const maxEntryLines = 8;

/** A changed line of the entry where there is one, else the line itself where it takes a comment. */
function commentableLine(change: Change, side: 'old' | 'new', line: number): number | undefined {
  const [changed, shown] =
    side === 'new'
      ? [change.addedLines, change.commentable.new]
      : [change.removedLines, change.commentable.old];
  if (changed.has(line)) return line;
  const below = Array.from({ length: maxEntryLines }, (_, index) => line + index + 1).find((next) =>
    changed.has(next),
  );
  return shown.has(line) ? line : below;
}
