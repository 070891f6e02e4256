import type { FileCoverage, RawChange } from '../contract.ts';
import { riskOfFile } from '../judge/by-risk.ts';
import { attributesOf } from './generated-paths.ts';
import type { Settings } from './keys.ts';
import { ignoredPath } from './skip.ts';

export interface ChosenFiles<File> {
  readonly wanted: readonly File[];
  /** The others, each with the reason. */
  readonly left: readonly FileCoverage[];
}

/**
 * The files of a change that a review looks at. Of more than it may look at, the riskiest.
 * @param attributes the `.gitattributes` of the base branch: the change's own must not hide what it brings.
 */
export function chooseFiles<
  File extends Pick<RawChange, 'path' | 'previousPath' | 'patch' | 'head' | 'unavailable'>,
>(files: readonly File[], settings: Settings, attributes = ''): ChosenFiles<File> {
  const kindOf = attributesOf(attributes);
  const candidates: File[] = [];
  const left: FileCoverage[] = [];
  const leave = ({ path }: File, reason: string) => left.push({ path, status: 'skipped', reason });
  for (const file of files) {
    const reason = reasonToLeave(file, settings, kindOf);
    if (reason === undefined) candidates.push(file);
    else leave(file, reason);
  }
  // What could not be read takes no place of what was: its own reason is told.
  const kept = riskiest(candidates.filter(hasText), settings['limits.max_files']);
  for (const file of candidates) if (hasText(file) && !kept.has(file)) leave(file, 'file-limit');
  return { wanted: candidates.filter((file) => !hasText(file) || kept.has(file)), left };
}

const hasText = ({ patch, head, unavailable }: Pick<RawChange, 'patch' | 'head' | 'unavailable'>): boolean =>
  patch !== undefined || head !== undefined || unavailable === undefined;

function riskiest<File extends Pick<RawChange, 'path' | 'patch'>>(
  files: readonly File[],
  count: number,
): ReadonlySet<File> {
  if (files.length <= count) return new Set(files);
  const ranked = files.map((file) => ({ file, risk: riskOfFile(file.path, changedLines(file)) }));
  // The platform's order, which is stable, decides between equals.
  ranked.sort((one, other) => other.risk - one.risk);
  return new Set(ranked.slice(0, count).map(({ file }) => file));
}

/** Without a patch it is unknown how much changes; a file that is too large for one is no small change. */
function changedLines({ patch }: Pick<RawChange, 'patch'>): number {
  return patch === undefined ? Infinity : (patch.match(/^[+-]/gm)?.length ?? 0);
}

/** A file that was moved to where nobody looks is looked at once more. */
function reasonToLeave(
  { path, previousPath }: Pick<RawChange, 'path' | 'previousPath'>,
  settings: Settings,
  kindOf: ReturnType<typeof attributesOf>,
): string | undefined {
  const reasonOf = (name: string) => (ignoredPath(settings, name) === undefined ? kindOf(name) : 'ignored');
  const reason = reasonOf(path);
  return previousPath !== undefined && reasonOf(previousPath) === undefined ? undefined : reason;
}
