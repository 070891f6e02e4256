import type { FamilyId } from './families.ts';
import { oneFile, type QualityCase } from './quality-case.ts';

export interface ChangeOfFile {
  readonly what: string;
  /** The text of the file that the change replaces. */
  readonly replaces: string;
  /** What a fault and what a sound change put there. */
  readonly faulty: string;
  readonly safe: string;
  /** A piece of the line at fault. */
  readonly at: string;
  readonly side?: 'old' | 'new';
}

/** Cases that change one and the same file, each in one place. Throws where the place is not there. */
export function changesOf(
  file: {
    readonly family: FamilyId;
    readonly language: string;
    readonly path: string;
    readonly base: string;
  },
  changes: readonly ChangeOfFile[],
): readonly QualityCase[] {
  const { family, language, path, base } = file;
  return changes.map(({ what, replaces, faulty, safe, at, side }) => {
    if (!base.includes(replaces)) throw new Error(`${path} does not hold ${JSON.stringify(replaces)}`);
    return {
      id: `${family}/${language}/${what}`,
      family,
      language,
      files: oneFile(
        path,
        base.replace(replaces, () => faulty),
        base,
      ),
      expect: [{ at, ...(side === undefined ? {} : { side }) }],
      safe: oneFile(
        path,
        base.replace(replaces, () => safe),
        base,
      ),
    };
  });
}
