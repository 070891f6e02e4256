import type { FileCoverage, RawChange } from '../contract.ts';
import { attributesOf } from './generated-paths.ts';
import type { Settings } from './keys.ts';
import { ignoredPath } from './skip.ts';

export interface ChosenFiles<File> {
  readonly wanted: readonly File[];
  /** The others, each with the reason. */
  readonly left: readonly FileCoverage[];
}

/**
 * The files of a change that a review looks at.
 * @param attributes the `.gitattributes` of the base branch: the change's own must not hide what it brings.
 */
export function chooseFiles<File extends Pick<RawChange, 'path' | 'previousPath'>>(
  files: readonly File[],
  settings: Settings,
  attributes = '',
): ChosenFiles<File> {
  const kindOf = attributesOf(attributes);
  const wanted: File[] = [];
  const left: FileCoverage[] = [];
  for (const file of files) {
    const reason = reasonToLeave(file, settings, kindOf);
    const isOver = reason === undefined && wanted.length >= settings['limits.max_files'];
    if (reason === undefined && !isOver) wanted.push(file);
    else left.push({ path: file.path, status: 'skipped', reason: reason ?? 'file-limit' });
  }
  return { wanted, left };
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
