import { code } from '../findings/shown-text.ts';
import type { Declared, Ecosystem, Fault, LineFault, Manifest } from './declared.ts';
import {
  confusionFault,
  deprecationFault,
  nameFault,
  preReleaseFault,
  sourceFault,
  stepFault,
  unpinnedFault,
} from './faults.ts';
import { canonicalName } from './popular-names.ts';
import { lowestVersion } from './versions.ts';

/** What a change of a manifest brings; `base` is undefined for a new one. */
export function declaredFaults(
  ecosystem: Ecosystem,
  base: Manifest | undefined,
  head: Manifest,
): LineFault[] {
  const before = new Map((base?.entries ?? []).map((entry) => [canonicalName(ecosystem, entry.name), entry]));
  const stated = new Set((base?.statements ?? []).map(({ identity }) => identity));
  return [
    ...head.entries.flatMap((entry) => {
      const old = before.get(canonicalName(ecosystem, entry.name));
      return entryFaults(ecosystem, old, entry).map((fault) => ({
        ...fault,
        line: lineOf(fault, old, entry),
      }));
    }),
    ...head.statements.filter(({ identity }) => !stated.has(identity)).map(({ fault }) => fault),
  ];
}

function lineOf({ rule }: Fault, old: Declared | undefined, { line, versionLine }: Declared): number {
  const isAboutVersion =
    rule === 'downgrade' || rule === 'major-step' || rule === 'pre-release' || rule === 'unpinned';
  return (isAboutVersion || old !== undefined) && versionLine !== undefined ? versionLine : line;
}

function entryFaults(ecosystem: Ecosystem, old: Declared | undefined, entry: Declared): Fault[] {
  return [
    ...(old !== undefined && isSame(old, entry) ? keptFaults(old, entry) : specFaults(ecosystem, old, entry)),
  ].filter((fault) => fault !== undefined);
}

function isSame(old: Declared, entry: Declared): boolean {
  return old.version === entry.version && old.source?.text === entry.source?.text;
}

function keptFaults(old: Declared, entry: Declared): (Fault | undefined)[] {
  return [looserFault(old, entry), runtimeFault(old, entry)];
}

function* specFaults(
  ecosystem: Ecosystem,
  old: Declared | undefined,
  entry: Declared,
): Iterable<Fault | undefined> {
  const { name, version, source } = entry;
  const isOpenNow = source === undefined && isOpen(ecosystem, version, entry);
  if (source !== undefined) yield sourcedFault(name, source);
  if (isOpenNow) yield unpinnedFault(name, version);
  if (old === undefined) yield* newFaults(ecosystem, entry);
  else if (source === undefined) yield* changedFaults(old, entry, isOpenNow);
}

function newFaults(ecosystem: Ecosystem, { name, version, source }: Declared): (Fault | undefined)[] {
  const isOwn = source !== undefined && source.kind === 'path';
  return [
    isOwn ? undefined : nameFault(name, ecosystem),
    deprecationFault(canonicalName(ecosystem, name), ecosystem),
    isPreRelease(version) ? preReleaseFault(name, `comes in as a pre-release: ${code(version)}`) : undefined,
  ];
}

/** Said of a new package only where it is plain: a word for it, or a snapshot. */
function isPreRelease(version: string): boolean {
  const prerelease = lowestVersion(version)?.prerelease ?? '';
  return /^(alpha|beta|rc|canary|nightly|dev|preview|snapshot|pre|next|insiders|experimental|a\d|b\d)/i.test(
    prerelease,
  );
}

/** `isOpen`: what the lowest version of an open range is says nothing. */
function changedFaults(old: Declared, entry: Declared, isOpen: boolean): (Fault | undefined)[] {
  if (old.source?.kind === 'path') return [confusionFault(entry.name)];
  const looser = looserFault(old, entry);
  const step = isOpen || looser !== undefined ? undefined : stepFault(entry.name, old.version, entry.version);
  return [step, looser, runtimeFault(old, entry)];
}

/** An exact version, or the checksum beside it, gives way to a range. */
function looserFault(old: Declared, { name, version, hasHash }: Declared): Fault | undefined {
  if (old.hasHash === true && hasHash !== true)
    return loosened(`${code(name)} loses its checksum`, 'CWE-353');
  const wasExact = /^={2,3}\s*[\d.]+\w*$|^=\s*\d/.test(old.version) && !old.version.includes('*');
  const isExact = /^={1,3}/.test(version) || version === '' || version === '*';
  return wasExact && !isExact && !/^(>=|>)\s*[\w.]+$/.test(version)
    ? loosened(`${code(name)} is no longer pinned: ${code(old.version)} → ${code(version)}`, 'CWE-1357')
    : undefined;
}

function loosened(title: string, cwe: string): Fault {
  return {
    rule: 'unpinned',
    severity: 'medium',
    title,
    why: 'What is installed is no longer exactly what was reviewed and tested.',
    instead: 'Keep the exact version and its checksum.',
    cwe,
  };
}

function runtimeFault(old: Declared, { name, isDev }: Declared): Fault | undefined {
  if (!old.isDev || isDev) return undefined;
  return {
    rule: 'runtime',
    severity: 'low',
    title: `${code(name)} was needed for development and now ships with the program`,
    why: 'Its holes and those of what it brings become holes of the program.',
    instead: 'Leave it where it was unless the program itself calls it.',
  };
}

/** Whether any later release fits. */
function isOpen(ecosystem: Ecosystem, version: string, { isIndirect }: Declared): boolean {
  const text = version.trim();
  if (isIndirect === true) return false;
  if (/^(\*|x|latest(\.\w+)?|release|\+|dev-\w[\w./-]*|master|main|@dev)$/i.test(text)) return true;
  if (/^>=?\s*[\w.]+$/.test(text) || /^[[(][^,\]]*,\s*[)\]]$/.test(text)) return ecosystem !== 'go';
  if (/-SNAPSHOT$|^[\d.]*\*$|^\d[\d.]*\.\+$/.test(text)) return true;
  return text === '' && (ecosystem === 'pypi' || ecosystem === 'rubygems');
}

function sourcedFault(
  name: string,
  { kind, text, isPinned }: NonNullable<Declared['source']>,
): Fault | undefined {
  if (kind === 'path') return undefined;
  const isPlain = /^(git\+)?(http|git):/.test(text);
  if (isPinned && !isPlain)
    return sourceFault(name, text, 'comes from a repository, past the registry and its checks', 'low');
  const what =
    kind === 'git'
      ? 'comes from a branch or tag, which its owner can move to other code'
      : 'comes from an address, not from the registry';
  return isPlain
    ? sourceFault(name, text, `${what}, over an unencrypted connection`, 'high')
    : sourceFault(name, text, what, 'medium');
}
