import type { Change, ChangeSet } from '#agents/contract.ts';
import { isReadLockfile } from './changes/classify.ts';
import { keyLines, keyOf } from './dependencies/json-lines.ts';
import { lockfileFaults, lockMismatches } from './dependencies/lockfile.ts';
import {
  entriesOf,
  type EntryFault,
  isObject,
  type Json,
  manifestFaults,
  sections,
} from './dependencies/manifest.ts';
import type { Spotted } from './findings/spotted.ts';

const manifestPath = /(^|\/)package\.json$/;
const anyLockfile = /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?)$/;

/** What a change brings in by its manifests and lockfiles. */
export function findDependencyChanges(changeSet: ChangeSet): readonly Spotted[] {
  return changeSet.changes.flatMap((change) => {
    if (manifestPath.test(change.path)) return manifestFindings(change, changeSet);
    if (isReadLockfile(change.path)) return lockfileFindings(change, changeSet);
    return /(^|\/)\.npmrc$/.test(change.path) ? npmrcFindings(change) : [];
  });
}

function manifestFindings(change: Change, changeSet: ChangeSet): Spotted[] {
  const head = parse(change.headText);
  if (head === undefined) return [];
  const base = parse(change.baseText);
  const faults = manifestFaults(base, head);
  const changed = base === undefined ? undefined : changedEntry(base, head);
  if (changed !== undefined && !hasLockfile(change.path, changeSet)) faults.push(withoutLockfile(changed));
  return spotAll(faults, change);
}

function lockfileFindings(change: Change, changeSet: ChangeSet): Spotted[] {
  const head = parse(change.headText);
  if (head === undefined) return [];
  const base = parse(change.baseText);
  const folder = change.path.slice(0, change.path.lastIndexOf('/') + 1);
  const manifest = changeSet.changes.find(({ path }) => path === `${folder}package.json`);
  const wanted = parse(manifest?.headText);
  const faults = [
    ...lockfileFaults(base, head).filter((fault) => !isHeldBack(fault, wanted)),
    ...(wanted === undefined ? [] : lockMismatches(wanted, head)),
  ];
  const rootKey = ['packages', ''];
  if (
    manifest === undefined &&
    base !== undefined &&
    changedEntry(rootOf(base), rootOf(head)) !== undefined
  ) {
    faults.push({
      rule: 'lock-mismatch',
      severity: 'medium',
      title: 'The lockfile changes direct dependencies, the manifest does not',
      why: 'What gets installed is no longer what the manifest asks for.',
      instead: 'Change `package.json` and let `npm install` write the lockfile.',
      key: rootKey,
    });
  }
  return spotAll(faults, change);
}

/** npm 11 and later run the scripts of listed packages only, where a manifest has `allowScripts`. */
function isHeldBack({ rule, key }: EntryFault, manifest: Json | undefined): boolean {
  const allowed = isObject(manifest) ? manifest['allowScripts'] : undefined;
  const name = key.at(-1)?.split('node_modules/').at(-1) ?? '';
  return rule === 'install-script' && isObject(allowed) && allowed[name] !== true;
}

function npmrcFindings(change: Change): Spotted[] {
  const faults: Spotted[] = [];
  for (const line of change.hunks.flatMap(({ lines }) => lines)) {
    const weakened =
      /^\s*(ignore-scripts\s*=\s*false|strict-ssl\s*=\s*false|registry\s*=\s*http:.*|dangerously-allow-all-scripts\s*=\s*true)\s*$/.exec(
        line.text,
      )?.[1];
    if (line.kind !== 'added' || weakened === undefined) continue;
    const fault: EntryFault = {
      rule: 'npm-settings',
      severity: 'medium',
      title: `npm is told \`${weakened.replaceAll('`', "'")}\``,
      why: 'The setting takes away a protection from everyone who installs in this folder.',
      instead: 'Leave the default, and allow single packages by name.',
      cwe: 'CWE-829',
      key: [weakened],
    };
    faults.push(spot(fault, change, line.newLine));
  }
  return faults;
}

function parse(text: string | undefined): Json | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

function rootOf(lock: Json): Json {
  const packages = (lock as { readonly packages?: { readonly ['']?: Json } } | null)?.packages;
  return packages?.[''] ?? {};
}

/** The first dependency whose range differs, with its section. */
function changedEntry(base: Json, head: Json): readonly [string, string] | undefined {
  for (const section of sections) {
    const [before, after] = [entriesOf(base, section), entriesOf(head, section)];
    for (const [name, range] of after) if (before.get(name) !== range) return [section, name];
  }
  return undefined;
}

/** A lockfile of the same folder or of one above, where a workspace keeps it. */
function hasLockfile(path: string, { coverage }: ChangeSet): boolean {
  return coverage.some((file) => {
    const folder = file.path.slice(0, file.path.lastIndexOf('/') + 1);
    return anyLockfile.test(file.path) && path.startsWith(folder);
  });
}

function withoutLockfile(key: readonly [string, string]): EntryFault {
  return {
    rule: 'lock-mismatch',
    severity: 'low',
    title: 'The dependencies change and no lockfile does',
    why: 'If the repository has a lockfile, it no longer fits: `npm ci` refuses, or others install different versions.',
    instead: 'Run `npm install` and commit the lockfile with the manifest.',
    key,
  };
}

function spotAll(faults: readonly EntryFault[], change: Change): Spotted[] {
  if (faults.length === 0) return [];
  const lines = keyLines(change.headText ?? '');
  return faults.map((fault) => spot(fault, change, commentableLine(change, lines.get(keyOf(...fault.key)))));
}

function spot(fault: EntryFault, change: Change, line: number | undefined): Spotted {
  return {
    rule: `dependency/${fault.rule}`,
    category: 'dependency',
    severity: fault.severity,
    confidence: 0.85,
    title: fault.title,
    detail: `${fault.why}\n\n${fault.instead}`,
    cwe: fault.cwe,
    path: change.path,
    side: 'new',
    line,
    identity: fault.key.join('/'),
  };
}

/** An entry of a lockfile spans lines: a changed one of the next few stands for it. */
function commentableLine(change: Change, line: number | undefined): number | undefined {
  if (line === undefined || change.commentable.new.has(line)) return line;
  return [1, 2, 3, 4, 5, 6, 7, 8].map((step) => line + step).find((next) => change.addedLines.has(next));
}
